"""Find dates at the start and end of the text, and in pictures.

Releases and wire reports start with place and day ("GENEVA, March 6, 2024 /Newswire/ --"), statements of public
bodies end with a right-aligned day, old layouts show the day as an image. Used only where nothing nearer to the
headline is dated, and accepted only when each names a single day: a day in the middle of a text is part of its
subject.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

import lxml.html

from crawler.extract.dates.calendars import may_hold_day, westernised
from crawler.extract.dates.candidates import Candidate, Window
from crawler.extract.dates.labels import credits_picture, of_other_things
from crawler.extract.dates.parser import find_dates
from crawler.extract.metadata.structured_data import Structured
from crawler.extract.title.adjacent_lines import Line
from crawler.html.regions import outside
from crawler.html.text import content, plain

_WORTH = 3.5
_PARAGRAPHS = 3  # of the text, one of which may start with a dateline: a summary may precede it
_LONGEST_PLACE = 60  # characters
_PLACE = re.compile(r"^[(\[]?(?:(?:[^\W\d_][\w.’'/()-]*+|[-–—|,:·(])[\s,]*+){0,6}$")
_LOWER = re.compile(r"(?:^|[\s(])(?!(?:le|el|den|de|la|di|du|em|il|am|on|of|and|the|und|et|y|e)\b)[a-zà-žа-я]")
_OPENS = re.compile(r"^\s?(?:г\.|year)?[)\]]?\s?(?:[-–—/|(:]|\.\s?[-–—]|,\s[-–—(])")
_RIGHT = (
    "//body//*[self::p or self::div or self::td or self::span][contains(translate(@style, ' ', ''), 'text-align:right')"
    " or @align='right' or contains(@class, 'text-right') or contains(@class, 'align-right')]"
)
_MOST = 40
_EXTRA = 30  # characters that may be next to the day of a statement: the place, a name
_LABEL = 15  # characters that may be next to the day in a picture


def datelines(lines: Sequence[Line], window: Window) -> list[Candidate]:
    """Collect evidence from the starts of the first paragraphs after the headline."""
    prose = (line for line in lines if len(line.text) > 100 and not outside(line.element))
    found = [candidate for line in islice(prose, _PARAGRAPHS) for candidate in _opening(line.text, window)]
    return found if _one_day(found) else []


def below(structured: Structured, window: Window) -> list[Candidate]:
    """Collect evidence from right-aligned lines that contain a day and little else."""
    elements = islice(structured.tree.xpath(_RIGHT), _MOST)
    found = [c for element in elements for c in _alone(element, content(element, 120), _EXTRA, window)]
    return found if _one_day(found) else []


def pictured(structured: Structured, window: Window) -> list[Candidate]:
    """Collect evidence from pictures that are a day: `<img alt="6 March 2024">`."""
    images = islice(structured.tree.iter("img"), 5 * _MOST)
    found = [c for image in images for c in _alone(image, plain(image.get("alt") or ""), _LABEL, window)]
    return found if _one_day(found) else []


def _opening(text: str, window: Window) -> Iterator[Candidate]:
    head = westernised(text[:200])
    stated = next(find_dates(head, window.locale), None)
    if stated is None:
        return
    day, start, end = stated
    place = head[:start]
    opens = _OPENS.match(head[end:]) or (place.lstrip().startswith("(") and head[end:].startswith(") "))
    if start <= _LONGEST_PLACE and _PLACE.match(place) and not _LOWER.search(place) and opens:
        candidate = window.settled(day, head[: end + 20], "published", "text", _WORTH)
        if candidate:
            yield candidate


def _alone(element: lxml.html.HtmlElement, text: str, extra: int, window: Window) -> Iterator[Candidate]:
    """Yield the day in a short text that has at most so many other characters."""
    if not 6 <= len(text) <= 80 or not may_hold_day(text) or of_other_things(text) or outside(element):
        return
    text = westernised(text)
    for day, start, end in find_dates(text, window.locale):
        if len(text) - (end - start) > extra or credits_picture(text[:start]):
            return
        candidate = window.settled(day, text, "published", "text", _WORTH)
        if candidate:
            yield candidate


def _one_day(found: Sequence[Candidate]) -> bool:
    return len({candidate.day for candidate in found}) == 1
