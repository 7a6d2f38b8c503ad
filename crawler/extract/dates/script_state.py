"""Find the publication date in the state embedded in a page's scripts.

`__NEXT_DATA__`, `dataLayer`, preloaded stores. Such state mixes the article with others, and its structure is
specific to each site. So nothing is parsed: a named date counts only when all values under names of that
meaning in the page's scripts are the same day.
"""

import re
from collections.abc import Iterator
from itertools import islice

from crawler.extract.dates.candidates import Candidate, Window
from crawler.extract.metadata.structured_data import Structured
from crawler.html.text import key

_NAMED = re.compile(
    r"[\"'](?:date_?published|(?:first_?)?published?_?(?:at|on|date|time)?|(?:first_?)?publi(?:cation"
    r"|sh)_?(?:date|time)"
    r"|pub_?date|date_?publi(?:cation|shed)|article_?(?:publish(?:ed)?)?_?date|display_?date|post_?date"
    r"|firstPublished\w{0,10}"
    r"|created_?(?:at|on|date))\\?[\"']\s?[:,]\s?\\?[\"']?(\d[^\"'\\,}<]{5,40}"
    r"|[A-Z][a-z]{2,8}\.? \d[^\"'\\}<]{5,30})",
    re.IGNORECASE,
)
_AUTHOR = re.compile(
    r"[\"'](?:authors?|writers?|contributors?|bylines?)\\{0,2}[\"']\s?:\s?\[?\s?\{.{0,600}?"
    r"\\{0,2}[\"'](?:full_?|display_?)?name\\{0,2}[\"']\s?:\s?\\{0,2}[\"']\s?([^\"'\\{}\[\]]{3,60}?)\s?\\{0,2}[\"']",
    re.IGNORECASE | re.DOTALL,
)
_MAX_SCRIPT = 400_000
_MAX_MATCHES = 60
_LONGEST_NAME = 70
_OF_STORY = 6.0


def state_dates(structured: Structured, window: Window) -> list[Candidate]:
    """Collect evidence from inline scripts, at most one candidate."""
    found: dict[str, Candidate] = {}
    for text in _states(structured):
        for match in islice(_NAMED.finditer(text), _MAX_MATCHES):
            candidate = window.candidate(match[1], "published", "state", 4.0)
            if candidate:
                found.setdefault(candidate.day, candidate)
    return list(found.values()) if len(found) == 1 else []


def story_dates(structured: Structured, window: Window) -> list[Candidate]:
    """Collect what the state says of the article whose text is there too."""
    story = structured.story
    if story is None:
        return []
    published = window.candidate(story.published, "published", "state", _OF_STORY)
    modified = window.candidate(story.modified, "modified", "state", _OF_STORY)
    return [candidate for candidate in (published, modified) if candidate]


def state_authors(structured: Structured) -> list[str]:
    """Return the names that the state marks as authors and the page shows on a separate line."""
    stated = {
        key(match[1]): match[1]
        for text in _states(structured)
        for match in islice(_AUTHOR.finditer(text), _MAX_MATCHES)
    }
    if not stated:
        return []
    shown = {key(line).removeprefix("by ") for line in structured.lines if len(line) <= _LONGEST_NAME}
    return [name for name_key, name in stated.items() if " " in name_key and name_key in shown]


def _states(structured: Structured) -> Iterator[str]:
    """Yield the texts of the scripts, up to a limit that no real page reaches."""
    read = 0
    for script in structured.scripts:
        text = script.text or ""
        read += len(text)
        if read > 4 * _MAX_SCRIPT:
            return
        yield text[:_MAX_SCRIPT]
