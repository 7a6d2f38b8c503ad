"""The headings of a page that may be its headline: h1 and h2, and whatever mark-up calls a title or headline.

Which of them it is, the witnesses of `title` decide; here it is only seen where each stands.
"""

import re
import tomllib
from collections.abc import Container
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import islice

import lxml.html

from crawler.extract.metadata.structured_data import Structured
from crawler.html.regions import outside
from crawler.html.text import content, key, plain

_CLASS = re.compile(
    r"(?:entry|post|article|story|news|page|content|main)[-_]{0,2}(?:title|headline|heading)|^(?:title"
    r"|headline|heading)$|headline",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"sub|site|widget|section|related|block|caption|image|comment|menu|screen-reader|tooltip", re.IGNORECASE
)
_MOST_HEADINGS = 30
_LINES = ("h3", "h4", "p", "div", "td", "center", "b", "strong", "font", "span", "a", "big", "em")
_MOST_RUNS, _WORDS = 8, 4  # pieces of text in a heading; words from which a sub-heading may be a headline
_LONGEST, _BEGINNING = 400, 15  # characters of a headline, and of its beginning that is compared first
_HOME = re.compile(r"^(?:https?://[^/?#]{1,200})?/?(?:index\.\w{2,4}|#)?$")


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
        if element.tag != "h1" and _names_headline(classes):
            found.append(_heading(element, named=True))
        if len(found) > _MOST_HEADINGS:
            break
    found += [_heading(element, named=False) for element in structured.headings if element.tag == "h2"][:6]
    return [heading for heading in found if 3 <= len(heading.text) <= 400]


def headline_in(heading: Heading, said: Container[str]) -> str:
    """The part of a heading that a witness says, between its kicker and its badges; else all of it. `said` are keys."""
    if key(heading.text) in said:
        return heading.text
    runs = [text for text in map(plain, islice(heading.element.itertext(), _MOST_RUNS)) if text]
    spans = ((start, end) for start in range(len(runs)) for end in range(len(runs), start, -1))
    parts = (" ".join(runs[start:end]) for start, end in spans)
    return next((part for part in parts if key(part) in said), heading.text)


def is_generic(text: str) -> bool:
    """Whether a text is what a site calls a section of itself, and no headline."""
    return key(text) in _generic()


@cache
def _generic() -> frozenset[str]:
    lists = tomllib.loads(resources.files(__package__).joinpath("sections.toml").read_text("utf-8"))
    return frozenset(key(name) for names in lists.values() for name in names)


def first_below(structured: Structured) -> str:
    """The first sub-heading that may be the headline where the page's titles only name a section."""
    for element in structured.tree.iterdescendants("h2", "h3", "h4"):
        text = content(element, _LONGEST)
        linked = sum(len(content(link, _LONGEST)) for link in element.iter("a"))
        if (len(text.split()) >= _WORDS or len(text) >= 3 * _WORDS > len(text.split())) and not outside(element):
            return "" if linked > 0.5 * len(text) or is_generic(text) else text
    return ""


def line_of(structured: Structured, text_key: str) -> lxml.html.HtmlElement | None:
    """Return the first element that says these words (a `text.key`) and nothing else, whatever its mark-up.

    Old layouts set headlines in bold or large letters. None when no line of the page does.
    """
    if not any(key(line) == text_key for line in structured.lines if len(line) <= _LONGEST):
        return None
    start = text_key[:_BEGINNING]
    for element in structured.tree.iterdescendants(*_LINES):
        begins = next((text for text in element.itertext() if text.strip()), "")
        if key(begins).startswith(start) and key(content(element, 2 * _LONGEST)) == text_key and not outside(element):
            return element
    return None


def _names_headline(classes: str) -> bool:
    lower = classes.lower()
    if "title" not in lower and "head" not in lower:
        return False
    return any(_CLASS.search(name) and not _NOT.search(name) for name in classes.split())


def _heading(element: lxml.html.HtmlElement, *, named: bool) -> Heading:
    named = named or _names_headline(f"{element.get('class') or ''} {element.get('id') or ''}")
    return Heading(
        content(element, 600),
        element,
        str(element.tag),
        named,
        outside(element, heading=True),
        _leads_home(element),
    )


def _leads_home(element: lxml.html.HtmlElement) -> bool:
    link = element if element.tag == "a" else next(element.iter("a"), None)
    if link is None:
        parent = element.getparent()
        link = parent if parent is not None and parent.tag == "a" else None
    return link is not None and bool(_HOME.match((link.get("href") or "x").strip()))
