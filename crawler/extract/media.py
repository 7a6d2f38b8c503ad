"""What a response body is when it is not HTML, told by its first bytes (WHATWG MIME Sniffing), not by its
header.

Servers send PDF files as text/html and pages as octet-stream; only the bytes are to be believed.
"""

import re

_MAGIC = (
    (b"%PDF-", "application/pdf"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"PK\x03\x04", "application/zip"), (b"\x1f\x8b", "application/gzip"),
    (b"%!PS", "application/postscript"),
    (b"\xd0\xcf\x11\xe0", "application/x-ole-storage"), (b"ID3", "audio/mpeg"),
    (b"OggS", "application/ogg"), (b"7z\xbc\xaf", "application/x-7z-compressed"),
    (b"\x1aE\xdf\xa3", "video/webm"), (b"wOFF", "font/woff"), (b"Rar!", "application/vnd.rar"),
    (b"{\\rtf", "application/rtf"),
)  # fmt: skip
_FEED = re.compile(
    rb"^\s*(?:<\?xml[^>]{0,200}\?>)?\s*(?:<!--.{0,500}?-->\s*)?<(rss|feed|urlset|sitemapindex|rdf:RDF)[\s>]",
    re.DOTALL,
)


def other_than_html(body: bytes) -> str:
    """The media type of a body that is no page, empty when it may be one."""
    head = body[:2_000].removeprefix(b"\xef\xbb\xbf")
    for magic, name in _MAGIC:
        if head.lstrip(b" \r\n\t").startswith(magic):
            return name
    if head[:4] == b"RIFF":
        return "image/webp" if head[8:12] == b"WEBP" else "application/x-riff"
    if head[4:8] == b"ftyp":
        return "video/mp4"
    if _FEED.match(head):
        return "application/xml"
    if head.lstrip()[:1] in (b"{", b"[") and b"<" not in head[:1_000]:
        return "application/json"
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"<\x00" in head or b"\x00<" in head
    return "application/octet-stream" if not wide and head.count(0) > len(head) // 10 else ""
