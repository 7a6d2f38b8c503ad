"""JSON interfaces that list articles. What differs between them is data: apis.toml, or paths of a source."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from tomli import loads

from archive.records import Lead
from crawler.discovery.decode import content_of, in_words, text_of
from crawler.discovery.json_feed import parsed_json
from crawler.discovery.json_path import first_text, first_time, texts, value_at
from crawler.discovery.result import EndpointError, Found, check_addresses
from crawler.discovery.text import from_html, full_text, language, one_line
from crawler.discovery.urls import clean, same_site

# The next page of a JSON interface, by each of the ways in which interfaces state it.

_LINK = re.compile(r"<([^<>]{1,2000})>\s*;[^,<]{0,200}\brel\s*=\s*\"?next\"?", re.IGNORECASE)  # RFC 8288
_MAX_NUMBER = 10_000_000


@dataclass(frozen=True, slots=True)
class Paging:
    """How an interface names its next page; explained in apis.toml."""

    next: str = ""
    page: str = ""
    next_page: str = ""
    pages_header: str = ""
    offset: str = ""
    size: str = ""
    total: str = ""


def next_page(document: Any, headers: Mapping[str, str], url: str, paging: Paging, count: int) -> str:
    """Return the address of the page after this one, which has `count` entries; an empty string after the last."""
    linked = _LINK.search(headers.get("link", ""))
    address = first_text(document, paging.next) or (linked.group(1) if linked else "")
    if address and not address.isdecimal():
        address = clean(address, url)
        return address if address != url and same_site(address, url) else ""
    query = _query(url)
    if paging.page:
        return _by_number(document, headers, url, paging, query, count)
    if paging.offset and count:
        return _by_offset(document, url, paging, query, count)
    return ""


def _by_number(
    document: Any, headers: Mapping[str, str], url: str, paging: Paging, query: dict[str, str], count: int
) -> str:
    here = _number(query.get(paging.page, "")) or 1
    stated = _number(first_text(document, paging.next_page))
    pages = _number(headers.get(paging.pages_header, "")) if paging.pages_header else 0
    asked = _number(query.get(paging.size, ""))
    goes_on = here < pages or (bool(asked) and count >= asked)
    following = stated or (here + 1 if goes_on else 0)
    return _with(url, paging.page, following) if here < following <= _MAX_NUMBER else ""


def _by_offset(document: Any, url: str, paging: Paging, query: dict[str, str], count: int) -> str:
    following = _number(query.get(paging.offset, "")) + count
    total = first_text(document, paging.total)
    asked = _number(query.get(paging.size, ""))
    goes_on = following < _number(total) if total else bool(asked) and count >= asked
    return _with(url, paging.offset, following) if goes_on and following <= _MAX_NUMBER else ""


def _query(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))


def _with(url: str, name: str, value: int) -> str:
    """Return the address with a parameter set, the others as they were."""
    parts = urlsplit(url)
    pairs = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != name]
    return urlunsplit(parts._replace(query=urlencode([*pairs, (name, str(value))], safe=",:[]"), fragment=""))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) <= 9 else 0


MAX_ITEMS = 2_000


@dataclass(frozen=True, slots=True)
class Dialect(Paging):
    """Where an interface keeps what a lead knows: paths as in apis.toml."""

    items: str = ""
    single: bool = False
    span: str = ""
    link: str = ""
    link_url: str = ""
    title: str = ""
    published: str = ""
    modified: str = ""
    authors: str = ""
    summary: str = ""
    html: str = ""
    language: str = ""
    section: str = ""
    tags: str = ""
    image: str = ""


_FIELDS = {field.name for field in fields(Dialect)}


@cache
def dialects() -> dict[str, Dialect]:
    """Return the dialects of apis.toml by name."""
    tables = loads(Path(__file__).with_name("apis.toml").read_text("utf-8"))
    return {name: Dialect(**table) for name, table in tables.items()}


def read_api(
    body: bytes, url: str, headers: Mapping[str, str], *, dialect: str, paths: Mapping[str, Any] | None = None
) -> Found:
    """Return the articles in one answer of an interface; `more` is the next page.

    `headers` has lower-case names. `dialect` is one of apis.toml, or `json`; `paths` adds or replaces paths of fields;
    an empty one changes nothing, other names are passed over.
    Raises EndpointError when the body is no JSON, or is an error message.
    """
    form = _form(dialect, paths or {})
    text = text_of(body, url, headers.get("content-type", ""))
    if content_of(text) != "json":
        raise EndpointError(f"{url} {in_words(_REFUSALS.get(content_of(text), 'is not JSON'), text)}")
    document = parsed_json(text, url)
    items = [document] if form.single else _items(document, form, url)
    found: dict[str, Lead] = {}
    for item in items[:MAX_ITEMS]:
        if lead := _lead(item, form, url):
            found.setdefault(lead.url, lead)
    check_addresses(found, items, url)
    more = next_page(document, headers, url, form, len(items))
    left_out = max(0, len(items) - MAX_ITEMS)
    return Found(leads=tuple(found.values()), more=(more,) if more else (), left_out=left_out)


_REFUSALS = {"html": "is an HTML page, not JSON", "empty": "is empty"}


def _form(dialect: str, paths: Mapping[str, Any]) -> Dialect:
    given: dict[str, Any] = {name: path for name, path in paths.items() if path and name in _FIELDS}
    return replace(dialects().get(dialect, Dialect()), **given)


def _items(document: Any, dialect: Dialect, url: str) -> list[Any]:
    items = value_at(document, dialect.items) if dialect.items else document
    if isinstance(items, list):
        return items
    message = first_text(
        document, "message || error.message || error || errors[0].message || errors[0].detail || errors[0]"
    )
    raise EndpointError(
        f"{url} is JSON without a list of articles" + (f": {one_line(message)[:120]}" if message else "")
    )


def _lead(item: Any, dialect: Dialect, endpoint: str) -> Lead | None:
    link = first_text(item, dialect.link)
    if link and dialect.link_url:
        link = dialect.link_url.replace("{link}", quote(link, safe="/"))
    url = clean(link, endpoint)
    if not url:
        return None
    summary = from_html(first_text(item, dialect.summary))
    return Lead(
        url=url,
        found_by="api",
        endpoint=endpoint,
        title=from_html(first_text(item, dialect.title)),
        published=one_line(first_time(item, dialect.published)),
        modified=one_line(first_time(item, dialect.modified)),
        authors=_several(item, dialect.authors),
        summary=summary,
        section=from_html(first_text(item, dialect.section)),
        tags=_several(item, dialect.tags),
        language=language(first_text(item, dialect.language)),
        image_url=clean(first_text(item, dialect.image), endpoint),
        html=full_text([first_text(item, dialect.html)], summary),
    )


def _several(item: Any, path: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in map(from_html, texts(item, path)) if word))
