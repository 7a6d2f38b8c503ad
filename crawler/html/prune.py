"""Reduce a page of excessive size or depth to one that every extractor reads in seconds.

Real news pages have at most some ten thousand elements, sixty levels and a book's length of text. Anything
larger is an attack, an error of its author or a data dump. Extractors are slower than linear in all three, so
such a page is rebuilt in document order, without the elements that no extractor reads, up to the limits.
"""

from collections.abc import Iterator
from itertools import islice
from typing import cast

import lxml.etree as etree
import lxml.html

ELEMENTS = 20_000  # beyond which a page is rebuilt; 698 real ones have 11,500 at most
KEPT_ELEMENTS = 12_000
COMMENTS = 5_000
DEPTH = 150  # real pages reach 60
CHARACTERS = 2_000_000  # of a page that is left unchanged, and of the visible text that is kept: two novels
SCRIPT_CHARACTERS = 4_000_000
ATTRIBUTE_CHARACTERS = 10_000
TAGS = 250_000  # beyond which a page is not even parsed: a million elements are a gigabyte of tree

_SKIPPED = frozenset(
    ("style", "svg", "select", "datalist", "option", "template", "iframe", "object", "canvas", "map", "math")
)
_COUNT = etree.XPath("count(//*)")
_IS_DEEP = etree.XPath(f"boolean({'/*' * (DEPTH + 1)})")
_MAX_BREAKS = 2  # consecutive line breaks that are kept


def first_tags(html: str) -> str:
    """Return the page up to its first `TAGS` tags."""
    if html.count("<") <= TAGS:
        return html
    return html[: next(islice(_tag_offsets(html), TAGS, None))]


def is_bounded(tree: lxml.html.HtmlElement, html: str) -> bool:
    """Return whether a page is within the limits already."""
    if len(html) > CHARACTERS or html.count("<!") > COMMENTS:
        return False
    if html.count("<") <= DEPTH:
        return True
    return int(_COUNT(tree)) <= ELEMENTS and not _IS_DEEP(tree)


def prune(tree: lxml.html.HtmlElement, parser: etree.HTMLParser) -> lxml.html.HtmlElement:
    """Rebuild a page, parsed without comments, within the limits.

    What is nested deeper loses its mark-up and keeps its text.
    """
    builder = _Builder(parser)
    steps = etree.iterwalk(tree, events=("start", "end"))
    for event, element in steps:
        if event == "start":
            if element.tag in _SKIPPED:
                steps.skip_subtree()
            elif not builder.open(element):
                break
            continue
        if element.tag not in _SKIPPED:
            builder.close()
        if element is not tree:
            builder.text(element.tail)
    return builder.finish()


class _Builder:
    def __init__(self, parser: etree.HTMLParser) -> None:
        self._target = etree.TreeBuilder(parser=parser)
        self._open: list[str] = []  # tags of the open elements; empty for those that are left out
        self._depth = self._elements = self._breaks = 0
        self._characters = self._script = 0

    def open(self, element: lxml.html.HtmlElement) -> bool:
        """Start an element; return False when the page has reached its limits."""
        tag = str(element.tag)
        if self._elements >= KEPT_ELEMENTS or self._characters >= CHARACTERS:
            return False
        self._breaks = self._breaks + 1 if tag == "br" else 0
        kept = self._depth < DEPTH and self._breaks <= _MAX_BREAKS
        self._open.append(tag if kept else "")
        if kept:
            self._depth += 1
            self._elements += 1
            self._target.start(tag, {n: v for n, v in element.attrib.items() if len(v) <= ATTRIBUTE_CHARACTERS})
        self.text(element.text, script=tag == "script")
        return True

    def close(self) -> None:
        tag = self._open.pop()
        if tag:
            self._depth -= 1
            self._target.end(tag)

    def text(self, text: str | None, *, script: bool = False) -> None:
        if not text:
            return
        if script:
            self._script += len(text)
            if self._script <= SCRIPT_CHARACTERS:
                self._target.data(text)
            return
        text = text[: CHARACTERS - self._characters]
        self._characters += len(text)
        if not text.isspace():
            self._breaks = 0
        self._target.data(text)

    def finish(self) -> lxml.html.HtmlElement:
        while self._open:
            self.close()
        return cast(lxml.html.HtmlElement, self._target.close())


def _tag_offsets(html: str) -> Iterator[int]:
    at = html.find("<")
    while at >= 0:
        yield at
        at = html.find("<", at + 1)
