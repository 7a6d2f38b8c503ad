"""The date next to a link in a list, as it is written there."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice

from lxml.html import HtmlElement

from crawler.html.vocabulary import words

MAX_TEXT = 1_500  # characters of a card that are looked at
_SHORT = 60  # a line that is hardly more than a date
_WEEKDAY = 16  # characters of a heading besides its date
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "dt", "th", "caption"))
_GROUP_LEVELS, _GROUP = 3, 200  # elements around a card and siblings before it among which the heading of its group is

# What begins like a month is only a candidate: the date is read later, by language.
_MONTHS = "|".join(sorted(map(re.escape, words("months")), key=len, reverse=True))
_MONTH = rf"(?:{_MONTHS})[^\W\d_]{{0,9}}\.?"
_YEAR = r"(?:19|20|25)\d{2}"
_ZONE = r"(?:\s?(?:Z|[+-]\d{2}:?\d{2}|UTC|GMT)\b)?"
_CLOCK = r"\d{1,2}[:hH]\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?"
_TIME = rf"(?:[\sT,]*(?:at\ |um\ |à\ |às\ )?{_CLOCK}{_ZONE})?"
_DATES = re.compile(
    rf"""
      \b{_YEAR}-\d{{2}}-\d{{2}}{_TIME}
    | \b{_YEAR}\s?[./年년]\s?\d{{1,2}}\s?[./月월]\s?\d{{1,2}}(?:[日일]|\b){_TIME}
    | (?:令和|平成)\s?(?:\d{{1,2}}|元)年\s?\d{{1,2}}月\s?\d{{1,2}}日
    | \b\d{{1,2}}(?:st|nd|rd|th|er|\.|º|ª)?[\s-](?:de\s|d[’'])?{_MONTH},?[\s-](?:de\s|del\s)?{_YEAR}{_TIME}
    | \b{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s{_YEAR}{_TIME}
    | \b\d{{1,2}}\s?[./-]\s?\d{{1,2}}\s?[./-]\s?{_YEAR}\b{_TIME}
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ATTRIBUTES = tuple("datetime data-datetime data-date data-time data-timestamp data-published time".split())
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
_MACHINE = re.compile(r"(?:19|20)\d{2}-\d{2}-\d{2}")


def near_date(card: HtmlElement, link: HtmlElement) -> str:
    """Return the date in the card around a link, in the line before it, or above its group; as written, or "".

    `card` is the largest element that holds this link and no other of the list. A time in seconds since 1970
    is returned as ISO 8601.
    """
    return _stated(card) or _written(card) or _before(link) or _before(card) or _above(card)


def _stated(card: HtmlElement) -> str:
    for element in card.iter():
        for name in _ATTRIBUTES:
            value = element.get(name) if isinstance(element.tag, str) else None
            if value and (date := _machine(value.strip())):
                return date
    return ""


def _machine(value: str) -> str:
    if _EPOCH.fullmatch(value):
        seconds = int(value[:10])
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value[:40] if _MACHINE.match(value) else ""


def _written(card: HtmlElement) -> str:
    found = _DATES.search(" ".join(" ".join(_texts(card)).split())[:MAX_TEXT])
    return found.group().strip() if found else ""


def _texts(card: HtmlElement) -> Iterator[str]:
    """Yield the text of a card up to MAX_TEXT characters, scripts left out."""
    length = 0
    for element in card.iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "style"):
            continue
        for text in (element.text, element.tail if element is not card else None):
            if text:
                length += len(text)
                yield text
        if length > 4 * MAX_TEXT:
            return


def _before(element: HtmlElement) -> str:
    """Return the date in one of the elements just before, if they are short lines: a `dt`, a cell, a heading."""
    cell = next(element.iterancestors("dd", "td"), element) if element.tag == "a" else element
    for back, sibling in enumerate(cell.itersiblings(preceding=True)):
        text = " ".join("".join(_texts(sibling)).split()) if isinstance(sibling.tag, str) else ""
        if len(text) <= _SHORT and (found := _DATES.search(text)):
            return found.group().strip()
        if back >= 2 or sibling.tag in ("dd",):
            return ""
    return ""


def _above(card: HtmlElement) -> str:
    """Return the date over the group of a card: the nearest heading above, if it is nothing but a date."""
    for around in (card, *islice(card.iterancestors(), _GROUP_LEVELS)):
        for sibling in islice(around.itersiblings(preceding=True), _GROUP):
            if sibling.tag in _HEADINGS:
                text = " ".join("".join(_texts(sibling)).split())
                found = _DATES.search(text)
                return found.group().strip() if found and len(text) - len(found.group()) <= _WEEKDAY else ""
    return ""
