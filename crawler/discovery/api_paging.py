"""The next page of a JSON interface, by each of the ways in which interfaces tell it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.discovery.address import clean, same_site
from crawler.discovery.json_path import first_text

_LINK = re.compile(r"<([^<>]{1,2000})>\s*;[^,<]{0,200}\brel\s*=\s*\"?next\"?", re.IGNORECASE)  # RFC 8288
_MAX_NUMBER = 10_000_000


@dataclass(frozen=True, slots=True)
class Paging:
    """How an interface tells its next page; explained in apis.toml."""

    next: str = ""
    page: str = ""
    next_page: str = ""
    pages_header: str = ""
    offset: str = ""
    size: str = ""
    total: str = ""


def next_page(document: Any, headers: Mapping[str, str], url: str, paging: Paging, count: int) -> str:
    """The address of the page after this one, which has `count` entries; an empty string after the last."""
    linked = _LINK.search(headers.get("link", ""))
    address = first_text(document, paging.next) or (linked.group(1) if linked else "")
    if address and not address.isdecimal():
        address = clean(address, url)
        return address if address != url and same_site(address, url) else ""
    query = _query(url)
    if paging.page:
        return _by_number(document, headers, url, paging, query)
    if paging.offset and count:
        return _by_offset(document, url, paging, query, count)
    return ""


def _by_number(document: Any, headers: Mapping[str, str], url: str, paging: Paging, query: dict[str, str]) -> str:
    here = _number(query.get(paging.page, "")) or 1
    stated = _number(first_text(document, paging.next_page))
    pages = _number(headers.get(paging.pages_header, "")) if paging.pages_header else 0
    following = stated or (here + 1 if here < pages else 0)
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
    """The address with a parameter set, the others as they were."""
    parts = urlsplit(url)
    pairs = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != name]
    return urlunsplit(parts._replace(query=urlencode([*pairs, (name, str(value))], safe=",:[]"), fragment=""))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) <= 9 else 0
