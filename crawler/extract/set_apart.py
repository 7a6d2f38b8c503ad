"""Dates in parts of the page that are named like its surroundings: a footer under the headline, a sidebar item.

Class names mislead: some layouts put the article's own date into what they call `footer` or `sidebar__header`. Such a
date is asked only where no other is known, and counts only when it stands right beside the headline, or is the one day
that all such places name: a list of other articles names several.
"""

from collections.abc import Sequence

import lxml.html

from crawler.extract.beside import Line
from crawler.extract.date_evidence import Candidate, Window
from crawler.extract.date_labels import of_other_things
from crawler.extract.structured import Structured
from crawler.extract.surroundings import outside
from crawler.extract.time_elements import field_of
from crawler.extract.wording import content
from crawler.extract.written_dates import in_text, under_picture

_WORTH = 3.5
_LABEL = 30  # characters up to which a line may be the label of the next
_MOST = 40


def set_apart(structured: Structured, near: Sequence[Line], window: Window) -> list[Candidate]:
    """Evidence from the lines around the headline and from time elements, whatever they stand in."""
    labels = ["", *(line.text if len(line.text) <= _LABEL else "" for line in near)]
    lines = [
        line
        for label, line in zip(labels, near, strict=False)
        if not of_other_things(f"{label}: {line.text}" if label else line.text) and not _of_others(line.element)
    ]
    beside = [candidate for line in lines for candidate in in_text(line.text, window, _WORTH)]
    if _one_day(beside):
        return beside
    found: list[Candidate] = []
    for element in structured.times[:_MOST]:
        if _of_others(element):
            continue
        text = content(element, 200)
        candidate = window.candidate(element.get("datetime") or text, field_of(element), "time", _WORTH)
        if candidate:
            found.append(candidate)
    return found if _one_day(found) else []


def _of_others(element: lxml.html.HtmlElement) -> bool:
    return outside(element, by_tag=False, by_region=False) or under_picture(element)


def _one_day(found: Sequence[Candidate]) -> bool:
    return len({candidate.day for candidate in found if candidate.evidence.field == "published"}) == 1
