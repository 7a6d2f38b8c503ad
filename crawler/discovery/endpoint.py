"""The one door: from the body of an endpoint to leads, whatever its kind.

An endpoint is read as what its content is, where that is beyond doubt: many sites answer a feed where a
sitemap was expected, and the protocol of sitemaps allows it. Only a page of HTML is never taken for a feed:
it is an error page.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from msgspec.structs import asdict

from crawler.catalogue.source import Api, Endpoint, Listing, Source
from crawler.discovery.decode import content_of_body
from crawler.discovery.feed import read_feed
from crawler.discovery.json_api import read_api
from crawler.discovery.listing.page import read_listing
from crawler.discovery.result import EndpointError, Found
from crawler.discovery.sitemap import read_sitemap
from crawler.discovery.timestamps import without_times_of_making


def read_endpoint(
    kind: str,
    body: bytes,
    url: str,
    headers: Mapping[str, str],
    source: Source,
    endpoint: Endpoint,
    *,
    since: str = "",
    follow: bool = True,
) -> Found:
    """Return the leads in one answer of an endpoint of `source`; `kind` is feed, sitemap, listing or api.

    `url` is the address that was read (a page of a list, a sitemap of an index), `headers` has lower-case
    names. Each lead names `endpoint.url` as its endpoint, and has the endpoint's language where it states
    none. `since` (ISO 8601) leaves out what, by its sitemap, has not changed since; without `follow` a
    listing yields only the addresses that it asks not to follow. Raises EndpointError when the body
    cannot be what the endpoint promises.
    """
    content_type = headers.get("content-type", "")
    form = _kind_of(kind, body)
    if form == "feed":
        found = read_feed(body, url, content_type)
        found = replace(found, leads=without_times_of_making(found.leads, datetime.now(UTC)))
    elif form == "sitemap":
        found = read_sitemap(body, url, content_type, since=since)
    elif form == "api" and isinstance(endpoint, Api):
        found = read_api(body, url, headers, dialect=endpoint.type, paths=asdict(endpoint))
    elif form == "listing":
        found = _listing(body, url, content_type, source, endpoint, follow=follow)
    else:
        raise EndpointError(f"{url} is read as {kind}, which the catalogue does not say of it")
    return _of(endpoint, found)


def _kind_of(kind: str, body: bytes) -> str:
    """Return the kind by the content, else as it was declared."""
    if kind == "api":
        return kind
    content = content_of_body(body)
    if content in ("feed", "sitemap"):
        return content
    return "feed" if content == "json" and kind in ("sitemap", "listing") else kind


def _listing(body: bytes, url: str, content_type: str, source: Source, endpoint: Endpoint, *, follow: bool) -> Found:
    listing = endpoint if isinstance(endpoint, Listing) else Listing(url=endpoint.url)
    return read_listing(
        body,
        url,
        content_type,
        link=listing.link,
        article_url_re="" if listing.link or listing.id_re else source.article_url_re,
        exclude_url_re=source.exclude_url_re,
        id_re=listing.id_re,
        id_url=listing.id_url,
        listing=listing.url,
        page=listing.page,
        first=listing.first,
        step=listing.step,
        follow=follow,
    )


def _of(endpoint: Endpoint, found: Found) -> Found:
    leads = tuple(replace(lead, endpoint=endpoint.url, language=lead.language or endpoint.lang) for lead in found.leads)
    return replace(found, leads=leads)
