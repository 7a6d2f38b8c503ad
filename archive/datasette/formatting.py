"""Formatting of times, counts and codes for people."""

import re
from datetime import UTC, datetime, timedelta

from archive.clock import known_day as known_day  # of the times of a page, for machines
from archive.clock import known_part as known_part

ACCESS = {
    "encrypted": "encrypted document",
    "scanned": "scanned document without text",
    "broken": "damaged document",
    "unsupported": "document in a format that is not read",
    "paywalled": "behind a paywall",
    "excerpt": "excerpt",
    "withheld": "text not stored",
}
CHANGES = {
    "first": "first seen",
    "headline": "headline changed",
    "minor": "minor edit",
    "substantive": "substantive edit",
    "correction": "correction",
    "withdrawn": "withdrawn",
    "reextracted": "re-extracted",
    "disclosed": "text no longer withheld",
}
METHODS = {
    "json-ld": "JSON-LD in the page",
    "meta": "meta element of the page",
    "microdata": "microdata in the page",
    "time": "time element of the page",
    "feed": "feed",
    "sitemap": "sitemap",
    "listing": "listing page",
    "api": "API of the site",
    "url": "URL",
    "text": "visible text of the page",
    "http-header": "HTTP header",
}


_PERIODS = {"month": "%b %Y", "year": "%Y"}
_OFFSET = re.compile(r"([+-])([0-9]{2}):?([0-9]{2})")


def day(instant: str | None, precision: str | None = "day") -> str:
    """Format `2026-03-04T…` as "4 Mar 2026"; "Mar 2026" or "2026" where no more is known."""
    parsed = _parse(instant)
    if parsed is None:
        return "undated"
    return f"{parsed:{_PERIODS[precision]}}" if precision in _PERIODS else f"{parsed.day} {parsed:%b %Y}"


def moment(instant: str | None, precision: str | None = "second") -> str:
    """Format `2026-03-04T10:15:00Z` as "4 Mar 2026, 10:15 UTC", or no more than is known of it."""
    parsed = _parse(instant)
    if parsed is None:
        return "not known"
    has_time = precision != "day" and not is_period(precision)
    return f"{day(instant)}, {parsed:%H:%M} UTC" if has_time else day(instant, precision)


def is_period(precision: str | None) -> bool:
    """Return whether no day is known."""
    return precision in _PERIODS


def local(instant: str | None, zone: str | None) -> str:
    """Format the instant in the outlet's time zone, such as +05:30; empty for UTC or none."""
    parsed = _parse(instant)
    stated = _OFFSET.fullmatch(zone or "")
    if parsed is None or stated is None or not (int(stated[2]) or int(stated[3])):
        return ""
    offset = timedelta(hours=int(stated[2]), minutes=int(stated[3]))
    there = parsed - offset if stated[1] == "-" else parsed + offset
    return f"{there:%H:%M} {zone}" + ("" if there.date() == parsed.date() else f" on {there.day} {there:%b}")


def ago(instant: str | None, now: str) -> str:
    """Format the time between two instants in one unit: "3 days ago"."""
    then, today = _parse(instant), _parse(now)
    if then is None or today is None:
        return "never"
    return f"{span((today - then).total_seconds())} ago" if today > then else "just now"


def span(seconds: float) -> str:
    """Format a duration in its largest unit."""
    for name, length in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        count = int(abs(seconds) // length)
        if count:
            return f"{count:,} {name}{'s' if count > 1 else ''}"
    return "less than a minute"


def seconds_between(earlier: str | None, later: str | None) -> float:
    a, b = _parse(earlier), _parse(later)
    return (b - a).total_seconds() if a and b else 0.0


def count(number: int | None, one: str, many: str = "") -> str:
    """Format a number with its noun: "1 article", "2,345 articles"."""
    number = number or 0
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def sentence(message: str) -> str:
    """Write the first letter of a message large, as on a page; the command line begins with the program's name."""
    return message[:1].upper() + message[1:]


def is_web_address(address: str) -> bool:
    """Return whether a page may link to it; an archive that was merged or made elsewhere may hold `javascript:`."""
    return address.startswith(("https://", "http://"))


def access(kind: str) -> str:
    """Explain why a text is incomplete; return an empty string for a complete one."""
    return ACCESS.get(kind, "")


def change(kind: str) -> str:
    return CHANGES.get(kind, kind)


def method(name: str | None) -> str:
    return METHODS.get(name or "", name or "")


def _parse(instant: str | None) -> datetime | None:
    try:
        parsed = datetime.fromisoformat(instant or "")
    except ValueError:
        return None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
