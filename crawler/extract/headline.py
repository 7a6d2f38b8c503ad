"""The headings of a page that may be its headline, and the short lines that stand around the one that is.

Byline, date and kicker stand beside the headline; what is far from it belongs to someone else.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import lxml.etree as etree
import lxml.html

from crawler.extract.structured import Structured
from crawler.extract.surroundings import outside
from crawler.extract.wording import content, plain

_CLASS = re.compile(
    r"(?:entry|post|article|story|news|page|content|main)[-_]{0,2}(?:title|headline|heading)|^(?:title|headline)$|headline",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"sub|site|widget|section|related|block|caption|image|comment|menu|screen-reader|tooltip", re.IGNORECASE
)
_MOST_HEADINGS = 30
_HOME = re.compile(r"^(?:https?://[^/?#]{1,200})?/?(?:index\.\w{2,4}|#)?$")
_UNSEEN = frozenset({"script", "style", "noscript", "template", "svg", "iframe", "select"})
_BLOCKS = frozenset(
    {
        "p",
        "div",
        "section",
        "article",
        "header",
        "footer",
        "ul",
        "ol",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "br",
        "table",
        "tr",
    }
    | {
        "td",
        "dl",
        "dt",
        "dd",
        "figure",
        "figcaption",
        "blockquote",
        "main",
        "aside",
        "nav",
        "address",
        "hr",
        "form",
        "time",
    }
)


@dataclass(frozen=True, slots=True)
class Heading:
    """An element that may hold the headline. `named` when its class or property says that it does.

    `home` when it links to the home page: then it shows the name of the site.
    """

    text: str
    element: lxml.html.HtmlElement
    level: str
    named: bool
    outside: bool
    home: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A run of text beside the headline, with the element that begins it."""

    text: str
    element: lxml.html.HtmlElement


def first_headings(structured: Structured) -> list[Heading]:
    """The h1 elements that hold text, in document order."""
    found = [_heading(element, named=False) for element in structured.headings if element.tag == "h1"][:12]
    return [heading for heading in found if 3 <= len(heading.text) <= 400]


def headings(structured: Structured) -> list[Heading]:
    """The likeliest headline elements, h1 first."""
    found = first_headings(structured)
    for element in structured.tree.xpath("//*[@itemprop='headline'][not(self::h1 or self::meta)]")[:5]:
        found.append(_heading(element, named=True))
    for classes, element in structured.named:
        lower = classes.lower()
        if element.tag != "h1" and ("title" in lower or "head" in lower):
            if any(_CLASS.search(name) and not _NOT.search(name) for name in classes.split()):
                found.append(_heading(element, named=True))
        if len(found) > _MOST_HEADINGS:
            break
    found += [_heading(element, named=False) for element in structured.headings if element.tag == "h2"][:6]
    return [heading for heading in found if 3 <= len(heading.text) <= 400]


def _heading(element: lxml.html.HtmlElement, *, named: bool) -> Heading:
    names = [*(element.get("class") or "").split(), element.get("id") or "", element.get("itemprop") or ""]
    named = named or any(_CLASS.search(name) and not _NOT.search(name) for name in names)
    return Heading(content(element, 600), element, str(element.tag), named, outside(element, heading=True), _leads_home(element))


def _leads_home(element: lxml.html.HtmlElement) -> bool:
    link = element if element.tag == "a" else next(element.iter("a"), None)
    if link is None:
        parent = element.getparent()
        link = parent if parent is not None and parent.tag == "a" else None
    return link is not None and bool(_HOME.match((link.get("href") or "x").strip()))


def lines_after(element: lxml.html.HtmlElement, most: int = 50, characters: int = 3_000) -> list[Line]:
    """The lines of text that follow an element in the document, until one bound is reached."""
    lines: list[Line] = []
    pieces: list[str] = []
    owner = element
    size = 0
    for node, text in _following(element):
        if text is None:
            line = plain("".join(pieces))
            if line:
                lines.append(Line(line, owner))
                size += len(line)
                if len(lines) >= most or size > characters:
                    return lines
            pieces, owner = [], node
        else:
            if not "".join(pieces).strip():
                owner = node
            pieces.append(text)
    return [*lines, Line(plain("".join(pieces)), owner)] if "".join(pieces).strip() else lines


def _following(element: lxml.html.HtmlElement) -> Iterator[tuple[lxml.html.HtmlElement, str | None]]:
    """Texts after an element in document order; None marks the edge of a block."""
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


def _within(top: lxml.html.HtmlElement) -> Iterator[tuple[lxml.html.HtmlElement, str | None]]:
    walk = etree.iterwalk(top, events=("start", "end", "comment", "pi"))
    for event, node in walk:
        if event == "start":
            if node.tag in _UNSEEN:
                walk.skip_subtree()
                continue
            if node.tag in _BLOCKS:
                yield node, None
            if node.text:
                yield node, node.text
        else:
            if event == "end" and node.tag in _BLOCKS:
                yield node, None
            parent = node.getparent()
            if node.tail and node is not top and parent is not None:
                yield parent, node.tail


def lines_before(element: lxml.html.HtmlElement, most: int = 8) -> list[Line]:
    """Short lines that stand right before an element, the nearest first (a date above the headline, a kicker)."""
    lines: list[Line] = []
    node: lxml.html.HtmlElement | None = element
    for _ in range(4):
        if node is None or node.tag in ("body", "html"):
            break
        sibling = node.getprevious()
        while sibling is not None and len(lines) < most:
            if isinstance(sibling.tag, str) and sibling.tag not in _UNSEEN and not outside(sibling):
                text = content(sibling, 300)
                if 0 < len(text) <= 200:
                    lines.append(Line(text, sibling))
            sibling = sibling.getprevious()
        node = node.getparent()
    return lines
