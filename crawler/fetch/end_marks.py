"""Recognise bodies that are whole although the connection ended before their stated length.

Servers that compress or rewrite a page often leave the Content-Length of another form of it, or end a chunked body
without its last chunk. Such a message is incomplete (RFC 9112, 8), so all pages and feeds of such a site would fail for
ever, whereas browsers show them. The content itself shows its end: by an end tag or mark, or by its compression.
"""

import json
import re

from scrapy.http import Response

from archive.warc.content_encoding import TooLargeError, UndecodableError, decode

_LAST_BYTES = 2048
_END = re.compile(
    rb"(?:</(?:html|body|rss|feed|rdf:rdf|urlset|sitemapindex)\s{0,9}>(?:\s|<!--[^<>]{0,500}-->){0,50}|%%EOF\s{0,9})\Z",
    re.IGNORECASE,
)
_JSON = (b"{", b"[")


def shows_its_end(response: Response, max_size: int) -> bool:
    """Return whether the body of a response is whole by its own account."""
    encodings = b",".join(response.headers.getlist("Content-Encoding")).decode("latin-1")
    try:
        decoded = decode(response.body, tuple(encodings.split(",")), max_size)
    except (TooLargeError, UndecodableError):
        return False
    is_packed = decoded.body is not response.body
    return not decoded.truncated and not decoded.unknown and (is_packed or _ends(decoded.body))


def _ends(body: bytes) -> bool:
    if _END.search(body[-_LAST_BYTES:]):
        return True
    if not body.lstrip().startswith(_JSON):
        return False
    try:
        json.loads(body)
    except (ValueError, RecursionError):
        return False
    return True
