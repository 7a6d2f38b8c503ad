"""Text of an endpoint as plain text: markup and entities resolved once, nothing that a store would refuse."""

import re
from html import unescape

from crawler.catalogue.codes import LANGUAGES

_SILENT = re.compile(r"<(script|style)\b", re.IGNORECASE)
_END = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in ("script", "style")}
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)  # one that is never closed goes to the end
_BLOCK = re.compile(r"</?(?:p|div|br|li|ul|ol|h[1-6]|tr|td|table|blockquote|figure|figcaption)\b[^<>]*>", re.I)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_MAX = 100_000  # characters of markup that are looked at


def one_line(text: str) -> str:
    """Return the text with white space collapsed and without control characters and lone surrogates."""
    return " ".join(_CONTROL.sub("", text).split())


def from_html(markup: str) -> str:
    """Return the words of a piece of markup, on one line. What is no markup (`3 < 4 & 5`) stays as it is."""
    markup = markup[:_MAX]
    if "<" in markup:
        markup = _COMMENT.sub(" ", _without_silent(markup)) if "<!--" in markup or "</" in markup else markup
        markup = _TAG.sub("", _BLOCK.sub(" ", markup))
    return one_line(unescape(markup) if "&" in markup else markup)


def _without_silent(markup: str) -> str:
    """Take out scripts and styles. One that is never closed is none, and its end is looked for only once."""
    kept, place, unclosed = [], 0, set()
    for opened in _SILENT.finditer(markup):
        name = opened[1].lower()
        if opened.start() < place or name in unclosed:
            continue
        if closed := _END[name].search(markup, opened.end()):
            kept.append(markup[place : opened.start()])
            place = closed.end()
        else:
            unclosed.add(name)
    return " ".join([*kept, markup[place:]])


def storable(markup: str) -> str:
    """Return the markup without characters that no store takes."""
    return _CONTROL.sub("", markup)


def language(code: object) -> str:
    """Return the ISO 639-1 code in a language tag (BCP 47: `pt-BR`), or an empty string."""
    if not isinstance(code, str):
        return ""
    primary = re.split(r"[-_]", code.strip().lower(), maxsplit=1)[0]
    return primary if primary in LANGUAGES else ""


# Whether an endpoint carries the text of an article, or only the beginning of it.
#
# A crawl takes the text from the endpoint where the page is walled, so a teaser must not pass for it.

MIN_BYTES = 900  # in UTF-8: about 150 words of English, 300 characters of Chinese
_MUCH_LONGER = 1.5
_ELLIPSIS = r"(?:\[\s*(?:…|\.{3})\s*\]|(?:…|\.{3})(?:\s*[^.…]{0,40})?)"
_CUT = re.compile(_ELLIPSIS + r"\s*(?:The post .{1,300} appeared first on .{1,200})?$")


def full_text(candidates: list[str], summary: str) -> str:
    """Return the longest of the pieces of HTML, if it is an article and not a teaser; else an empty string.

    `summary` is the plain text of the entry's summary; it may be the beginning of one of the candidates.
    """
    markup = max(candidates, key=len, default="")
    if len(markup) < MIN_BYTES // 3:
        return ""
    text = from_html(markup)
    size = len(text.encode("utf-8", "replace"))
    if size < MIN_BYTES or _CUT.search(text[-600:]):
        return ""
    if summary and summary != text and size < _MUCH_LONGER * len(summary.encode("utf-8", "replace")):
        return ""
    return storable(markup)
