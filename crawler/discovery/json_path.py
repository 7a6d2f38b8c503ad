"""Paths into JSON values, in JMESPath (jmespath.org), as the catalogue and the dialects of interfaces write them.

One function is added: `utc(x)` marks a time that is in UTC without saying so.
"""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError
from jmespath.functions import Functions, signature

from crawler.discovery.result import EndpointError

_MAX_FOUND = 200


class _Functions(Functions):  # type: ignore[misc]  # jmespath is untyped
    @signature({"types": []})  # type: ignore[untyped-decorator]
    def _func_utc(self, value: Any) -> Any:
        is_bare = isinstance(value, str) and value[-1:].isdigit() and "T" in value and "+" not in value
        return f"{value}Z" if is_bare else value


_OPTIONS = jmespath.Options(custom_functions=_Functions())


@lru_cache(maxsize=512)
def _compiled(path: str) -> Any:
    return jmespath.compile(path)


def value_at(document: Any, path: str) -> Any:
    """Return what is at a path, None for nothing.

    Raises EndpointError for a path that is none, and for one that calls a function on what it cannot take.
    """
    try:
        return _compiled(path).search(document, _OPTIONS)
    except JMESPathError as error:
        raise EndpointError(f"the path {path!r} cannot be followed: {str(error).splitlines()[0]}") from error


def values(document: Any, path: str) -> list[Any]:
    """Return all values at a path; None and empty ones count as nothing. Raises EndpointError as `value_at` does."""
    found = value_at(document, path) if path else None
    several = found if isinstance(found, list) else [found]
    return [value for value in several[:_MAX_FOUND] if value not in (None, "", [], {})]


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


def _is_plain(value: Any) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def _from_epoch(text: str) -> str:
    digits = text.partition(".")[0]
    if not digits.isdecimal() or len(digits) not in (9, 10, 13):
        return ""
    seconds = int(digits[:-3]) if len(digits) == 13 else int(digits)
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
