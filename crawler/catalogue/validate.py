"""What a catalogue's types cannot say: whether the values of one source make sense."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import jmespath
from jmespath.exceptions import JMESPathError
from tomli import loads

from archive.clock import is_day
from archive.codes import CodeKind, code_of
from crawler.catalogue.codes import COUNTRIES, LANGUAGES, is_timezone
from crawler.catalogue.errors import suggestion
from crawler.catalogue.source import Api, Listing, Source
from crawler.catalogue.url_patterns import complaint
from crawler.catalogue.url_templates import strange_placeholders

ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
MAX_DELAY_S = 3_600.0
MAX_PAGES = 10_000
# The common case, decided without taking the address apart.
_PLAIN_ADDRESS = re.compile(r"https?://[a-z0-9.-]+(?:/[!-\[\]-~]*)?")
_PATHS = tuple(  # keys of an interface whose values are paths
    "authors html image items language link modified next next_page published section summary tags title total".split()
)

Complaint = tuple[str, str]  # the key, and what is wrong with its value


@cache
def access_flags() -> dict[str, str]:
    """Return the flags that `access` may hold, with their meaning."""
    text = Path(__file__).with_name("access.toml").read_text("utf-8")
    return {str(flag): str(meaning) for flag, meaning in loads(text).items()}


@cache
def dialects() -> frozenset[str]:
    """Return the names that `type` of an API may have."""
    # Read here and not imported: the reader of interfaces would cost every start of the command its imports.
    path = Path(__file__).parents[1] / "discovery" / "apis.toml"
    return frozenset(loads(path.read_text("utf-8"))) | {"json"}


def complaints(source: Source, *, patterns: bool = True) -> Iterator[Complaint]:
    """Yield all that is wrong with a source. Without `patterns`, these are not compiled, which costs the most."""
    yield from _identity(source)
    yield from _codes(source)
    yield from _bounds(source)
    yield from _endpoints(source)
    yield from _numbered(source)
    if patterns:
        yield from _patterns(source)
        yield from _selectors(source)


def _identity(source: Source) -> Iterator[Complaint]:
    if not ID.fullmatch(source.id):
        yield (
            "id",
            f'"{source.id}" must be 1 to 64 of a-z, 0-9, "-", "_", and begin with a letter or digit',
        )
    if not source.name.strip():
        yield "name", "is empty"
    if what := _address(source.homepage):
        yield "homepage", what


def _codes(source: Source) -> Iterator[Complaint]:
    if source.country not in COUNTRIES:
        hint = _code_hint("countries", source.country, COUNTRIES)
        yield "country", f'"{source.country}" is no ISO 3166-1 alpha-2 code, nor INT{hint}'
    if not source.languages:
        yield "languages", "names no language"
    for language in source.languages:
        if language not in LANGUAGES:
            yield "languages", f'"{language}" is no ISO 639-1 code{_code_hint("languages", language, LANGUAGES)}'
    if source.timezone and not is_timezone(source.timezone):
        yield "timezone", f'"{source.timezone}" is no IANA time zone'
    for flag in source.access:
        if flag not in access_flags():
            yield "access", f'"{flag}" is no known flag{suggestion(flag, access_flags())}'


def _code_hint(kind: CodeKind, value: str, known: frozenset[str]) -> str:
    """Return a hint at the code of a name or of another code, such as "Germany" and "UK", or nothing."""
    code = code_of(kind, value)
    return f' (did you mean "{code}"?)' if code in known else ""


def _bounds(source: Source) -> Iterator[Complaint]:
    if source.delay is not None and not 0 <= source.delay <= MAX_DELAY_S:
        yield "delay", f"{source.delay} is not between 0 and {MAX_DELAY_S:.0f} seconds"
    for rule in source.rule:
        if rule.until and not is_day(rule.until):
            yield "rule.until", f'"{rule.until}" is no day (YYYY-MM-DD)'


def _endpoints(source: Source) -> Iterator[Complaint]:
    endpoints = source.endpoints()
    if not endpoints and not source.unverified:
        yield "feed", "there is no endpoint: add a feed, sitemap, listing or api, or unverified = true"
    elif source.enabled and not source.unverified and not any(endpoint.enabled for _, endpoint in endpoints):
        yield "enabled", "the source is enabled, but none of its endpoints is"
    seen: set[str] = set()
    for kind, endpoint in endpoints:
        key = f"{kind}.url"
        if what := _address(endpoint.url):
            yield key, what
        if endpoint.url in seen:
            yield key, f'"{endpoint.url}" is listed twice'
        seen.add(endpoint.url)
        if endpoint.enabled and (strange := strange_placeholders(endpoint.url)):
            yield key, f"{strange[0]} is no placeholder; there are {{yyyy}}, {{mm}} and {{dd}}"
        if endpoint.lang and endpoint.lang not in LANGUAGES:
            yield f"{kind}.lang", f'"{endpoint.lang}" is no ISO 639-1 code'
        if isinstance(endpoint, Listing):
            yield from _listing(endpoint)
        if isinstance(endpoint, Api):
            yield from _api(endpoint)


def _listing(listing: Listing) -> Iterator[Complaint]:
    if not 1 <= listing.pages <= MAX_PAGES:
        yield "listing.pages", f"{listing.pages} is not between 1 and {MAX_PAGES}"
    if listing.page and "{n}" not in listing.page:
        yield "listing.page", "holds no {n} for the number of the page"
    if listing.step < 1:
        yield "listing.step", f"{listing.step} is not 1 or more"
    if bool(listing.id_re) != bool(listing.id_url):
        yield "listing.id_re", "id_re and id_url belong together"
    if listing.id_url and "{id}" not in listing.id_url:
        yield "listing.id_url", "holds no {id}"


def _numbered(source: Source) -> Iterator[Complaint]:
    numbered = source.numbered
    if numbered is None:
        return
    if what := _address(numbered.url.replace("{n}", "1")):
        yield "numbered.url", what
    if numbered.url.count("{n}") != 1:
        yield "numbered.url", "must hold {n} once, for the number"
    if numbered.first < 0 or (numbered.last and numbered.last < numbered.first):
        yield "numbered.last", f"{numbered.first} to {numbered.last} is no range"


def _api(api: Api) -> Iterator[Complaint]:
    if api.type not in dialects():
        yield "api.type", f'"{api.type}" is no known type{suggestion(api.type, dialects())}'
    if api.type == "json" and not api.link:
        yield "api.link", "is missing: the type json needs the path of the link"
    if api.link_url and "{link}" not in api.link_url:
        yield "api.link_url", "holds no {link}"
    for key in _PATHS:
        if (path := getattr(api, key)) and (fault := _fault_of_path(path)):
            yield f"api.{key}", f'"{path}" is not JMESPath: {fault}'
    for key in ("page", "offset"):
        if getattr(api, key) and not (api.size or api.total or api.next_page):
            yield f"api.{key}", "needs size, total or next_page, to know where the list ends"


def _fault_of_path(path: str) -> str:
    try:
        jmespath.compile(path)
    except JMESPathError as error:
        return str(error).partition("\n")[0]
    return ""


def _patterns(source: Source) -> Iterator[Complaint]:
    named = [("article_url_re", source.article_url_re), ("exclude_url_re", source.exclude_url_re)]
    named += [("listing.id_re", listing.id_re) for listing in source.listing]
    for key, pattern in named:
        if pattern and (what := complaint(pattern)):
            yield key, what


def _selectors(source: Source) -> Iterator[Complaint]:
    named = [("listing.link", listing.link) for listing in source.listing]
    for rule in source.rule:
        named += [(f"rule.{key}", getattr(rule, key)) for key in ("body", "title", "date", "authors", "drop")]
    if not any(selector for _, selector in named):
        return
    from cssselect import GenericTranslator, SelectorError  # only few sources have selectors

    for key, selector in named:
        try:
            GenericTranslator().css_to_xpath(selector or "*")
        except SelectorError as error:
            yield key, f"{selector!r} is not a CSS selector ({error})"


def _address(url: str) -> str:
    if _PLAIN_ADDRESS.fullmatch(url):
        return ""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        return f'"{url}" is not an address ({error})'
    if parts.scheme not in ("http", "https") or not host:
        return f'"{url}" is not an http(s) address'
    if any(ch.isspace() or ord(ch) < 32 for ch in url) or "\\" in url:
        return f'"{url}" holds a space, control character or backslash'
    if "@" in parts.netloc:
        return f'"{url}" holds a user name'
    return ""
