"""Instants in attributes that scripts read: `data-timestamp`, a tooltip over "2 days ago", `<relative-time>`.

Pages that show how long ago something was keep the instant beside the words: in a data attribute (livestamp, moment and
their kin), in the title of the element, or in an element of their own making. Asked only where nothing better is known,
and believed only when all of them name one day.
"""

import re
from collections.abc import Iterator
from itertools import islice

import lxml.html

from crawler.extract.date_evidence import Candidate, Window
from crawler.extract.date_labels import says_updated
from crawler.extract.structured import Structured
from crawler.extract.surroundings import outside
from crawler.extract.time_elements import label_before

_WORTH = 4.0
_MOST = 60
_ELEMENTS = ("relative-time", "time-ago", "timeago", "local-time", "time-element", "abbr", "time")
_ATTRIBUTE = re.compile(
    r"^data-(?:[\w-]*-)?(?:date|time|datetime|timestamp|pubdate|published?|livestamp|epoch|utc)(?:-\w+)?$"
)
_NOT = re.compile(r"updat|modif|event|start|end|expire|valid|delay|read|duration|format|zone|out", re.IGNORECASE)


def attribute_dates(structured: Structured, window: Window) -> list[Candidate]:
    """Evidence from attributes of elements that are named for dates, or that have nothing but a date to say."""
    stated = (
        (element, raw)
        for element in islice(_elements(structured), 4 * _MOST)
        for raw in _stated(element)
        if not outside(element) and not says_updated(label_before(element))
    )
    found = [window.candidate(raw, "published", "time", _WORTH) for _, raw in islice(stated, _MOST)]
    candidates = [candidate for candidate in found if candidate]
    return candidates[:1] if len({candidate.day for candidate in candidates}) == 1 else []


def _elements(structured: Structured) -> Iterator[lxml.html.HtmlElement]:
    yield from (mark.element for mark in structured.marks if mark.name.startswith("data-"))
    yield from (element for _, element in structured.named)
    yield from structured.tree.iter(*_ELEMENTS)


def _stated(element: lxml.html.HtmlElement) -> Iterator[str]:
    for name, value in element.items():
        told = name in ("title", "datetime") or (_ATTRIBUTE.match(name) and not _NOT.search(name))
        if told and 8 <= len(value) <= 60 and any(c.isdigit() for c in value):
            yield value
