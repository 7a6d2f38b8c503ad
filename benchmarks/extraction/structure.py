"""Measure the structure of articles: `python -m benchmarks.extraction.structure FOLDER [--half N]`.

FOLDER has a folder for each page, with `source.html`, `expected.html` (the article alone) and perhaps `url.txt`: the
form of the tests of Mozilla's Readability, and of those derived from it. Lines are compared, by their words: a line is
found if one of our blocks of the same kind has it, and right if a line of the expected HTML of this kind is it.
Precision counts only those of our lines that the expected HTML has at all: whether they should be there is the
question of the body.
"""

import argparse
import logging
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import lxml.html

from archive.records import Article, Lead
from benchmarks.extraction.pages import fold
from crawler.catalogue.source import Source
from crawler.extract.article import extract
from crawler.extract.page import Page

KINDS = ("heading", "level", "list-item", "quotation", "cell", "caption", "code", "paragraph", "link")
Part: TypeAlias = tuple[str, str]  # kind and words
_ADDRESS = "http://fakehost/test/page.html"  # under which the expected HTML of Readability was made
_SOURCE = Source(id="x", name="", homepage="", country="INT", languages=(), kind="general-press", focus="general")
_FETCHED = "2026-11-01T00:00:00Z"
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_KIND_OF = {
    **dict.fromkeys(_HEADINGS, "heading"), **dict.fromkeys(("li", "dt", "dd"), "list-item"), "blockquote": "quotation",
    "td": "cell", "th": "cell", "figcaption": "caption", "caption": "caption", "pre": "code",
}  # fmt: skip
_INLINE = frozenset(
    set("a abbr acronym b bdi bdo big cite code del dfn em font i img ins kbd mark q s samp small span strike".split())
    | set("strong sub sup time tt u var wbr label data svg".split())
)
_IGNORED = frozenset({"script", "style", "noscript", "template"})
_LONGEST_CELL = 200  # mean characters of a cell from which a table is layout


@dataclass(slots=True)
class Score:
    """Lines by kind: how many are expected, found, and in the text; how many are ours, and right."""

    expected: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    in_text: Counter[str] = field(default_factory=Counter)
    ours: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)

    def add(self, expected: Counter[Part], ours: Counter[Part]) -> None:
        """Compare two multisets of parts."""
        words = _words(ours)
        expected_words = _words(expected)
        for (kind, text), count in expected.items():
            self.expected[kind] += count
            self.found[kind] += min(count, ours[kind, text])
            self.in_text[kind] += min(count, words[text])
        for (kind, text), count in ours.items():
            known = min(count, expected_words[text])
            self.ours[kind] += known
            self.right[kind] += min(known, expected[kind, text])

    def lines(self) -> Iterator[str]:
        """Yield the rows of the table."""
        yield f"{'':12}{'expected':>9}{'found':>7}{'in text':>9}{'recall':>8}{'of text':>9}{'precision':>11}"
        for kind in KINDS:
            expected, found, there = self.expected[kind], self.found[kind], self.in_text[kind]
            shares = [_share(found, expected), _share(found, there), _share(self.right[kind], self.ours[kind])]
            yield f"{kind:12}{expected:9}{found:7}{there:9}{shares[0]:>8}{shares[1]:>9}{shares[2]:>11}"


def _words(parts: Counter[Part]) -> Counter[str]:
    words: Counter[str] = Counter()
    for (kind, text), count in parts.items():
        if kind not in ("link", "level"):
            words[text] += count
    return words + Counter({text: count for (kind, text), count in parts.items() if kind in ("link", "level")})


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"


def expected_parts(html: str, base: str) -> Counter[Part]:
    """Return the lines and links of expected HTML by kind."""
    tree = lxml.html.fromstring(f"<html><body>{html}</body></html>")
    tree.make_links_absolute(base, handle_failures="ignore")
    parts: Counter[Part] = Counter()
    layout = {table for table in tree.iter("table") if _is_layout(table)}
    for line, element in _lines(tree):
        kind, holder = _kind_of(element, layout)
        parts[kind, line] += 1
        if kind == "heading":
            parts["level", f"{_level(holder)} {line}"] += 1
    parts.update(
        ("link", f"{_plain(link.text_content())} {_target(link.get('href') or '')}")
        for link in tree.iter("a")
        if (link.get("href") or "").startswith("http") and _plain(link.text_content())
    )
    return parts


def _kind_of(element: lxml.html.HtmlElement, layout: set[lxml.html.HtmlElement]) -> tuple[str, str]:
    for holder in (element, *element.iterancestors()):
        tag = str(holder.tag)
        kind = _KIND_OF.get(tag)
        if kind and not (kind == "cell" and next(holder.iterancestors("table"), None) in layout):
            return kind, tag
    return "paragraph", ""


