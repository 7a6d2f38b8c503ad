"""Find the headings that may be the headline: h1, h2 and elements whose class names a title or headline.

They are only located here; `title` decides which of them is the headline.
"""

import re
from collections.abc import Container
from dataclasses import dataclass
from functools import cache
from itertools import islice

import lxml.html

from crawler.extract.metadata.structured_data import Structured
from crawler.html.regions import outside
from crawler.html.text import content, key, plain
from crawler.html.word_lists import read_word_lists

_CLASS = re.compile(
    r"(?:entry|post|article|story|news|page|content|main)[-_]{0,2}(?:title|headline|heading)|^(?:title"
    r"|headline|heading)$|headline",
    re.IGNORECASE,
)
_NOT_HEADLINE = re.compile(
    r"sub|site|widget|section|related|block|caption|image|comment|menu|screen-reader|tooltip", re.IGNORECASE
)
_MAX_HEADINGS = 30
_LINE_TAGS = ("h3", "h4", "p", "div", "td", "center", "b", "strong", "font", "span", "a", "big", "em")
_MAX_RUNS, _MIN_WORDS = 8, 4  # pieces of text in a heading; words from which a sub-heading may be a headline
_MAX_LENGTH, _PREFIX = 400, 15  # characters of a headline, and of its prefix that is compared first
_HOME = re.compile(r"^(?:https?://[^/?#]{1,200})?/?(?:index\.\w{2,4}|#)?$")


@dataclass(frozen=True, slots=True)
class Heading:
    """An element that may be the headline.

    `named` when its class or property marks it as one. `home` when it links to the home page: then it shows the
    name of the site.
    """

    text: str
    element: lxml.html.HtmlElement
    level: str
    named: bool
    outside: bool
    home: bool


def first_headings(structured: Structured) -> list[Heading]:
    """Return the h1 elements that contain text, in document order."""
    found = [_heading(element, named=False) for element in structured.headings if element.tag == "h1"][:12]
    return [heading for heading in found if 3 <= len(heading.text) <= 400]


def headings(structured: Structured) -> list[Heading]:
    """Return the likeliest headline elements, h1 first."""
    found = first_headings(structured)
    for element in structured.tree.xpath("//*[@itemprop='headline'][not(self::h1 or self::meta)]")[:5]:
        found.append(_heading(element, named=True))
    for classes, element in structured.named:
        if element.tag != "h1" and _names_headline(classes):
            found.append(_heading(element, named=True))
        if len(found) > _MAX_HEADINGS:
            break
    found += [_heading(element, named=False) for element in structured.headings if element.tag == "h2"][:6]
    return [heading for heading in found if 3 <= len(heading.text) <= 400]


def headline_in(heading: Heading, candidate_keys: Container[str]) -> str:
    """Return the part of a heading that matches a candidate, without kicker and badges; else all of it.

    `candidate_keys` are the keys (`text.key`) of the headline candidates.
    """
    if key(heading.text) in candidate_keys:
        return heading.text
    runs = [text for text in map(plain, islice(heading.element.itertext(), _MAX_RUNS)) if text]
    spans = ((start, end) for start in range(len(runs)) for end in range(len(runs), start, -1))
    parts = (" ".join(runs[start:end]) for start, end in spans)
    return next((part for part in parts if key(part) in candidate_keys), heading.text)


def is_generic(text: str) -> bool:
    """Return whether a text is a common section name and not a headline."""
    return key(text) in _generic()


@cache
def _generic() -> frozenset[str]:
    lists = read_word_lists(__package__, "sections.toml")
    return frozenset(key(name) for names in lists.values() for name in names)


def first_below(structured: Structured) -> str:
    """Return the first sub-heading that may be the headline where the page's titles only name a section."""
    for element in structured.tree.iterdescendants("h2", "h3", "h4"):
        text = content(element, _MAX_LENGTH)
        linked = sum(len(content(link, _MAX_LENGTH)) for link in element.iter("a"))
        if (len(text.split()) >= _MIN_WORDS or len(text) >= 3 * _MIN_WORDS > len(text.split())) and not outside(
            element
        ):
            return "" if linked > 0.5 * len(text) or is_generic(text) else text
    return ""


def line_of(structured: Structured, text_key: str) -> lxml.html.HtmlElement | None:
    """Return the first element whose only text has this key (`text.key`), whatever its mark-up.

    Old layouts set headlines in bold or large letters. None when no line of the page matches.
    """
    if not any(key(line) == text_key for line in structured.lines if len(line) <= _MAX_LENGTH):
        return None
    start = text_key[:_PREFIX]
    for element in structured.tree.iterdescendants(*_LINE_TAGS):
        first_text = next((text for text in element.itertext() if text.strip()), "")
        if (
            key(first_text).startswith(start)
            and key(content(element, 2 * _MAX_LENGTH)) == text_key
            and not outside(element)
        ):
            return element
    return None


def _names_headline(classes: str) -> bool:
    lower = classes.lower()
    if "title" not in lower and "head" not in lower:
        return False
    return any(_CLASS.search(name) and not _NOT_HEADLINE.search(name) for name in classes.split())


def _heading(element: lxml.html.HtmlElement, *, named: bool) -> Heading:
    named = named or _names_headline(f"{element.get('class') or ''} {element.get('id') or ''}")
    return Heading(
        content(element, 600),
        element,
        str(element.tag),
        named,
        outside(element, heading=True),
        _links_home(element),
    )


def _links_home(element: lxml.html.HtmlElement) -> bool:
    link = element if element.tag == "a" else next(element.iter("a"), None)
    if link is None:
        parent = element.getparent()
        link = parent if parent is not None and parent.tag == "a" else None
    return link is not None and bool(_HOME.match((link.get("href") or "x").strip()))
