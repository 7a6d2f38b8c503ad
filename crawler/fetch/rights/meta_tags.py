"""Find the meta elements about the use of a page, without parsing the page.

Every fetched page is checked before it is stored, on the event loop, so this takes time linear in the bytes and
builds no tree. Comments, scripts and the like are skipped as by the HTML standard's tokenizer.
"""

import re
from html import unescape

from crawler.fetch.user_agent import PRODUCT_TOKEN

READ_AT_MOST = 2 * 1024 * 1024  # bytes; search engines respect these elements in the body, too
_MAX_ELEMENTS = 500
_MAX_TAG = 4096

NAMES = frozenset(("robots", PRODUCT_TOKEN, "tdm-reservation", "tdm-policy"))

_OPENING = re.compile(
    rb"<(?:(!--)|(script|style|noframes|textarea|title|xmp|template)|meta)(?=[\s/>!-])", re.IGNORECASE
)
_ATTRIBUTE = re.compile(
    rb"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""",
)


def meta_elements(body: bytes) -> tuple[tuple[str, str], ...]:
    """Return name (in lower case) and content of the elements about the use of a page, in order."""
    html = _ascii_compatible(body)
    lower = html.lower()
    if not any(name.encode() in lower for name in NAMES):
        return ()
    found: list[tuple[str, str]] = []
    at = 0
    while len(found) < _MAX_ELEMENTS and (opening := _OPENING.search(html, at)) is not None:
        if opening[1]:
            at = _end_of(lower, b"-->", opening.end() - 2)
        elif opening[2]:
            at = _end_of(lower, b"</" + opening[2].lower(), opening.end())
        else:
            length, attributes = _parse_tag(html[opening.end() : opening.end() + _MAX_TAG])
            at = opening.end() + length
            name = attributes.get("name", "").strip().lower()
            found += [(name, attributes.get("content", ""))] if name in NAMES else []
    return tuple(found)


def _ascii_compatible(body: bytes) -> bytes:
    """Return the start of the page in an encoding that is compatible with ASCII."""
    body = body[:READ_AT_MOST]
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace").encode("utf-8", "replace")
    return body


def _end_of(lower: bytes, mark: bytes, start: int) -> int:
    """Return the position after a mark, or the end of the page where the mark is missing.

    Then the element extends up to there.
    """
    end = lower.find(mark, start)
    return len(lower) if end < 0 else end + len(mark)


def _parse_tag(octets: bytes) -> tuple[int, dict[str, str]]:
    """Return the length of the tag that starts here, and its attributes."""
    attributes: dict[str, str] = {}
    at = 0
    while (attribute := _ATTRIBUTE.search(octets, at)) is not None:
        end = octets.find(b">", at, attribute.start())
        if end >= 0:
            return end + 1, attributes
        at = attribute.end()
        value = attribute[2] or attribute[3] or attribute[4] or b""
        attributes.setdefault(_text(attribute[1]).lower(), unescape(_text(value)))
    return len(octets), attributes


def _text(octets: bytes) -> str:
    return octets.decode("utf-8", "replace")
