"""Outlets for tests: articles that differ by their number, and the endpoints that list them."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from typing import Any, Protocol

from tests.loopback import Answer, Site


class HasUrl(Protocol):
    """Where an outlet is, served or not."""

    url: str


START = datetime(2026, 11, 1, 9, 30, tzinfo=UTC)
_SUBJECTS = ("debris removal", "launch licensing", "lunar resources", "spectrum rights", "satellite navigation")


def title(number: int) -> str:
    return f"Delegates weigh proposal {number} on {_SUBJECTS[number % 5]}"


def text(number: int, outlet: str = "") -> list[str]:
    subject = _SUBJECTS[number % 5]
    outlet = f" {outlet}" if outlet else ""
    return [
        (
            f"Delegates in the committee on outer space{outlet} weighed proposal {number} on {subject} in a session "
            f"that lasted {number + 2} hours, according to the chair of working group {number}."
        ),
        (
            f"The text, listed as item {number * 7 + 1}, would ask member states to report to the agency of country "
            f"number {number} before any launch, and it names {number + 11} conditions for satellites in low orbit."
        ),
        (
            f"Opponents said that rule {number * 3} would slow operators down. A vote on space policy item {number} is "
            f"expected in week {number % 52 + 1}, and the secretariat plans {number + 3} further meetings on {subject}."
        ),
    ]


def published(number: int) -> datetime:
    return START + timedelta(hours=number)


def article(number: int, *, head: str = "", extra: str = "", outlet: str = "") -> bytes:
    """Return a plain, honest article page."""
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": title(number),
        "datePublished": published(number).isoformat(),
        "author": {"@type": "Person", "name": "Ana Ruiz"},
    }
    paragraphs = "".join(f"<p>{escape(p)}</p>" for p in text(number, outlet))
    return (
        f"<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>{escape(title(number))}</title>{head}"
        f"<script type='application/ld+json'>{json.dumps(data)}</script></head><body><nav><a href='/'>Home</a></nav>"
        f"<main><article><h1>{escape(title(number))}</h1><div class='entry-content'>{paragraphs}{extra}</div>"
        "</article></main><footer>Imprint</footer></body></html>"
    ).encode()


def html(body: bytes, **fields: object) -> Answer:
    return Answer(body, headers={"Content-Type": "text/html; charset=utf-8"}, **fields)  # type: ignore[arg-type]


def feed(site: Site, paths: dict[str, int], *, validators: bool = True) -> Any:
    """Return an RSS feed of these articles, as an answer that honours If-None-Match."""
    items = "".join(
        f"<item><title>{escape(title(n))}</title><link>{site.url}{escape(path)}</link>"
        f"<pubDate>{format_datetime(published(n))}</pubDate></item>"
        for path, n in paths.items()
    )
    body = f"<?xml version='1.0'?><rss version='2.0'><channel><title>x</title>{items}</channel></rss>".encode()
    return conditional(body, "application/rss+xml") if validators else Answer(body)


def recent(number: int) -> datetime:
    """Return a time of yesterday: a first crawl reads what sitemaps have of the last month."""
    return datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(minutes=number - 1440)


def sitemap(site: Site, paths: dict[str, int], modified: Callable[[int], datetime] = recent) -> Any:
    urls = "".join(
        f"<url><loc>{site.url}{escape(path)}</loc><lastmod>{modified(n).isoformat()}</lastmod></url>"
        for path, n in paths.items()
    )
    body = f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{urls}</urlset>".encode()
    return conditional(body, "application/xml")


def sitemap_index(site: Site, children: list[str]) -> Any:
    maps = "".join(f"<sitemap><loc>{site.url}{child}</loc></sitemap>" for child in children)
    body = f"<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{maps}</sitemapindex>".encode()
    return conditional(body, "application/xml")


def listing(site: Site, paths: dict[str, int], *, following: str = "") -> Answer:
    items = "".join(
        f"<li class='card'><h3><a href='{path}'>{escape(title(n))}</a></h3><p>Summary of item {n}.</p></li>"
        for path, n in paths.items()
    )
    more = f"<a rel='next' href='{following}'>Older</a>" if following else ""
    page = f"<html><head><title>News</title></head><body><main><h1>News</h1><ul>{items}</ul>{more}</main></body></html>"
    return html(page.encode())


def conditional(body: bytes, kind: str) -> Any:
    etag = f'"{hash(body) & 0xFFFFFFFF:x}"'

    def answer(asked: object) -> Answer:
        if asked.headers.get("if-none-match") == etag:  # type: ignore[attr-defined]
            return Answer(status=304, headers={"ETag": etag})
        return Answer(body, headers={"ETag": etag, "Content-Type": kind})

    return answer


def source(site: HasUrl, source_id: str, endpoints: str, **keys: object) -> str:
    """Return a catalogue table; `endpoints` are TOML lines, in which SITE is replaced by the site's address."""
    known = {"homepage": f"{site.url}/", "country": "US", "languages": ["en"], "kind": "trade-press"}
    keys = known | {"focus": "space-policy", "delay": 0} | keys
    lines = "\n".join(f"{name} = {json.dumps(value)}" for name, value in keys.items())
    tables = endpoints.replace("SITE", site.url)
    return f'[[source]]\nid = "{source_id}"\nname = "{source_id.title()}"\n{lines}\n{tables}\n'


def endpoint(kind: str, path: str, extra: str = "") -> str:
    return f'[[source.{kind}]]\nurl = "SITE{path}"\n{extra}\n'
