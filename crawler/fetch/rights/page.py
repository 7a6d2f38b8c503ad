"""Collect what a page declares about its use: in its header fields and its meta elements."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from scrapy.http import Response

from archive.records import Exchange, Fields, Lead
from crawler.fetch.decompression import TooLargeError, UndecodableError, decode
from crawler.fetch.hosts import Hosts
from crawler.fetch.rights.legal_basis import Basis
from crawler.fetch.rights.meta_tags import READ_AT_MOST, meta_elements
from crawler.fetch.rights.policy import Rights, permission, rights_of

_MAX_SIZE = 16 * READ_AT_MOST


def rights_of_exchange(exchange: Exchange) -> Rights:
    """Return the rights that a stored or foreign page declares; those of its host are unknown."""
    return rights_of(exchange.url, by_name(exchange.response_headers), meta_elements(body_of(exchange)))


def body_of(exchange: Exchange) -> bytes:
    """Return the body of an exchange without its Content-Encoding; unchanged if it cannot be decoded."""
    stated = [value for name, value in exchange.response_headers if name.lower() == "content-encoding"]
    try:
        return decode(exchange.body, tuple(",".join(stated).split(",")), _MAX_SIZE).body
    except (TooLargeError, UndecodableError):
        return exchange.body


def by_name(fields: Fields) -> Mapping[str, Sequence[str]]:
    """Return all values of each header field by its name in lower case."""
    values = defaultdict(list)
    for name, value in fields:
        values[name.lower()].append(value)
    return values


# The rights of a page that was just fetched: declared by the page, and by its host.

_REPLAYED = "x-archive-orig-"  # prefix of the original header fields in a replay of a web archive


def rights_of_answer(response: Response, hosts: Hosts) -> Rights:
    """Return the rights of a page that was just fetched.

    They are declared by the page, and by its host in robots.txt and tdmrep.json.
    """
    robots = hosts.robots.loaded(response.url)
    return rights_of(
        response.url,
        by_name(_fields(response)),
        meta_elements(response.body),
        hosts.tdm.loaded(response.url) or (),
        robots.rules.usage(response.url) if robots is not None else (),
    )


def rights_of_replay(response: Response, lead: Lead) -> Rights:
    """Return the rights that an outlet declared for a page that a web archive replays.

    Declarations of the web archive about itself are ignored.
    """
    fields = [(name.lower(), value) for name, value in _fields(response)]
    sent = tuple((name.removeprefix(_REPLAYED), value) for name, value in fields if name.startswith(_REPLAYED))
    return rights_of(lead.url, by_name(sent), meta_elements(response.body))


def may_follow(response: Response, kind: str, basis: Basis, hosts: Hosts) -> bool:
    """Return whether the links of an endpoint's page may be followed.

    Only an HTML listing can restrict it.
    """
    return kind != "listing" or permission(rights_of_answer(response, hosts), basis).follow


def _fields(response: Response) -> Fields:
    return tuple((n.decode("latin-1"), v.decode("latin-1")) for n, values in response.headers.items() for v in values)
