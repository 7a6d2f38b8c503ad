"""Find dates in parts of the page that are named like its surroundings: a footer under the headline, a sidebar item.

Class names mislead: some layouts put the article's date into elements named `footer` or `sidebar__header`. Such
a date is used only where no other is known, and counts only when it is directly next to the headline, or is the
only day in all such places: a list of other articles names several.
"""

from collections.abc import Sequence

import lxml.html

from crawler.extract.dates.candidates import Candidate, Window
from crawler.extract.dates.labels import of_other_things
from crawler.extract.dates.time_elements import field_of
from crawler.extract.dates.visible_text import in_text, under_picture
from crawler.extract.metadata.structured_data import Structured
from crawler.extract.title.adjacent_lines import Line
from crawler.html.regions import outside
from crawler.html.text import content

_WORTH = 3.5
_LABEL = 30  # characters up to which a line may be the label of the next
_MOST = 40


def set_apart(structured: Structured, near: Sequence[Line], window: Window) -> list[Candidate]:
    """Collect evidence from the lines around the headline and from time elements, in whatever region they are."""
    labels = ["", *(line.text if len(line.text) <= _LABEL else "" for line in near)]
    lines = [
        line
        for label, line in zip(labels, near, strict=False)
        if not of_other_things(f"{label}: {line.text}" if label else line.text) and not _of_others(line.element)
    ]
    near_lines = [candidate for line in lines for candidate in in_text(line.text, window, _WORTH)]
    if _one_day(near_lines):
        return near_lines
    found = times_apart(structured, window)
    return found if _one_day(found) else []


def times_apart(structured: Structured, window: Window) -> list[Candidate]:
    """Collect evidence from time elements, in whatever region they are."""
    found: list[Candidate] = []
    for element in structured.times[:_MOST]:
        if _of_others(element):
            continue
        text = content(element, 200)
        candidate = window.candidate(element.get("datetime") or text, field_of(element), "time", _WORTH)
        if candidate:
            found.append(candidate)
    return found


def _of_others(element: lxml.html.HtmlElement) -> bool:
    return outside(element, by_tag=False, by_region=False) or under_picture(element)


def _one_day(found: Sequence[Candidate]) -> bool:
    return len({candidate.day for candidate in found if candidate.evidence.field == "published"}) == 1
