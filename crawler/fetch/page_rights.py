"""What a page says of its own use: its header fields and its meta elements together."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from archive.records import Exchange, Fields
from crawler.fetch.content_encoding import TooLargeError, UndecodableError, decode
from crawler.fetch.page_meta import READ_AT_MOST, meta_elements
from crawler.fetch.rights import Rights, rights_of

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
