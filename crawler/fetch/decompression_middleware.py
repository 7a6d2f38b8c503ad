"""Pass decompressed bodies to the spider and flag incomplete ones.

Replaces Scrapy's component, which takes a truncated body for a complete one and fails on a body with a falsely
declared encoding.
"""

from typing import Self

from scrapy.crawler import Crawler
from scrapy.http import Request, Response, TextResponse
from scrapy.responsetypes import responsetypes

from archive.warc.content_encoding import ACCEPTED, Decoded, decode

TRUNCATED = "truncated"
FALSE_ENCODING = "false encoding"
UNKNOWN_ENCODING = "unknown encoding"
CUT = "cut"
FIRST_BYTES = "first_bytes"  # in the `meta` of a request: only so many bytes of the decoded body are needed


class DecompressionMiddleware:
    """Decompresses responses.

    Setting: DOWNLOAD_MAXSIZE (bytes), which a request may override by `meta["download_maxsize"]`; with
    `meta["first_bytes"]` a larger body is cut there. Adds "truncated", "cut", "false encoding" and "unknown encoding"
    to `response.flags`.
    """

    def __init__(self, max_size: int) -> None:
        self.max_size = max_size

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.settings.getint("DOWNLOAD_MAXSIZE"))

    def process_request(self, request: Request) -> None:
        request.headers.setdefault("Accept-Encoding", ACCEPTED)

    def process_response(self, request: Request, response: Response) -> Response:
        fields = response.headers.getlist("Content-Encoding")
        if not fields or not response.body or request.method == "HEAD":
            return response
        encodings = tuple(b",".join(fields).decode("latin-1").split(","))
        first_bytes = request.meta.get(FIRST_BYTES)
        max_size = first_bytes or request.meta.get("download_maxsize") or self.max_size
        return _replaced(response, decode(response.body, encodings, max_size, cut=bool(first_bytes)))


def _replaced(response: Response, decoded: Decoded) -> Response:
    headers = response.headers.copy()
    del headers["Content-Encoding"]
    if decoded.unknown:
        headers["Content-Encoding"] = ", ".join(decoded.unknown)
    flags = [
        *response.flags,
        *([TRUNCATED] if decoded.truncated else []),
        *([CUT] if decoded.cut else []),
        *([FALSE_ENCODING] if decoded.false_encoding else []),
        *([UNKNOWN_ENCODING] if decoded.unknown else []),
    ]
    kind = responsetypes.from_args(headers=headers, url=response.url, body=decoded.body)
    # The text encoding must be detected again, from the decoded body.
    text = {"encoding": None} if issubclass(kind, TextResponse) else {}
    return response.replace(cls=kind, body=decoded.body, headers=headers, flags=flags, **text)
