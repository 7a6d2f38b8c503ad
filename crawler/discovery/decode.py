"""The body of an endpoint as text: unpacked, decoded, and recognised by its content."""

import re
import zlib
from typing import Literal

from archive.reports.failures import TITLED
from crawler.discovery.result import EndpointError
from crawler.discovery.text import from_html
from crawler.html.encoding import decode

MAX_BYTES = 50 * 1024 * 1024  # the limit of sitemaps.org for an unpacked sitemap
Content = Literal["feed", "sitemap", "json", "html", "text", "empty"]

_HEAD = 65_536
_ROOT = re.compile(r"<(?:[\w.-]+:)?(rss|feed|entry|rdf|channel|urlset|sitemapindex|html|body)(?=[\s>/])", re.IGNORECASE)
_CONTENT: dict[str, Content] = {
    "rss": "feed",
    "feed": "feed",
    "entry": "feed",
    "rdf": "feed",
    "channel": "feed",
    "urlset": "sitemap",
    "sitemapindex": "sitemap",
    "html": "html",
    "body": "html",
}
_PROLOG = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE\b[^\[>]*(?:\[.*?\]\s*)?>)*", re.DOTALL | re.IGNORECASE)
_DOCTYPE = re.compile(r"<!DOCTYPE\b", re.IGNORECASE)
_ENTITY = re.compile(r"<!ENTITY\b", re.IGNORECASE)
_CUT_ADDRESS = re.compile(
    r"<(?:[\w.-]+:)?(?:link|guid|id|loc|url|origlink)\b[^<]*(?:<!\[CDATA\[[^<]*)?(?<!/>)\Z", re.IGNORECASE
)
_TITLE = re.compile(r"<title\b[^<>]*>([^<]{1,500})", re.IGNORECASE)
_LONGEST_TITLE = 80  # characters
_ELEMENT = re.compile(r"<[a-z][a-z0-9]*[\s>/]", re.IGNORECASE)


def text_of(body: bytes, url: str, content_type: str = "") -> str:
    """Return the body as text without white space around. Raises EndpointError when it is damaged or too large."""
    body = unpacked(body, url)
    if len(body) > MAX_BYTES:
        raise EndpointError(f"{url} is larger than {MAX_BYTES // 1024 // 1024} MiB")
    return decode(body, content_type)[1].strip().lstrip("\ufeff").lstrip()


def unpacked(body: bytes, url: str) -> bytes:
    """Return the body, unpacked if its first bytes are gzip's. A truncated stream is unpacked as far as it goes.

    Raises EndpointError for one that is damaged from the start, or larger than MAX_BYTES unpacked.
    """
    for _ in range(2):  # some servers pack what is packed already
        if not body.startswith(b"\x1f\x8b"):
            break
        unpacker = zlib.decompressobj(wbits=31)
        try:
            body = unpacker.decompress(body, MAX_BYTES + 1)
        except zlib.error as error:
            raise EndpointError(f"{url} is damaged gzip data") from error
        if len(body) > MAX_BYTES:
            raise EndpointError(f"{url} is larger than {MAX_BYTES // 1024 // 1024} MiB unpacked")
    return body


def content_of_body(body: bytes) -> Content:
    """Return the kind of content of a body, by its first bytes alone."""
    head = body[:_HEAD]
    if head.startswith(b"\x1f\x8b"):
        try:
            head = zlib.decompressobj(wbits=31).decompress(head, _HEAD)
        except zlib.error:
            return "text"
    return content_of(decode(head)[1].strip().lstrip("\ufeff").lstrip())


def content_of(text: str) -> Content:
    """Return the kind of content of a text, by its first element or character, whatever the server calls it."""
    if not text:
        return "empty"
    if text[0] in "{[":
        return "json"
    start = _prolog(text)
    if root := _ROOT.search(text, start, start + _HEAD):
        return _CONTENT[root.group(1).lower()]
    return "html" if _ELEMENT.match(text, start) else "text"


def in_words(what: str, text: str) -> str:
    """Return what a body is instead of a list, with the title of an HTML page: it says who answers, and often why."""
    title = _TITLE.search(text, 0, _HEAD) if content_of(text) == "html" else None
    words = from_html(title.group(1))[:_LONGEST_TITLE] if title else ""
    return f"{what}{TITLED}{words}" if words else what


def refuse_entities(text: str, url: str) -> None:
    """Raise EndpointError for a document that declares entities: no endpoint needs them, attacks do."""
    end = _prolog(text)
    doctype = _DOCTYPE.search(text, 0, end)
    if doctype and _ENTITY.search(text, doctype.end(), end):
        raise EndpointError(f"{url} declares XML entities, which is refused")


def from_root(text: str) -> str:
    """Return the text from its first known element on, without declarations and whatever was printed before."""
    start = _prolog(text)
    root = _ROOT.search(text, start, start + _HEAD)
    return text[root.start() :] if root else text[start:]


def breaks_off(text: str) -> bool:
    """Return whether an XML document ends before its root element does."""
    root = _ROOT.search(text, start := _prolog(text), start + _HEAD)
    if not root:
        return False
    opened = text[root.start() : text.find(">", root.start()) + 1]
    name = re.escape(opened[1 : root.end() - root.start()])
    return not opened.endswith("/>") and not re.search(f"</{name}\\s*>", text[-_HEAD:], re.IGNORECASE)


def without_cut_address(text: str) -> str:
    """Return the text of a document that breaks off, without the beginning of an address that it ends with."""
    cut = _CUT_ADDRESS.search(text, max(0, len(text) - _HEAD))
    return text[: cut.start()] if cut else text


def _prolog(text: str) -> int:
    """Return where declarations, comments and the document type end."""
    found = _PROLOG.match(text)
    return found.end() if found else 0
