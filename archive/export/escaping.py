"""Escaping of untrusted text from pages for the export formats."""

import re

from archive.text import without_direction

_SPACE = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
# All characters that XML 1.0 does not allow (https://www.w3.org/TR/xml/#charsets).
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_IN_LINK = str.maketrans({"<": "%3C", ">": "%3E", " ": "%20", "\n": "", "\r": ""})
_LINE_START = re.compile(r"(\d{1,9}(?=[.)])|(?=[-+=]))")  # what would begin a list or underline a heading
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>|#!~&])")


def one_line(text: str | None) -> str:
    """Replace runs of white space and control characters with one space; no text reorders what is around it."""
    return _SPACE.sub(" ", without_direction(text or "")).strip()


def xml_text(text: str) -> str:
    """Replace characters that are not allowed in XML."""
    return _NOT_XML.sub("\ufffd", text)


def markdown_text(text: str | None) -> str:
    """Escape to one line without markup (CommonMark 0.31, backslash escapes)."""
    return _MARKDOWN.sub(r"\\\1", one_line(text))


def markdown_link(text: str | None, url: str) -> str:
    """Return a link with escaped words."""
    return f"[{markdown_text(text)}](<{url.translate(_IN_LINK)}>)"


def markdown_line(escaped: str) -> str:
    """Escape what has a meaning only at the start of a line, of a text that is escaped otherwise."""
    return _LINE_START.sub(lambda match: f"{match[1]}\\", escaped, count=1) if _LINE_START.match(escaped) else escaped
