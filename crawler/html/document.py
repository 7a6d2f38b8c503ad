"""Parse a page once; all extractors share the same tree."""

import re
from collections.abc import Collection
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urljoin

import lxml.etree as etree
import lxml.html

from crawler.html.aria_tables import make_tables
from crawler.html.blocks import Blocks
from crawler.html.encoding import decode
from crawler.html.limits import without_crowded_tags
from crawler.html.prune import first_tags, is_bounded, prune
from crawler.html.replay import drop_toolbar
from crawler.html.segmentation import segment, segment_without
from crawler.html.skipped_text import unwrap
from crawler.html.visible_lines import visible_lines

# The headlines and the description in a page's metadata, to recognise them when they recur in its text.

_METAS = ("og:title", "twitter:title")
_DESCRIPTIONS = ("og:description", "description", "twitter:description")
_SITE_SEPARATOR = re.compile(
    r"(?<!\s)\s++(?:[-–—|·•»:]++\s++|[|｜]\s*+)|[|｜]\s*+"
)  # the separator between a headline and the name of the site


def headlines(tree: lxml.html.HtmlElement, title: str = "") -> list[str]:
    """Return all texts that may be the headline, starting with `title`."""
    found = [title, *_metas(tree, _METAS)]
    head = tree.find(".//title")
    found.append(head.text or "" if head is not None else "")
    found += [max(_SITE_SEPARATOR.split(text), key=len) for text in found[1:] if text]
    found += [" ".join(heading.text_content().split()) for heading in list(tree.iter("h1"))[:3]]
    return list(dict.fromkeys(text.strip() for text in found if text and text.strip()))


def description(tree: lxml.html.HtmlElement) -> str:
    """Return the page's own summary, or an empty string."""
    return next(iter(_metas(tree, _DESCRIPTIONS)), "")


def _metas(tree: lxml.html.HtmlElement, names: tuple[str, ...]) -> list[str]:
    stated: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or "").lower()
        if name in names and meta.get("content"):
            stated.setdefault(name, meta.get("content", "").strip())
    return [stated[name] for name in names if stated.get(name)]


# The media type of a response body that is not HTML, from its first bytes (WHATWG MIME Sniffing), not from its
# header.
#
# Servers send PDF files as text/html and pages as octet-stream, so only the bytes count.

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
    rb"^\s*+(?:<\?xml[^>]{0,200}\?>)?\s*+(?:<!--.{0,500}?-->\s*+)?<(rss|feed|urlset|sitemapindex|rdf:RDF)[\s>]",
    re.DOTALL,
)
# Bytes of no text in any encoding but UTF-16 (WHATWG MIME Sniffing, 3). A page may have one by mistake; in compressed
# data they are a tenth.
_BINARY = bytes((*range(0x09), 0x0B, *range(0x0E, 0x1B), *range(0x1C, 0x20)))
_MOST_BINARY = 0.05


def other_than_html(body: bytes) -> str:
    """Return the media type of a body that is not HTML, or an empty string if it may be HTML."""
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
    binary = len(head) - len(head.translate(None, _BINARY))
    return "application/octet-stream" if not wide and binary > len(head) * _MOST_BINARY else ""


_PAGE_END = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
_XML_ENCODING = re.compile(r"^\s*<\?xml[^>]*\?>", re.IGNORECASE)
# One class for all elements, chosen in C: lxml.html calls into Python for the class of each element touched.
_PLAIN = etree.ElementDefaultClassLookup(
    element=lxml.html.HtmlElement,
    comment=lxml.html.HtmlComment,
    pi=lxml.html.HtmlProcessingInstruction,
    entity=lxml.html.HtmlEntity,
)


@dataclass(frozen=True)
class Document:
    """A decoded and parsed page.

    `tree` is shared: callers that change it must work on a copy. `html` is the decoded text.
    """

    url: str
    html: str
    tree: lxml.html.HtmlElement
    encoding: str

    @cached_property
    def blocks(self) -> Blocks:
        """The visible text, split once and cached."""
        return segment(self.tree)

    def blocks_without(self, bare: frozenset[int]) -> Blocks:
        """Return the visible text without the elements at these paths (`element_path`), split once and cached."""
        if bare not in self._without:
            self._without[bare] = segment_without(self.tree, bare) or self.blocks
        return self._without[bare]

    def without(self, elements: Collection[lxml.html.HtmlElement]) -> "Document":
        """Return the page without these elements."""
        if not elements:
            return self
        left_out, tree = set(elements), deepcopy(self.tree)
        twins = [twin for element, twin in zip(self.tree.iter(), tree.iter(), strict=True) if element in left_out]
        for twin in twins:
            twin.drop_tree()
        return Document(self.url, lxml.html.tostring(tree, encoding="unicode"), tree, self.encoding)

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the visible text, read once and cached; without their place in the page (`blocks`)."""
        return visible_lines(self.tree)

    @cached_property
    def _without(self) -> dict[frozenset[int], Blocks]:
        return {}

    @cached_property
    def base(self) -> str:
        """The URL that relative links are resolved against (HTML Standard, "document base URL")."""
        stated = next((base.get("href") or "" for base in self.tree.iter("base")), "")
        try:
            return urljoin(self.url, stated.strip())
        except ValueError:  # not a URL
            return self.url

    @cached_property
    def titles(self) -> list[str]:
        """All texts that may be the headline, read once and cached."""
        return headlines(self.tree)

    @cached_property
    def description(self) -> str:
        """The page's own summary, or an empty string."""
        return description(self.tree)


class UnreadableError(ValueError):
    """The bytes hold no HTML document."""


def parse(body: bytes, url: str, content_type: str = "") -> Document:
    """Decode and parse a page.

    Raises UnreadableError when nothing is left to parse.
    """
    encoding, html = decode(without_crowded_tags(body), content_type)
    html = first_tags(_without_early_end(_XML_ENCODING.sub("", html, count=1)))
    if not html.strip():
        raise UnreadableError("empty")
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=False)
    parser.set_element_class_lookup(_PLAIN)
    try:
        tree = lxml.html.document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError as error:
        raise UnreadableError(str(error)) from error
    if not is_bounded(tree, html):
        # libxml2 has dropped all after an element nested deeper than 256 levels, and texts beyond ten megabytes.
        unlimited = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
        tree = prune(lxml.html.document_fromstring(html.encode("utf-8", "replace"), parser=unlimited), parser)
        html = lxml.html.tostring(tree, encoding="unicode")
    elif drop_toolbar(tree, html) | unwrap(tree) | make_tables(tree, html):
        html = lxml.html.tostring(tree, encoding="unicode")
    return Document(url=url, html=html, tree=tree, encoding=encoding)


def _without_early_end(html: str) -> str:
    """Remove the end tags of body and html that are followed by more content.

    That content belongs to the body (HTML Standard, the "after body" insertion mode), and libxml2 may leave it
    out.
    """
    first = _PAGE_END.search(html)
    if first is None:
        return html
    rest = _PAGE_END.sub("", html[first.start() :])
    return html[: first.start()] + rest if rest.strip() else html
