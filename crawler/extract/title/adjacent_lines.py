"""Collect the short lines of text around the headline.

Byline, date and kicker are next to the headline; lines far from it belong to other articles. The tree is walked
from the headline outwards, and only as far as requested.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

import lxml.etree as etree
import lxml.html

from crawler.html.regions import outside
from crawler.html.text import INLINE, content, plain

_INVISIBLE_TAGS = frozenset({"script", "style", "noscript", "template", "svg", "iframe", "select"})
_MAX_LINES = 25
_MOST_BEFORE = 8
_MENU_LINKS = 3  # links from which something above the headline is a menu
_MAX_SHORT = 160  # characters
_STANDFIRSTS = 2  # longer lines that may come between headline and date
_BLOCKS = frozenset(
    set("p div section article header footer ul ol li h1 h2 h3 h4 h5 h6 br table tr".split())
    | set("td dl dt dd figure figcaption blockquote main aside nav address hr form time center".split())
)


_Texts: TypeAlias = Iterator[tuple[lxml.html.HtmlElement, str | None]]


@dataclass(frozen=True, slots=True)
class Line:
    """A run of text near the headline, with the element in which it starts.

    `parts` are the texts of the elements in it, where there are several.
    """

    text: str
    element: lxml.html.HtmlElement
    parts: tuple[str, ...] = ()


def lines_after(element: lxml.html.HtmlElement, most: int = 50, characters: int = 3_000) -> list[Line]:
    """Return the lines of text that follow an element in the document, up to the limits."""
    return _lines(_following(element), element, most, characters)


def lines_in(element: lxml.html.HtmlElement, most: int = 10, characters: int = 300) -> list[Line]:
    """Return the lines of text inside an element, up to the limits."""
    return _lines(_within(element), element, most, characters)


def _lines(texts: _Texts, owner: lxml.html.HtmlElement, most: int, characters: int) -> list[Line]:
    lines: list[Line] = []
    pieces: list[str] = []
    size = 0
    for node, text in texts:
        if text is not None:
            if not pieces and text.isspace():
                continue
            owner = owner if pieces else node
            pieces.append(text)
        elif pieces:
            line = _line(pieces, owner)
            if line.text:
                lines.append(line)
                size += len(line.text)
                if len(lines) >= most or size > characters:
                    return lines
            pieces = []
    last = _line(pieces, owner)
    return [*lines, last] if last.text else lines


def _line(pieces: Sequence[str], owner: lxml.html.HtmlElement) -> Line:
    text = plain("".join(pieces))
    parts = tuple(filter(None, map(plain, pieces))) if len(pieces) > 1 and len(text) <= _MAX_SHORT else ()
    return Line(text, owner, parts if len(parts) > 1 else ())


def _following(element: lxml.html.HtmlElement) -> _Texts:
    """Yield the texts after an element in document order; None marks the edge of a block."""
    node: lxml.html.HtmlElement | None = element
    while node is not None and node.tag not in ("body", "html"):
        parent = node.getparent()
        if parent is None:
            return
        if node.tail:
            yield parent, node.tail
        sibling = node.getnext()
        while sibling is not None:
            if isinstance(sibling.tag, str):
                yield from _within(sibling)
            if sibling.tail:
                yield parent, sibling.tail
            sibling = sibling.getnext()
        yield parent, None
        node = parent


def _within(top: lxml.html.HtmlElement) -> _Texts:
    walk = etree.iterwalk(top, events=("start", "end", "comment", "pi"))
    for event, node in walk:
        if event == "start":
            if node.tag in _INVISIBLE_TAGS:
                walk.skip_subtree()
                continue
            if node.tag not in INLINE:
                yield node, None if node.tag in _BLOCKS else " "
            if node.text:
                yield node, node.text
        else:
            if event == "end" and node.tag not in INLINE:
                yield node, None if node.tag in _BLOCKS else " "
            parent = node.getparent()
            if node.tail and node is not top and parent is not None:
                yield parent, node.tail


def until_prose(lines: list[Line]) -> list[Line]:
    """Return the lines before the running text starts: standfirst, byline, date."""
    head: list[Line] = []
    running = 0
    for line in lines[:_MAX_LINES]:
        running += len(line.text) > _MAX_SHORT
        if running > _STANDFIRSTS:
            break
        head.append(line)
    return head


def lines_before(element: lxml.html.HtmlElement) -> list[Line]:
    """Return short lines directly before an element, the nearest first.

    A date above the headline, a kicker. What comes before the navigation belongs to the masthead, in particular
    today's date.
    """
    lines: list[Line] = []
    node: lxml.html.HtmlElement | None = element
    for _ in range(4):
        if node is None or node.tag in ("body", "html"):
            break
        sibling = node.getprevious()
        while sibling is not None and len(lines) < _MOST_BEFORE:
            if _is_navigation(sibling):
                return lines
            if isinstance(sibling.tag, str) and sibling.tag not in _INVISIBLE_TAGS and not outside(sibling):
                text = content(sibling, 300)
                if 0 < len(text) <= 200:
                    lines.append(Line(text, sibling))
            sibling = sibling.getprevious()
        node = node.getparent()
    return lines


def _is_navigation(element: lxml.html.HtmlElement) -> bool:
    """Return whether an element is a menu, or a header that contains one."""
    if element.tag == "nav":
        return True
    links = islice(element.iter("a"), _MENU_LINKS) if isinstance(element.tag, str) else ()
    return len(list(links)) == _MENU_LINKS
