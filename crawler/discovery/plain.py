"""Text of an endpoint as plain text: markup and entities resolved once, nothing that a store would refuse."""

import re
from html import unescape

from crawler.catalogue.codes import LANGUAGES

_SILENT = re.compile(r"<(script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_BLOCK = re.compile(r"</?(?:p|div|br|li|ul|ol|h[1-6]|tr|td|table|blockquote|figure|figcaption)\b[^<>]*>", re.I)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_MAX = 100_000  # characters of markup that are looked at


def one_line(text: str) -> str:
    """The text with white space collapsed and without control characters and lone surrogates."""
    return " ".join(_CONTROL.sub("", text).split())


def from_html(markup: str) -> str:
    """The words of a piece of markup, on one line. What is no markup (`3 < 4 & 5`) stays as it is."""
    markup = markup[:_MAX]
    if "<" in markup:
        markup = _COMMENT.sub(" ", _SILENT.sub(" ", markup)) if "<!--" in markup or "</" in markup else markup
        markup = _TAG.sub("", _BLOCK.sub(" ", markup))
    return one_line(unescape(markup) if "&" in markup else markup)


def storable(markup: str) -> str:
    """The markup without characters that no store takes."""
    return _CONTROL.sub("", markup)


def language(code: object) -> str:
    """The ISO 639-1 code in a language tag (BCP 47: `pt-BR`), or an empty string."""
    if not isinstance(code, str):
        return ""
    primary = re.split(r"[-_]", code.strip().lower(), maxsplit=1)[0]
    return primary if primary in LANGUAGES else ""
