"""Address patterns of a source, safe in use.

A pattern is written by hand and meets addresses that strangers write. Both ends are bounded: an address is
at most MAX_URL characters long, and a match may take at most TIMEOUT_S, so that no pattern can hold up a
crawl.
"""

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # it costs 20 ms, and a start of the command compiles no pattern
    import regex

MAX_URL = 2_048
TIMEOUT_S = 0.05


@lru_cache(maxsize=2_048)
def compiled(pattern: str) -> "regex.Pattern[str]":
    """The pattern, compiled once. Raises `regex.error` for one that cannot be read."""
    import regex

    return regex.compile(pattern)


def complaint(pattern: str) -> str:
    """What is wrong with a pattern, or nothing."""
    import regex

    try:
        compiled(pattern)
    except (regex.error, ValueError, OverflowError, RecursionError) as error:
        return f"{pattern!r} is not a regular expression ({error})"
    return ""


def found_in(pattern: str, url: str) -> bool:
    """Whether the pattern occurs in the address. A match that takes too long counts as none."""
    if len(url) > MAX_URL:
        return False
    try:
        return compiled(pattern).search(url, timeout=TIMEOUT_S) is not None
    except TimeoutError:
        return False
