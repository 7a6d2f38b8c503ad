"""Where a backfill of a source begins: the endpoints that reach back, at the addresses that ask for its days."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from urllib.parse import parse_qsl, quote, urlsplit

from archive.records import Lead
from archive.store.list_pages import ListPage
from crawler.backfill.date_range import Span
from crawler.backfill.web_archive import index_page
from crawler.catalogue.source import Api, Numbered, Source
from crawler.catalogue.url_templates import between, is_dated
from crawler.discovery.json_api import dialects
from crawler.discovery.urls import older_page

# Articles whose addresses differ by a number: which numbers may be of the days asked for.


def numbers(numbered: Numbered, span: Span, known: Iterable[tuple[str, str]]) -> range:
    """Return the numbers to try, the highest first, from addresses that are known, with their day or an empty string.

    Numbers grow with time: one whose article is older than the span bounds it from below, a younger one from above.
    Empty when the highest number is not known.
    """
    pattern = re.compile(re.escape(numbered.url).replace(re.escape("{n}"), r"(\d{1,9})"))
    found = [(int(match[1]), day) for url, day in known if (match := pattern.match(url))]
    low = max((number + 1 for number, day in found if day and day < span.first), default=numbered.first)
    high = numbered.last or max((number for number, _ in found), default=0)
    if span.last:
        high = min([number - 1 for number, day in found if day and day > span.last and number > low] + [high])
    return range(high, max(low, numbered.first) - 1, -1)


def leads(numbered: Numbered, chosen: range) -> Iterator[Lead]:
    for number in chosen:
        yield Lead(numbered.url.replace("{n}", str(number)), found_by="number", endpoint=numbered.url)


def seeds(source: Source, span: Span, today: date, web_archive: str = "") -> Iterator[ListPage]:
    """Yield the first page of every list; `web_archive` is the address of one, where it is to be asked as well."""
    first, last = date.fromisoformat(span.first), date.fromisoformat(span.until(today))
    for kind, endpoint in source.endpoints():
        if not endpoint.enabled:
            continue
        for url in between(endpoint.url, first, last) if is_dated(endpoint.url) else (endpoint.url,):
            if isinstance(endpoint, Api):
                yield ListPage(with_span(url, endpoint.type, first, last), kind, endpoint.url)
            elif kind == "feed":
                yield ListPage(url, kind, endpoint.url)
                yield ListPage(older_page(url, 2), kind, endpoint.url, depth=1)
            else:
                yield ListPage(url, kind, endpoint.url)
    if web_archive:
        yield ListPage(index_page(web_archive, source.homepage, first, last), "archive", web_archive)


def with_span(url: str, dialect: str, first: date, last: date) -> str:
    """Return the address that asks an interface for these days, and one on either side for its time zone."""
    form = dialects()[dialect].span if dialect in dialects() else ""
    if not form:
        return url
    day = timedelta(days=1)
    filled = form.replace("{first}", (first - day).isoformat()).replace("{last}", (last + day).isoformat())
    asked = {name for name, _ in parse_qsl(filled)}
    parts = urlsplit(url)
    kept = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] not in asked]
    pairs = [f"{quote(name, safe='[]')}={quote(value, safe=',:[]')}" for name, value in (*kept, *parse_qsl(filled))]
    return parts._replace(query="&".join(pairs)).geturl()
