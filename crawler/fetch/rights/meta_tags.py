"""The meta elements of a page that speak of its use, found without parsing the page.

Every fetched page is looked at before it is kept, on the event loop, so this takes a time linear in the bytes and
builds no tree. Comments, scripts and the like are passed over as the HTML standard's tokenizer passes over them.
"""

import re
from html import unescape

from crawler.fetch.user_agent import PRODUCT_TOKEN

READ_AT_MOST = 2 * 1024 * 1024  # bytes; search engines heed these elements in the body, too
_MOST_ELEMENTS = 500
_LONGEST_TAG = 4096

NAMES = frozenset(("robots", PRODUCT_TOKEN, "tdm-reservation", "tdm-policy"))

_OPENING = re.compile(
    rb"<(?:(!--)|(script|style|noframes|textarea|title|xmp|template)|meta)(?=[\s/>!-])", re.IGNORECASE
)
_ATTRIBUTE = re.compile(
    rb"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""",
)


def meta_elements(body: bytes) -> tuple[tuple[str, str], ...]:
    """Name (in lower case) and content of the elements that speak of the use of a page, in their order."""
    html = _octets(body)
    lower = html.lower()
    if not any(name.encode() in lower for name in NAMES):
        return ()
    found: list[tuple[str, str]] = []
    at = 0
    while len(found) < _MOST_ELEMENTS and (opening := _OPENING.search(html, at)) is not None:
        if opening[1]:
            at = _after(lower, b"-->", opening.end() - 2)
        elif opening[2]:
            at = _after(lower, b"</" + opening[2].lower(), opening.end())
        else:
            length, attributes = _tag(html[opening.end() : opening.end() + _LONGEST_TAG])
            at = opening.end() + length
            name = attributes.get("name", "").strip().lower()
            found += [(name, attributes.get("content", ""))] if name in NAMES else []
    return tuple(found)


def _octets(body: bytes) -> bytes:
    """The beginning of the page in an encoding that has the letters of ASCII."""
    body = body[:READ_AT_MOST]
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace").encode("utf-8", "replace")
    return body


def _after(lower: bytes, mark: bytes, start: int) -> int:
    """Where a mark ends; the end of the page where it is missing, as it then holds up to there."""
    end = lower.find(mark, start)
    return len(lower) if end < 0 else end + len(mark)


def _tag(octets: bytes) -> tuple[int, dict[str, str]]:
    """The attributes of the tag that begins here, and its length."""
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
