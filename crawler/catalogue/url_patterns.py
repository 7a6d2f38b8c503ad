"""Address patterns of a source, safe in use.

A pattern is written by hand and meets addresses that strangers write. Both ends are bounded: an address is
at most MAX_URL characters long, and a match may take at most TIMEOUT_S, so that no pattern can hold up a
crawl.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from archive.urls.canonical import UrlError, canonical_url, url_key
from crawler.catalogue.source import Source

if TYPE_CHECKING:  # it costs 20 ms, and a start of the command compiles no pattern
    import regex

MAX_URL = 2_048
TIMEOUT_S = 0.05
DOCUMENT_ENDINGS = (".pdf", ".docx", ".odt")


@lru_cache(maxsize=2_048)
def compiled(pattern: str) -> "regex.Pattern[str]":
    """Return the pattern, compiled once. Raises `regex.error` for one that cannot be read."""
    import regex

    return regex.compile(pattern)


def complaint(pattern: str) -> str:
    """Return what is wrong with a pattern, or an empty string."""
    import regex

    try:
        compiled(pattern)
    except (regex.error, ValueError, OverflowError, RecursionError) as error:
        return f"{pattern!r} is not a regular expression ({error})"
    return ""


def found_in(pattern: str, url: str) -> bool:
    """Return whether the pattern occurs in the address. A match that takes too long counts as none."""
    if len(url) > MAX_URL:
        return False
    try:
        return compiled(pattern).search(url, timeout=TIMEOUT_S) is not None
    except TimeoutError:
        return False


# Which addresses may be articles of a source, by its catalogue entry.

OUTSIDE = "outside article_url_re"
EXCLUDED = "matches exclude_url_re"
NO_ARTICLE = "homepage or endpoint"
TOO_LONG = "address too long"
MALFORMED = "malformed address"


def refusal(source: Source, url: str) -> str:
    """Return why this address is no article of the source, as a short stable phrase; empty when it may be one."""
    if len(url) > MAX_URL:
        return TOO_LONG
    try:
        key, canonical = url_key(url), canonical_url(url)
    except UrlError:
        return MALFORMED
    if key in _own_keys((source.homepage, *(endpoint.url for _, endpoint in source.endpoints()))):
        return NO_ARTICLE
    if source.exclude_url_re and any(found_in(source.exclude_url_re, form) for form in _forms(canonical)):
        return EXCLUDED
    if source.article_url_re and not fits(source.article_url_re, url):
        return OUTSIDE
    return ""


def admits(source: Source, url: str) -> bool:
    """Return whether the address may be an article of the source, by its patterns."""
    return not refusal(source, url)


def names_document(url: str) -> bool:
    """Return whether the path of an address ends like that of a document."""
    return url.partition("#")[0].partition("?")[0].lower().endswith(DOCUMENT_ENDINGS)


def fits(pattern: str, url: str) -> bool:
    """Return whether the address fits a pattern of articles, whatever scheme, `www` or tracking parameters it has.

    A pattern is written for the address that the outlet shows; its feed may link the same page with
    `?utm_source=rss`, over http or without `www`, and sites move from one form to another.
    """
    return found_in(pattern, url) or any(found_in(pattern, form) for form in _forms(canonical_url(url)))


def _forms(url: str) -> Iterator[str]:
    """Yield the address under both schemes, with and without `www`; itself first."""
    scheme, _, rest = url.partition("://")
    other = rest.removeprefix("www.") if rest.startswith("www.") else f"www.{rest}"
    for address in (rest, other):
        for protocol in (scheme, "http" if scheme == "https" else "https"):
            yield f"{protocol}://{address}"


@lru_cache(maxsize=512)
def _own_keys(addresses: tuple[str, ...]) -> frozenset[str]:
    return frozenset(key for address in addresses if (key := _key_or_none(address)))


def _key_or_none(address: str) -> str:
    try:
        return url_key(address)
    except UrlError:  # a template: "https://site.example:{port}/"
        return ""
