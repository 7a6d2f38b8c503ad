"""Keeps what passed over the wire, so that the capture is the answer as it was given and not as we
understood it.

The middleware stands next to the download handler: it sees the request with all headers that were added on
the way, and the body before it is decompressed. Only requests with `meta["record"]` are kept, and
`take_exchange` releases them.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

from scrapy.http import Headers, Request, Response

RECORD = "record"
EXCHANGE = "exchange"

Fields = tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True, slots=True)
class Exchange:
    """One HTTP request and its response.

    `body` is the payload as sent: chunking is undone (no Transfer-Encoding is among the headers),
    Content-Encoding is not. Header fields are in order of their first appearance; names are in the capitals
    that Scrapy gives them, since it does not keep those of the server. `fetched_at` is UTC, ISO 8601, to
    the second. `flags` are those of `Response.flags`: "truncated" and "false encoding" matter to whoever
    stores the body.
    """

    method: str
    url: str
    request_headers: Fields
    status: int
    http_version: str
    response_headers: Fields
    body: bytes
    ip_address: str
    fetched_at: str
    flags: tuple[str, ...] = ()

    @property
    def request_target(self) -> str:
        """What stands in the request line (RFC 9112, 3.2.1)."""
        parts = urlsplit(self.url)
        return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


class RecordingMiddleware:
    """Puts an `Exchange` into the `meta` of every request that asked for it."""

    def process_request(self, request: Request) -> None:
        request.meta.pop(
            EXCHANGE, None
        )  # of the hop before, whose `meta` a redirect or repetition takes over

    def process_response(self, request: Request, response: Response) -> Response:
        if request.meta.get(RECORD):
            request.meta[EXCHANGE] = _exchange(request, response)
        return response


def take_exchange(response: Response) -> Exchange | None:
    """The exchange that led to the response, which is then no longer held; None if it was not recorded."""
    exchange: Exchange | None = response.meta.pop(EXCHANGE, None)
    return None if exchange is None else replace(exchange, flags=tuple(response.flags))


def _exchange(request: Request, response: Response) -> Exchange:
    return Exchange(
        method=request.method,
        url=request.url,
        request_headers=((b"Host", urlsplit(request.url).netloc.encode("ascii")), *_fields(request.headers)),
        status=response.status,
        http_version=response.protocol or "HTTP/1.1",
        response_headers=_fields(response.headers),
        body=response.body,
        ip_address=str(response.ip_address or ""),
        fetched_at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )


def _fields(headers: Headers) -> Fields:
    return tuple((name, value) for name, values in headers.items() for value in values)
