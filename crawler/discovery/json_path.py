"""Paths into JSON values, as the catalogue and the dialects of interfaces write them.

`a.0.b` goes by names and places, `*` into every element, `x|y` takes y where x leads to nothing. The full
language of RFC 9535 is not needed, and a path that is written by hand should be read at a glance.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

_MAX_FOUND = 200
_UTC = "@Z"


def values(document: Any, path: str) -> list[Any]:
    """Return all values at the first alternative that leads to any; None and "" count as nothing."""
    for alternative in path.split("|") if path else ():
        place = alternative.removesuffix(_UTC)
        found = [value for value in _walk(document, place.split(".")) if value not in (None, "", [], {})]
        if found:
            return [_in_utc(value) for value in found] if alternative.endswith(_UTC) else found
    return []


def first_text(document: Any, path: str) -> str:
    """Return the first string or number at a path as text, or an empty string."""
    return next((str(value) for value in values(document, path) if _is_plain(value)), "")


def texts(document: Any, path: str) -> list[str]:
    """Return all strings and numbers at a path as text."""
    return [str(value) for value in values(document, path) if _is_plain(value)]


def first_time(document: Any, path: str) -> str:
    """Return the first value at a path as a time: text unchanged, a count since 1970 as ISO 8601."""
    for value in values(document, path):
        if isinstance(value, str) and not value.isdecimal():
            return value
        if _is_plain(value) and (time := _from_epoch(str(value))):
            return time
    return ""


def _walk(value: Any, steps: list[str]) -> Iterator[Any]:
    found = [value]
    for step in steps:
        found = [inner for outer in found for inner in _inside(outer, step)][:_MAX_FOUND]
    yield from found


def _inside(value: Any, step: str) -> list[Any]:
    if isinstance(value, list):
        if step == "*":
            return value
        return [value[int(step)]] if step.isdecimal() and int(step) < len(value) else []
    if isinstance(value, dict):
        return list(value.values()) if step == "*" else [value[step]] if step in value else []
    return []


def _is_plain(value: Any) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def _in_utc(value: Any) -> Any:
    """Mark a time that is in UTC without saying so."""
    is_bare = isinstance(value, str) and value[-1].isdigit() and "T" in value and "+" not in value
    return f"{value}Z" if is_bare else value


def _from_epoch(text: str) -> str:
    digits = text.partition(".")[0]
    if not digits.isdecimal() or len(digits) not in (9, 10, 13):
        return ""
    seconds = int(digits[:-3]) if len(digits) == 13 else int(digits)
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
