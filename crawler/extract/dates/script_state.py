"""The publication date in the state that a page's scripts carry (`__NEXT_DATA__`, `dataLayer`, preloaded
stores).

Such state mixes the article with its neighbours, and its shape is each site's own. So nothing is parsed: a
named date counts only when all values under names of that meaning in the page's scripts say the same day.
"""

import re
from collections.abc import Iterator
from itertools import islice

from crawler.extract.dates.candidates import Candidate, Window
from crawler.extract.metadata.structured_data import Structured
from crawler.html.text import key

_NAMED = re.compile(
    r"\\?[\"'](?:date_?published|(?:first_?)?published?_?(?:at|on|date|time)?|(?:first_?)?publi(?:cation"
    r"|sh)_?(?:date|time)"
    r"|pub_?date|date_?publi(?:cation|shed)|article_?(?:publish(?:ed)?)?_?date|display_?date|post_?date"
    r"|firstPublished\w{0,10}"
    r"|created_?(?:at|on|date))\\?[\"']\s?[:,]\s?\\?[\"']?(\d[^\"'\\,}<]{5,40}"
    r"|[A-Z][a-z]{2,8}\.? \d[^\"'\\}<]{5,30})",
    re.IGNORECASE,
)
_AUTHOR = re.compile(
    r"\\{0,2}[\"'](?:authors?|writers?|contributors?|bylines?)\\{0,2}[\"']\s?:\s?\[?\s?\{.{0,600}?"
    r"\\{0,2}[\"'](?:full_?|display_?)?name\\{0,2}[\"']\s?:\s?\\{0,2}[\"']\s?([^\"'\\{}\[\]]{3,60}?)\s?\\{0,2}[\"']",
    re.IGNORECASE | re.DOTALL,
)
_LARGEST = 400_000
_MOST = 60
_LONGEST_NAME = 70


def state_dates(structured: Structured, window: Window) -> list[Candidate]:
    """Collect evidence from inline scripts, at most one candidate."""
    found: dict[str, Candidate] = {}
    for text in _states(structured):
        for match in islice(_NAMED.finditer(text), _MOST):
            candidate = window.candidate(match[1], "published", "state", 4.0)
            if candidate:
                found.setdefault(candidate.day, candidate)
    return list(found.values()) if len(found) == 1 else []


def state_authors(structured: Structured) -> list[str]:
    """Return the names that the state calls authors and the page shows in a line by themselves."""
    stated = {
        key(match[1]): match[1] for text in _states(structured) for match in islice(_AUTHOR.finditer(text), _MOST)
    }
    if not stated:
        return []
    shown = {key(line).removeprefix("by ") for line in structured.lines if len(line) <= _LONGEST_NAME}
    return [name for name_key, name in stated.items() if " " in name_key and name_key in shown]


def _states(structured: Structured) -> Iterator[str]:
    """Yield the texts of the scripts, up to a bound that no honest page reaches."""
    read = 0
    for script in structured.scripts:
        text = script.text or ""
        read += len(text)
        if read > 4 * _LARGEST:
            return
        yield text[:_LARGEST]
