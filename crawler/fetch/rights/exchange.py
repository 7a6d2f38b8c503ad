"""Collect what a stored page declares about its use: in its header fields and its meta elements.

Without Scrapy, since workers and `ingest` need no more of it than this.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from archive.records import Exchange, Fields
from archive.warc.content_encoding import TooLargeError, UndecodableError, decode, encodings_of
from crawler.fetch.rights.meta_tags import READ_AT_MOST, meta_elements
from crawler.fetch.rights.policy import Rights, rights_of

_MAX_SIZE = 16 * READ_AT_MOST


def rights_of_exchange(exchange: Exchange) -> Rights:
    """Return the rights that a stored or foreign page declares; those of its host are unknown."""
    return rights_of(exchange.url, by_name(exchange.response_headers), meta_elements(body_of(exchange)))


def body_of(exchange: Exchange) -> bytes:
    """Return the body of an exchange without its Content-Encoding; unchanged if it cannot be decoded."""
    stated = (value for name, value in exchange.response_headers if name.lower() == "content-encoding")
    try:
        return decode(exchange.body, encodings_of(exchange.body, stated, _MAX_SIZE), _MAX_SIZE).body
    except (TooLargeError, UndecodableError):
        return exchange.body


def by_name(fields: Fields) -> Mapping[str, Sequence[str]]:
    """Return all values of each header field by its name in lower case."""
    values = defaultdict(list)
    for name, value in fields:
        values[name.lower()].append(value)
    return values
