"""Addresses that lead nowhere, without end.

A calendar has a page for every month until the year 9999, a session id makes each page new on each visit, a
broken relative link grows by a folder at every step. Such addresses are recognised by their form before they are
requested.
"""

import re
from collections import Counter
from datetime import date
from urllib.parse import parse_qsl, urlsplit

_LONGEST = 2000  # characters; what is longer, browsers and servers refuse too
_DEEPEST = 20  # folders
_MOST_PARAMETERS = 12
_MOST_EQUAL_SEGMENTS = 3  # Heritrix' PathologicalPath allows two repetitions
_LONGEST_CYCLE = 4  # segments
_EARLIEST_YEAR = 1957  # nothing was in orbit before
_YEARS_AHEAD = 2

_SESSION_NAMES = frozenset(
    "phpsessid jsessionid aspsessionid asp.net_sessionid sid sessionid session_id sessid cfid cftoken oscsid"
    " zenid".split()
)
_SESSION_IN_PATH = re.compile(r";jsessionid=|/\(s\([a-z0-9]{24}\)\)/", re.IGNORECASE)
_TOKEN = re.compile(r"(?=[^/]*[0-9])(?=[^/]*[a-f])[0-9a-f]{16,}|[0-9]{10,}", re.IGNORECASE)
_DATE_IN_PATH = re.compile(r"/([0-9]{4})[/-](0?[1-9]|1[0-2])(?:[/-](?:0?[1-9]|[12][0-9]|3[01]))?(?=/|$)")
_DATE_VALUE = re.compile(r"([0-9]{4})-?(?:0[1-9]|1[0-2])(?:-?(?:0[1-9]|[12][0-9]|3[01]))?")
_YEAR_NAMES = frozenset(("year", "yr"))
_DATE_NAMES = _YEAR_NAMES | {"date", "day", "month", "mo", "tribe-bar-date", "mini_date", "calendar", "cal"}
_CALENDAR_SEGMENTS = frozenset(
    "calendar calendars event-calendar events-calendar calendario calendrier kalender agenda".split()
)


# What an address of a list shares with a trap; a session id among its parameters does no harm there.
_OF_A_LIST = ("address too long", "malformed address", "path too deep", "repeated path segments", "calendar")


def list_trap_reason(url: str, today: date) -> str:
    """Why the next page of a list looks like a trap, as a short stable phrase; "" when it does not."""
    reason = trap_reason(url, today)
    return reason if reason in _OF_A_LIST else ""


def trap_reason(url: str, today: date) -> str:
    """Why an address looks like a trap, as a short stable phrase; "" when it does not.

    `today` bounds the dates that an address may speak of.
    """
    if len(url) > _LONGEST:
        return "address too long"
    try:
        parts = urlsplit(url)
    except ValueError:
        return "malformed address"
    segments = [segment for segment in parts.path.split("/") if segment]
    if len(segments) > _DEEPEST:
        return "path too deep"
    if _repeats(segments):
        return "repeated path segments"
    parameters = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=None)
    if len(parameters) > _MOST_PARAMETERS:
        return "too many parameters"
    if _has_session(parts.path, parameters):
        return "session id"
    if _is_calendar(parts.path, segments, parameters, today):
        return "calendar"
    return ""


def has_session(url: str) -> bool:
    """Return whether the address carries the identifier of one visitor's session."""
    if not any(mark in url for mark in "?;("):  # most have none of the places where one can be
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return _has_session(parts.path, parse_qsl(parts.query))


def _repeats(segments: list[str]) -> bool:
    """Return whether up to four segments come three times in a row, or one more than three times at all.

    Numbers may repeat: dates are full of them.
    """
    for length in range(1, min(_LONGEST_CYCLE, len(segments) // 3) + 1):
        for start in range(len(segments) - 3 * length + 1):
            cycle = segments[start : start + length]
            if cycle * 3 == segments[start : start + 3 * length] and not all(map(str.isdigit, cycle)):
                return True
    counts = Counter(segment for segment in segments if not segment.isdigit())
    return any(count > _MOST_EQUAL_SEGMENTS for count in counts.values())


def _has_session(path: str, parameters: list[tuple[str, str]]) -> bool:
    if _SESSION_IN_PATH.search(path):
        return True
    return any(name.lower() in _SESSION_NAMES and _TOKEN.search(value) for name, value in parameters)


def _is_calendar(path: str, segments: list[str], parameters: list[tuple[str, str]], today: date) -> bool:
    """Return whether a page is a calendar's for a day or month, or of a time when nothing can have happened."""
    latest = today.year + _YEARS_AHEAD
    dates = list(_DATE_IN_PATH.finditer(path))
    years = [int(found[1]) for found in dates]
    # An event's own page goes on after its date.
    dated = bool(dates) and not path[dates[-1].end() :].strip("/")
    for name, value in parameters:
        if name.lower() in _DATE_NAMES:
            found = _DATE_VALUE.fullmatch(value)
            dated = True
            if found is not None or (name.lower() in _YEAR_NAMES and re.fullmatch("[0-9]{4}", value)):
                years.append(int(value[:4]))
    if any(not _EARLIEST_YEAR <= year <= latest for year in years):
        return True
    in_calendar = any(segment.lower() in _CALENDAR_SEGMENTS for segment in segments)
    return in_calendar and dated
