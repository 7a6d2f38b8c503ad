"""One page, decoded and parsed once; everything else in this room reads the same tree.

The order of evidence for the encoding follows the WHATWG Encoding Standard where pages are honest (a
byte order mark first) and departs from it where they are not: what is valid UTF-8 is UTF-8, whatever the
header says.
"""

import codecs
import re
from dataclasses import dataclass
from functools import cached_property

import charset_normalizer
import lxml.etree as etree
import lxml.html
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, resolve_encoding

from crawler.extract.blocks import Blocks
from crawler.extract.known_titles import description, headlines
from crawler.extract.limits import without_crowded_tags
from crawler.extract.prune import first_tags, is_bounded, prune
from crawler.extract.segmentation import segment

_CONTROLS = bytes(c for c in range(32) if c not in b"\t\n\r\x0c")
_PAGE_END = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
_XML_ENCODING = re.compile(r"^\s*<\?xml[^>]*\?>", re.IGNORECASE)
# One class for all elements, chosen in C: lxml.html asks Python for the class of each element touched.
_PLAIN = etree.ElementDefaultClassLookup(
    element=lxml.html.HtmlElement,
    comment=lxml.html.HtmlComment,
    pi=lxml.html.HtmlProcessingInstruction,
    entity=lxml.html.HtmlEntity,
)
_MOSTLY = 0.001  # share of undecodable bytes below which text is damaged UTF-8 and not another encoding


@dataclass(frozen=True)
class Document:
    """`tree` is shared: whoever wants to change it works on a copy. `html` is the decoded text."""

    url: str
    html: str
    tree: lxml.html.HtmlElement
    encoding: str

    @cached_property
    def blocks(self) -> Blocks:
        """The visible text, cut once for all who ask."""
        return segment(self.tree)

    @cached_property
    def titles(self) -> list[str]:
        """All that may be the headline, read once for all who ask."""
        return headlines(self.tree)

    @cached_property
    def description(self) -> str:
        """The page's own summary, or an empty string."""
        return description(self.tree)


class UnreadableError(ValueError):
    """There is no HTML document in these bytes."""


def parse(body: bytes, url: str, content_type: str = "") -> Document:
    """Decode and parse a page. Raises UnreadableError when nothing is left to parse."""
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
        # libxml2 has left out what lies deeper than 256 levels and all that follows, and texts beyond ten megabytes.
        whole = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
        tree = prune(lxml.html.document_fromstring(html.encode("utf-8", "replace"), parser=whole), parser)
        html = lxml.html.tostring(tree, encoding="unicode")
    return Document(url=url, html=html, tree=tree, encoding=encoding)


def _without_early_end(html: str) -> str:
    """Leave out the end tags of the page where more follows: it belongs to the body (HTML Standard, the "after body"
    insertion mode), and libxml2 may leave it out.
    """
    first = _PAGE_END.search(html)
    if first is None:
        return html
    rest = _PAGE_END.sub("", html[first.start() :])
    return html[: first.start()] + rest if rest.strip() else html


def decode(body: bytes, content_type: str = "") -> tuple[str, str]:
    """Give (encoding, text). Control characters other than white space are dropped; nothing is raised."""
    bom_encoding, bom = read_bom(body)
    if bom_encoding and bom:
        return bom_encoding, body[len(bom) :].decode(bom_encoding, "replace").replace("\x00", "")
    declared = _declared(body, content_type)
    if declared.startswith("utf-16") and b"<\x00" not in body[:200] and b"\x00<" not in body[:200]:
        declared = ""
    if not declared.startswith("utf-16"):
        body = body.translate(None, _CONTROLS) if not declared.startswith(("iso-2022", "hz")) else body
    encoding = _choose(body, declared)
    return encoding, body.decode(encoding, "replace")


def _declared(body: bytes, content_type: str) -> str:
    for name in (http_content_type_encoding(content_type), html_body_declared_encoding(body)):
        resolved = resolve_encoding(name) if name else None
        if resolved:
            return codecs.lookup(resolved).name
    return ""


def _choose(body: bytes, declared: str) -> str:
    if declared.startswith(("iso-2022", "hz", "utf-16")):
        return declared
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return "utf-8"
    if body.decode("utf-8", "replace").count("\ufffd") <= max(1, len(body) * _MOSTLY) and _multibyte(body):
        return "utf-8"
    if declared and declared != "utf-8":
        return declared
    return _guessed(body[:100_000])


def _guessed(body: bytes) -> str:
    """The encoding that fits best; of several that fit equally well, the one that is the most widespread."""
    guesses = charset_normalizer.from_bytes(body)
    best = guesses.best()
    if best is None:
        return "cp1252"
    equal = [guess.encoding for guess in guesses if (guess.chaos, guess.coherence) == (best.chaos, best.coherence)]
    return "cp1252" if "cp1252" in equal else best.encoding


def _multibyte(body: bytes) -> bool:
    """Whether valid two-byte-and-longer UTF-8 sequences outnumber the damaged ones."""
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return sum(1 for c in text if ord(c) > 127) - broken > 2 * broken
