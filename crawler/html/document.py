"""Decode and parse a page once; all extractors share the same tree.

The order of evidence for the encoding follows the WHATWG Encoding Standard where pages declare it correctly (a
byte order mark first) and departs from it where they do not: what is valid UTF-8 is decoded as UTF-8, whatever
the header declares.
"""

import codecs
import re
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urljoin

import charset_normalizer
import lxml.etree as etree
import lxml.html
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, resolve_encoding

from crawler.html.blocks import Blocks
from crawler.html.limits import without_crowded_tags
from crawler.html.noscript import unwrap
from crawler.html.prune import first_tags, is_bounded, prune
from crawler.html.replay import drop_toolbar
from crawler.html.segmentation import segment, segment_without

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
    return "application/octet-stream" if not wide and head.count(0) > len(head) // 10 else ""


_CONTROLS = bytes(c for c in range(32) if c not in b"\t\n\r\x0c")
_PAGE_END = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
_XML_ENCODING = re.compile(r"^\s*<\?xml[^>]*\?>", re.IGNORECASE)
# One class for all elements, chosen in C: lxml.html calls into Python for the class of each element touched.
_PLAIN = etree.ElementDefaultClassLookup(
    element=lxml.html.HtmlElement,
    comment=lxml.html.HtmlComment,
    pi=lxml.html.HtmlProcessingInstruction,
    entity=lxml.html.HtmlEntity,
)
# By language, as in the HTML Standard, 13.2.3.2 (encodings of locales).
_WESTERN = "cp1252"
_USUAL = {
    **dict.fromkeys(("cs", "hr", "hu", "pl", "ro", "sk", "sl"), "cp1250"),
    **dict.fromkeys(("az", "tr"), "cp1254"),
    **dict.fromkeys(("et", "lt", "lv"), "cp1257"),
    "vi": "cp1258",
}
_LATIN = frozenset(
    "cp1250 cp1252 cp1254 cp1257 cp1258 latin_1 hp_roman8 iso8859_2 iso8859_3 iso8859_4 iso8859_9 iso8859_10 iso8859_13"
    " iso8859_14 iso8859_15 iso8859_16 mac_roman mac_latin2 mac_iceland mac_turkish cp437 cp775 cp850 cp852 cp857 cp858"
    " cp860 cp861 cp863 cp865".split()
)
_LESS_FITTING = 0.05  # share of odd characters by which the usual encoding may be worse than the best
_CODE = re.compile(rb"(?=</?(?:script|style)\b)", re.IGNORECASE)
_CODE_TAGS = tuple(b"<" + name for tag in (b"script", b"style") for name in (tag, tag.upper()))
_TAG = re.compile(rb"<[^<>]*+>")
_MAX_DAMAGE = 0.001  # share of undecodable bytes up to which text is damaged UTF-8 and not another encoding


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
    elif drop_toolbar(tree, html) | unwrap(tree):
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


def decode(body: bytes, content_type: str = "") -> tuple[str, str]:
    """Return the encoding and the decoded text.

    Control characters other than white space are dropped; no exception is raised.
    """
    bom_encoding, bom = read_bom(body)
    if bom_encoding and bom:
        return bom_encoding, body[len(bom) :].decode(bom_encoding, "replace").replace("\x00", "")
    declared = _declared_encoding(body, content_type)
    if declared.startswith("utf-16") and b"<\x00" not in body[:200] and b"\x00<" not in body[:200]:
        declared = ""
    if not declared.startswith("utf-16"):
        body = body.translate(None, _CONTROLS) if not declared.startswith(("iso-2022", "hz")) else body
    encoding = _choose_encoding(body, declared)
    return encoding, body.decode(encoding, "replace")


def _declared_encoding(body: bytes, content_type: str) -> str:
    for name in (http_content_type_encoding(content_type), html_body_declared_encoding(body)):
        resolved = resolve_encoding(name) if name else None
        if resolved:
            return codecs.lookup(resolved).name
    return ""


def _choose_encoding(body: bytes, declared: str) -> str:
    if declared.startswith(("iso-2022", "hz", "utf-16")):
        return declared
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return "utf-8"
    if body.decode("utf-8", "replace").count("\ufffd") <= max(1, len(body) * _MAX_DAMAGE) and _is_mostly_utf8(body):
        return "utf-8"
    if declared and declared != "utf-8":
        return declared
    return _guess_encoding(body[:100_000])


def _guess_encoding(body: bytes) -> str:
    """Return the best-fitting encoding; of those for Latin letters, the one in which the language is usually written.

    They differ in few letters, of which a text may have none: French in windows-1252 was read as windows-1257. The
    language is that of the words without accents, which are the same in all of them.
    """
    import py3langid  # loads its model, which few pages need here

    guesses = charset_normalizer.from_bytes(body)
    best = guesses.best()
    if best is None:
        return _WESTERN
    if best.encoding not in _LATIN:
        return best.encoding
    visible = b" ".join(part for part in _CODE.split(body) if not part.startswith(_CODE_TAGS))
    words = [word.decode() for word in _TAG.sub(b" ", visible).split() if word.isalpha()]
    usual = _USUAL.get(py3langid.classify(" ".join(words))[0], _WESTERN)
    fitting = (guess for guess in guesses if usual in (guess.encoding, *guess.could_be_from_charset))
    return usual if any(guess.chaos <= best.chaos + _LESS_FITTING for guess in fitting) else best.encoding


def _is_mostly_utf8(body: bytes) -> bool:
    """Return whether valid UTF-8 sequences of two or more bytes outnumber the damaged ones."""
    text = body.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    return sum(1 for c in text if ord(c) > 127) - damaged > 2 * damaged
