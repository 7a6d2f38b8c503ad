"""Read dates in `<time>` elements (HTML, section 4.5.14): the machine-readable attribute, else the text.

The class, the property or the label decides the field; the position decides the worth: a date near the headline
is the article's, one further down may be anything, one in a teaser or a footer is skipped.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

import lxml.html

from crawler.extract.dates.candidates import Candidate, Field, Window
from crawler.extract.dates.labels import says_published, says_updated
from crawler.extract.metadata.structured_data import Structured
from crawler.extract.title.adjacent_lines import Line
from crawler.html.regions import outside
from crawler.html.text import content, plain

_MANY, _SEVERAL = 6, 2  # different days in time elements above which a page is a list, or holds one
_MOST = 25


def time_elements(structured: Structured, near: Sequence[Line], window: Window) -> list[Candidate]:
    """Collect evidence from the time elements of the article.

    `near` are the lines around the headline.
    """
    close = {id(line.element) for line in near}
    usable = [element for element in structured.times if not outside(element)]
    days = {element.get("datetime", "")[:10] for element in usable if not _is_close(element, close)}
    many, several = len(days) > _MANY, len(days) > _SEVERAL
    found: list[Candidate] = []
    for element in usable[:_MOST]:
        field, worth = _field(element)
        if _is_close(element, close):
            worth += 2.0
        elif many:
            worth -= 3.0
        elif several:
            worth -= 1.5
        text = content(element, 200)
        raw = element.get("datetime") or element.get("content") or text
        candidate = window.candidate(raw, field, "time", worth) or window.candidate(text, field, "time", worth)
        if candidate:
            found.append(candidate)
    return found


def _is_close(element: lxml.html.HtmlElement, close: set[int]) -> bool:
    return (
        id(element) in close
        or id(element.getparent()) in close
        or any(id(inner) in close for inner in element.iterdescendants())
    )


def _field(element: lxml.html.HtmlElement) -> tuple[Field, float]:
    """Return the field of a time element and the worth of its names.

    `entry-date updated` without `published` is how WordPress themes mark a post that was never changed.
    """
    names = f"{element.get('class') or ''} {element.get('itemprop') or ''}".lower()
    if "datepublished" in names or "publish" in names or element.get("pubdate") is not None:
        return "published", 7.0
    label = label_before(element)
    if "modif" in names or says_updated(label) or says_updated(content(element, 100)):
        return "modified", 7.0
    if "updated" in names.split():
        return ("published", 3.5) if "entry-date" in names else ("modified", 5.0)
    return "published", 6.0 if says_published(label) else 4.0


def field_of(element: lxml.html.HtmlElement) -> Field:
    """Return whether a time element is about the publication or a change."""
    return _field(element)[0]


def label_before(element: lxml.html.HtmlElement) -> str:
    """Return the few words directly before an element, in its own or its parent's text."""
    previous = element.getprevious()
    if previous is None:
        parent = element.getparent()
        return plain(parent.text or "")[-40:] if parent is not None else ""
    words = content(previous, 60) if isinstance(previous.tag, str) and previous.tag != "time" else ""
    return plain(f"{words} {previous.tail or ''}")[-40:]


# Instants in attributes that scripts read: `data-timestamp`, a tooltip over "2 days ago", `<relative-time>`.
#
# Pages that show how long ago something was keep the instant next to the words: in a data attribute (livestamp, moment
# and the like), in the title of the element, or in a custom element. Used only where nothing better
# is known, and accepted only when all of them name one day.

_WORTH = 4.0
_MOST_TIMESTAMPS = 60
_ELEMENTS = ("relative-time", "time-ago", "timeago", "local-time", "time-element", "abbr", "time")
_ATTRIBUTE = re.compile(
    r"^data-(?:[\w-]*-)?(?:date|time|datetime|timestamp|pubdate|published?|livestamp|epoch|utc)(?:-\w+)?$"
)
_NOT = re.compile(r"updat|modif|event|start|end|expire|valid|delay|read|duration|format|zone|out", re.IGNORECASE)


def attribute_dates(structured: Structured, window: Window) -> list[Candidate]:
    """Collect evidence from attributes of elements that are named for dates or contain only a date."""
    stated = (
        (element, raw)
        for element in islice(_elements(structured), 4 * _MOST_TIMESTAMPS)
        for raw in _stated(element)
        if not outside(element) and not says_updated(label_before(element))
    )
    found = [window.candidate(raw, "published", "time", _WORTH) for _, raw in islice(stated, _MOST_TIMESTAMPS)]
    candidates = [candidate for candidate in found if candidate]
    return candidates[:1] if len({candidate.day for candidate in candidates}) == 1 else []


def _elements(structured: Structured) -> Iterator[lxml.html.HtmlElement]:
    yield from (mark.element for mark in structured.marks if mark.name.startswith("data-"))
    yield from (element for _, element in structured.named)
    yield from structured.tree.iter(*_ELEMENTS)


def _stated(element: lxml.html.HtmlElement) -> Iterator[str]:
    for name, value in element.items():
        is_date = name in ("title", "datetime") or (_ATTRIBUTE.match(name) and not _NOT.search(name))
        if is_date and 8 <= len(value) <= 60 and any(c.isdigit() for c in value):
            yield value
