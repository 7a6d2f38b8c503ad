"""A source as crawls have come to know it: with the endpoints that they found, at the site to which it has moved."""

from collections.abc import Iterable

from msgspec.structs import replace

from archive.store.endpoint_searches import FoundEndpoint
from archive.store.polls import Poll
from crawler.catalogue.site_moves import at_site
from crawler.catalogue.source import Api, Endpoint, Listing, Source


def as_learnt(source: Source, polls: Iterable[Poll], found: Iterable[FoundEndpoint]) -> Source:
    """Return the source with the found endpoints, and with patterns that fit where its endpoints are now."""
    for poll in polls:
        if poll.moved_to:
            source = at_site(source, poll.moved_to)
    stated = {endpoint.url for _, endpoint in source.endpoints()}
    for endpoint in found:
        if endpoint.url not in stated:
            source = _with(at_site(source, endpoint.url), endpoint)
    return source


def endpoint_of(found: FoundEndpoint) -> Endpoint:
    """Return the catalogue's form of a found endpoint."""
    if found.kind == "api":
        return Api(url=found.url, type=found.dialect)
    return Listing(url=found.url) if found.kind == "listing" else Endpoint(url=found.url)


def _with(source: Source, found: FoundEndpoint) -> Source:
    endpoints = (*getattr(source, found.kind), endpoint_of(found))
    return replace(source, **{found.kind: endpoints})
