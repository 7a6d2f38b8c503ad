"""Normalise text from attributes, JSON strings and headings, and derive a comparison key.

The same headline comes with entities escaped twice, soft hyphens, tags and curly quotes; extractors agree on it
only when all of them normalise it in the same way.
"""

import html
import re
from functools import lru_cache

import lxml.etree as etree
import lxml.html

from archive.text import normal
from crawler.html.element_kinds import is_permalink

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
_JOINERS = dict.fromkeys(map(ord, "\u00ad\u200b\u200e\u200f\u2060\ufeff"))
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"\w+")
_MAX_LENGTH = 5_000
_UNSPACED = "\u0e00-\u0e7f\u1000-\u109f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"  # Thai, Burmese, kana, Han
_TOKEN = re.compile(f"[{_UNSPACED}]|[^\\W{_UNSPACED}]+")
_ASCII_WORD = re.compile(r"\w+", re.ASCII)
_INVISIBLE_RUN = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]+")
_INVISIBLE_TAGS = frozenset(
    {"script", "style", "noscript", "template", "svg", "iframe", "select", "button", "textarea"}
)
INLINE = frozenset("a abbr b bdi cite em font i mark q small strong sub sup u wbr".split())


def plain(text: str) -> str:
    """Return one line without tags, entities and invisible characters.

    The joiners that shape Indic and Persian words stay.
    """
    text = text[:_MAX_LENGTH]
    if "&" in text:
        text = html.unescape(text)
        text = html.unescape(text) if "&" in text else text
    if "<" in text:
        text = _TAG.sub(" ", text)
    return _SPACE.sub(" ", text.translate(_JOINERS)).strip()


@lru_cache(maxsize=8192)
def key(text: str) -> str:
    """Return a comparison key for headlines and names: words in NFKC form, case-folded."""
    return " ".join(_WORD.findall(normal(text.translate(_INVISIBLE))))


def squeezed(text: str) -> str:
    """Return the letters and digits only, case-folded, to compare a name with a host.

    For example "The Hindu" with thehindu.com.
    """
    return key(text).replace(" ", "").replace("_", "")


def content(element: lxml.html.HtmlElement, limit: int = 2_000) -> str:
    """Return an element's visible text, without its tail, as one line.

    The line is about `limit` characters at most.
    """
    pieces: list[str] = []
    size = 0
    walk = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, node in walk:
        if event == "start":
            if node.tag in _INVISIBLE_TAGS or (node.tag == "a" and is_permalink(node)):
                walk.skip_subtree()
                continue
            piece = node.text
        else:
            piece = node.tail if node is not element else None
        if node.tag not in INLINE:
            pieces.append(" ")
        if piece:
            pieces.append(piece)
            size += len(piece)
        if size > limit:
            break
    return plain("".join(pieces))


def tokens(text: str) -> list[str]:
    """Split into words, lower-cased; scripts without spaces are split into characters."""
    if text.isascii():
        return _ASCII_WORD.findall(text.lower())
    if _INVISIBLE_RUN.search(text):
        text = _INVISIBLE_RUN.sub("", text)
    return _TOKEN.findall(text.lower())
