"""What was said of the use of one page, in all the places where it may be said."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from scrapy.http import Response

from archive.records import Exchange, Fields, Lead
from crawler.fetch.content_encoding import TooLargeError, UndecodableError, decode
from crawler.fetch.page_meta import READ_AT_MOST, meta_elements
from crawler.fetch.rights import Rights, rights_of
from crawler.fetch.robots import process_robots
from crawler.fetch.tdm_cache import process_tdm

_REPLAYED = "x-archive-orig-"  # before the header fields that a web archive was sent with a page
_BEYOND = 16 * READ_AT_MOST


def rights_of_answer(response: Response) -> Rights:
    """What was said of a page that was just fetched: by itself, and by its host in robots.txt and tdmrep.json."""
    fields = tuple((name.decode("latin-1"), v.decode("latin-1")) for name, vs in response.headers.items() for v in vs)
    robots = process_robots().known(response.url)
    return rights_of(
        response.url,
        _by_name(fields),
        meta_elements(response.body),
        process_tdm().known(response.url),
        robots.usage(response.url) if robots is not None else (),
    )


def rights_of_replay(response: Response, lead: Lead) -> Rights:
    """What an outlet said of a page that a web archive shows; what the web archive says of itself is no word of it."""
    fields = ((name.decode("latin-1"), v.decode("latin-1")) for name, vs in response.headers.items() for v in vs)
    sent = tuple((n.lower().removeprefix(_REPLAYED), v) for n, v in fields if n.lower().startswith(_REPLAYED))
    return rights_of(lead.url, _by_name(sent), meta_elements(response.body))


def rights_of_exchange(exchange: Exchange) -> Rights:
    """What a stored or foreign page says of itself; what its host said then is not known."""
    return rights_of(exchange.url, _by_name(exchange.response_headers), meta_elements(body_of(exchange)))


def body_of(exchange: Exchange) -> bytes:
    """The body of an exchange without its Content-Encoding; as it is, where that cannot be undone."""
    stated = [value for name, value in exchange.response_headers if name.lower() == "content-encoding"]
    try:
        return decode(exchange.body, tuple(",".join(stated).split(",")), _BEYOND).body
    except (TooLargeError, UndecodableError):
        return exchange.body


def _by_name(fields: Fields) -> Mapping[str, Sequence[str]]:
    values = defaultdict(list)
    for name, value in fields:
        values[name.lower()].append(value)
    return values
