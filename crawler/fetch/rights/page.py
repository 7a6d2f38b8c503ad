"""What a page says of its own use: its header fields and its meta elements together."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from scrapy.http import Response

from archive.records import Exchange, Fields, Lead
from crawler.fetch.decompression import TooLargeError, UndecodableError, decode
from crawler.fetch.rights.legal_basis import Basis
from crawler.fetch.rights.meta_tags import READ_AT_MOST, meta_elements
from crawler.fetch.rights.policy import Rights, permission, rights_of
from crawler.fetch.rights.tdmrep_cache import process_tdm
from crawler.fetch.robots.cache import process_robots

_BEYOND = 16 * READ_AT_MOST


def rights_of_exchange(exchange: Exchange) -> Rights:
    """What a stored or foreign page says of itself; what its host said then is not known."""
    return rights_of(exchange.url, by_name(exchange.response_headers), meta_elements(body_of(exchange)))


def body_of(exchange: Exchange) -> bytes:
    """The body of an exchange without its Content-Encoding; as it is, where that cannot be undone."""
    stated = [value for name, value in exchange.response_headers if name.lower() == "content-encoding"]
    try:
        return decode(exchange.body, tuple(",".join(stated).split(",")), _BEYOND).body
    except (TooLargeError, UndecodableError):
        return exchange.body


def by_name(fields: Fields) -> Mapping[str, Sequence[str]]:
    """All values of each header field, by its name in lower case."""
    values = defaultdict(list)
    for name, value in fields:
        values[name.lower()].append(value)
    return values


# What was said of the use of a page that was just fetched: by itself, and by its host.

_REPLAYED = "x-archive-orig-"  # before the header fields that a web archive was sent with a page


def rights_of_answer(response: Response) -> Rights:
    """What was said of a page that was just fetched: by itself, and by its host in robots.txt and tdmrep.json."""
    robots = process_robots().known(response.url)
    return rights_of(
        response.url,
        by_name(_fields(response)),
        meta_elements(response.body),
        process_tdm().known(response.url),
        robots.usage(response.url) if robots is not None else (),
    )


def rights_of_replay(response: Response, lead: Lead) -> Rights:
    """What an outlet said of a page that a web archive shows; what the web archive says of itself is no word of it."""
    fields = [(name.lower(), value) for name, value in _fields(response)]
    sent = tuple((name.removeprefix(_REPLAYED), value) for name, value in fields if name.startswith(_REPLAYED))
    return rights_of(lead.url, by_name(sent), meta_elements(response.body))


def may_follow(response: Response, kind: str, basis: Basis) -> bool:
    """Whether the links of an endpoint's page may be followed. Only a listing of HTML has such a thing."""
    return kind != "listing" or permission(rights_of_answer(response), basis).follow


def _fields(response: Response) -> Fields:
    return tuple((n.decode("latin-1"), v.decode("latin-1")) for n, values in response.headers.items() for v in values)
