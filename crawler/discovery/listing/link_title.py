"""The headline that a link in a list leads to."""

import re

from lxml.html import HtmlElement

from crawler.discovery.text import one_line
from crawler.html.vocabulary import words

MAX_HEADLINE = 300
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_TITLED = re.compile(r"(?:^|[\s_-])(?:title|headline|heading)(?:[\s_-]|$)", re.IGNORECASE)
_COMMENTS = re.compile(r"^\d+ \w+$")
_EDGES = "«»‹›→←<>≫▶►|·•…[]().: \t\n\u00a0"


def is_headline(text: str) -> bool:
    """Return whether a text has the length of a headline, and is no invitation to read on."""
    if not text or len(text) > MAX_HEADLINE or _invites(text):
        return False
    wide = sum(1 for char in text if "\u2e80" <= char <= "\ud7ff")
    if wide >= 8:
        return True
    letters = sum(1 for char in text if char.isalpha())
    return letters >= 15 and text.count(" ") >= 2


def _invites(text: str) -> bool:
    """Return whether a text asks to read on, or counts comments, rather than describes what there is to read."""
    label = text.strip(_EDGES).lower()
    return label in words("read_more") or _COMMENTS.match(label) is not None


def headline(link: HtmlElement, card: HtmlElement) -> str:
    """Return the headline of a link: its heading, its own words, or the heading of its card; or an empty string."""
    link_text = _words(link)
    inner = title_in(link)
    if inner:
        return inner[:MAX_HEADLINE]
    if next(link.iterancestors(*_HEADINGS), None) is not None and link_text and not _invites(link_text):
        return link_text[:MAX_HEADLINE]
    if is_headline(link_text):
        return link_text
    attribute = one_line(link.get("title") or link.get("aria-label") or "")
    found = title_in(card) or (attribute if is_headline(attribute) else "")
    return (found or ("" if _invites(link_text) or len(link_text) > MAX_HEADLINE else link_text))[:MAX_HEADLINE]


def in_heading(link: HtmlElement) -> bool:
    """Return whether the link is in a heading or holds one."""
    around = next(link.iterancestors(*_HEADINGS), None)
    return around is not None or next(link.iter(*_HEADINGS), None) is not None


def title_in(element: HtmlElement) -> str:
    """Return the words of the first heading in an element, or of what its class calls a title."""
    for part in element.iter(*_HEADINGS):
        if words := _words(part):
            return words
    for part in element.iter("span", "div", "p", "strong", "a"):
        if _TITLED.search(part.get("class") or "") and part is not element and (words := _words(part)):
            return words
    return ""


def _words(element: HtmlElement) -> str:
    return one_line(" ".join(element.itertext()))