def _is_layout(table: lxml.html.HtmlElement) -> bool:
    """Return whether a table has no rows of several cells with a text, or pages in them."""
    rows = [[c for c in row if c.tag in ("td", "th") and c.text_content().strip()] for row in table.iter("tr")]
    cells = [cell for row in rows for cell in row]
    if table.find(".//table") is not None or sum(len(row) > 1 for row in rows) < 2:
        return True
    return sum(len(cell.text_content().strip()) for cell in cells) > _LONGEST_CELL * len(cells)


def _lines(top: lxml.html.HtmlElement) -> Iterator[tuple[str, lxml.html.HtmlElement]]:
    """Yield the words of each line with the element in which it begins."""
    pieces: list[str] = []
    owner = top
    for element, text in _texts(top, top):
        if text is None:
            if line := _plain("".join(pieces)):
                yield line, owner
            pieces = []
        elif pieces or text.strip():
            owner = owner if pieces else element
            pieces.append(text)
    if line := _plain("".join(pieces)):
        yield line, owner


def _texts(
    node: lxml.html.HtmlElement, parent: lxml.html.HtmlElement
) -> Iterator[tuple[lxml.html.HtmlElement, str | None]]:
    if isinstance(node.tag, str) and node.tag not in _IGNORED:
        is_block = node.tag not in _INLINE
        if is_block:
            yield node, None
        text = node.text or ""
        for piece in text.split("\n") if node.tag == "pre" else [text]:
            yield node, piece
            if node.tag == "pre":
                yield node, None
        for child in node:
            yield from _texts(child, node)
        if is_block:
            yield node, None
    if node.tail and node is not parent:
        in_code = next((a for a in (parent, *parent.iterancestors()) if a.tag == "pre"), None) is not None
        for at, piece in enumerate(node.tail.split("\n") if in_code else [node.tail]):
            if at:
                yield parent, None
            yield parent, piece


def our_parts(article: Article, expected: Counter[Part]) -> Counter[Part]:
    """Return the lines and links of an article by kind, caption and credit as one line where they are expected so."""
    parts: Counter[Part] = Counter()
    before = ""
    for block in article.blocks:
        is_credit = block.kind == "credit"
        kind = {"credit": "caption", "table": "cell"}.get(block.kind, block.kind)
        texts: Iterable[str] = (cell for row in block.rows for cell in row) if kind == "cell" else [block.text]
        for line in (_plain(line) for text in texts for line in text.split("\n")):
            if is_credit and ("caption", f"{before} {line}") in expected and parts["caption", before]:
                parts["caption", before] -= 1
                line = f"{before} {line}"
            if line:
                parts[kind, line] += 1
                if kind == "heading":
                    parts["level", f"{_level(f'h{block.level}')} {line}"] += 1
                before = line
    parts.update(("link", f"{_plain(link.text)} {_target(link.target)}") for link in article.links if _plain(link.text))
    return +parts


def _level(tag: str) -> str:
    return "h2" if tag == "h1" else tag  # Readability has no h1 within an article


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _target(address: str) -> str:
    return address.split("#")[0].rstrip("/")


def read(folder: Path) -> Iterator[tuple[str, str, bytes, str]]:
    """Yield name, address, page and expected HTML of each folder that has them."""
    for source in sorted(folder.glob("*/source.html")):
        expected, address = source.with_name("expected.html"), source.with_name("url.txt")
        if expected.exists():
            url = address.read_text("utf-8").strip() if address.exists() else _ADDRESS
            yield source.parent.name, url, source.read_bytes(), expected.read_text("utf-8")


def measure(pages: Iterable[tuple[str, str, bytes, str]]) -> tuple[Score, int, int]:
    """Return the score of pages, and how many were read as articles and how many were not."""
    score, articles, others = Score(), 0, 0
    for _, url, body, html in pages:
        found = extract(Page(url, body, {"content-type": "text/html; charset=utf-8"}, _FETCHED, Lead(url), _SOURCE))
        if isinstance(found, Article):
            expected = expected_parts(html, url)
            score.add(expected, our_parts(found, expected))
            articles += 1
        else:
            others += 1
    return score, articles, others


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--half", type=int, choices=(0, 1), help="pages of one half only, by a hash of their name")
    chosen = parser.parse_args(arguments)
    logging.disable(logging.WARNING)
    pages = (page for page in read(chosen.folder) if chosen.half is None or fold(page[0], 2) == chosen.half)
    score, articles, others = measure(pages)
    print(f"{articles} articles, {others} pages not read as articles")
    print("\n".join(score.lines()))


if __name__ == "__main__":
    main()
