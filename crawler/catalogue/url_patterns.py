"""Address patterns of a source, safe in use.

A pattern is written by hand and meets addresses that strangers write. Both ends are bounded: an address is
at most MAX_URL characters long, and a match may take at most TIMEOUT_S, so that no pattern can hold up a
crawl.
"""

from functools import lru_cache
from typing import TYPE_CHECKING

from crawler.catalogue.source import Source

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


# Which addresses may be articles of a source, by what its catalogue entry says.


def refusal(source: Source, url: str) -> str:
    """Why this address is no article of the source, as a short stable phrase; empty when it may be one."""
    if len(url) > MAX_URL:
        return "address too long"
    if url in (source.homepage, *(endpoint.url for _, endpoint in source.endpoints())):
        return "homepage or endpoint"
    if source.exclude_url_re and found_in(source.exclude_url_re, url):
        return "matches exclude_url_re"
    if source.article_url_re and not found_in(source.article_url_re, url):
        return "outside article_url_re"
    return ""


def admits(source: Source, url: str) -> bool:
    """Whether the address may be an article of the source, by its patterns."""
    return not refusal(source, url)
