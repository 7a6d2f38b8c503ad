"""Record exchanges as they passed over the wire, so that a capture is the unmodified response.

The middleware is next to the download handler: it sees the request with all headers added on the way, and the
body before it is decompressed. Only requests with `meta["record"]` are recorded, and `take_exchange` releases
them.
"""

from dataclasses import replace
from urllib.parse import urlsplit

from scrapy.http import Headers, Request, Response

from archive.clock import now
from archive.records import Exchange, Fields

RECORD = "record"
EXCHANGE = "exchange"


class RecordingMiddleware:
    """Puts an `Exchange` into the `meta` of every request that asks for it."""

    def process_request(self, request: Request) -> None:
        # A redirect or a retry inherits the `meta` of the previous hop.
        request.meta.pop(EXCHANGE, None)

    def process_response(self, request: Request, response: Response) -> Response:
        if request.meta.get(RECORD):
            request.meta[EXCHANGE] = _exchange(request, response)
        return response


def take_exchange(response: Response) -> Exchange | None:
    """Return the exchange that led to the response and release it; None if it was not recorded."""
    exchange: Exchange | None = response.meta.pop(EXCHANGE, None)
    return None if exchange is None else replace(exchange, flags=tuple(response.flags))


def _exchange(request: Request, response: Response) -> Exchange:
    return Exchange(
        method=request.method,
        url=request.url,
        request_headers=(("Host", urlsplit(request.url).netloc), *_fields(request.headers)),
        status=response.status,
        http_version=response.protocol or "HTTP/1.1",
        response_headers=_fields(response.headers),
        body=response.body,
        ip_address=str(response.ip_address or ""),
        fetched_at=now(),
    )


def _fields(headers: Headers) -> Fields:
    """Decode header fields as Latin-1 (RFC 9110, 5.5), in order of first appearance.

    Scrapy has set the capitals of the names.
    """
    return tuple((name.decode("latin-1"), v.decode("latin-1")) for name, values in headers.items() for v in values)
