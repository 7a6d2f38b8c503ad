"""Where a backfill of a source begins: the endpoints that reach back, at the addresses that ask for its days."""

from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import parse_qsl, quote, urlsplit

from archive.list_pages import ListPage
from crawler.backfill.span import Span
from crawler.backfill.web_archive import index_page
from crawler.catalogue.dated import between, is_dated
from crawler.catalogue.source import Api, Source
from crawler.discovery.api import dialects
from crawler.spiders.catch_up import older_page


def seeds(source: Source, span: Span, today: date, web_archive: str = "") -> Iterator[ListPage]:
    """The first page of every list; `web_archive` is the address of one, where it is to be asked as well."""
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
    """The address that asks an interface for these days, and one more on either side: it may live in another zone."""
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
