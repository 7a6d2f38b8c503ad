"""JSON-LD as pages really write it, flattened to a list of nodes.

Specification: JSON-LD 1.1 (W3C, 2020) with the schema.org vocabulary. Real blocks hold raw line breaks in
strings, trailing commas, comments, HTML comments around the script, several documents in one script; each
such fault is repaired once, and what then still is not JSON is left out.
"""

import html
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

import msgspec

Node: TypeAlias = dict[str, Any]

_LARGEST = 1_000_000  # characters of one block; real ones stay under 200,000
_MOST_NODES = 2_000
_DEEPEST = 12
_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>"
    r"|/\*\s*\]\]>\s*\*/|\]\]>)\s*;?\s*$"
)
_TRAILING_COMMA = re.compile(r",(\s{0,200}[}\]])")
_LINE_COMMENT = re.compile(r"^[ \t]*//[^\n]*$", re.MULTILINE)
_STRAY_ESCAPE = re.compile(r"\\(?![\"\\/bfnrtu])")


def nodes(blocks: Iterable[str]) -> list[Node]:
    """All objects that carry an `@type`, in document order, with those inside `@graph`, lists and other
    objects.
    """
    found: list[Node] = []
    for block in blocks:
        for document in documents(block):
            found.extend(_typed(document, 0))
            if len(found) > _MOST_NODES:
                return found[:_MOST_NODES]
    return found


def documents(block: str) -> list[Any]:
    """The JSON values of one script; an empty list when nothing in it can be read."""
    text = _WRAPPING.sub("", block[:_LARGEST]).strip().rstrip(";")
    if not text:
        return []
    try:
        return [msgspec.json.decode(text)]
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        pass
    for repaired in (text, _repair(text), _repair(html.unescape(text))):
        values = _decode_each(repaired)
        if values:
            return values
    return []


def types(node: Node) -> frozenset[str]:
    """The types of a node without their vocabulary: {"NewsArticle"}."""
    stated = node.get("@type", ())
    names = stated if isinstance(stated, list) else [stated]
    return frozenset(re.split(r"[/#:]", name)[-1] for name in names if isinstance(name, str))


def strings(value: object) -> list[str]:
    """The strings a property holds, whether written plain, as a list, or as a value object."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [text for item in value[:200] for text in strings(item)]
    if isinstance(value, dict):
        return strings(value.get("@value", value.get("name", "")))
    return []


def first(value: object) -> str:
    return next((text for text in strings(value) if text.strip()), "")


def _typed(value: object, depth: int) -> Iterator[Node]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value[:_MOST_NODES]:
            yield from _typed(item, depth + 1)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        for name, inner in value.items():
            if isinstance(inner, (dict, list)) and name not in _NOT_THE_PAGE:
                yield from _typed(inner, depth + 1)


_NOT_THE_PAGE = frozenset(
    {
        "itemListElement",
        "isPartOf",
        "comment",
        "author",
        "publisher",
        "citation",
        "hasPart",
        "relatedLink",
        "image",
    }
    | {"mentions", "review", "potentialAction", "logo", "video", "isBasedOn", "creator", "breadcrumb"}
)


def _repair(text: str) -> str:
    text = _LINE_COMMENT.sub("", text)
    return _STRAY_ESCAPE.sub(r"\\\\", _TRAILING_COMMA.sub(r"\1", text))


def _decode_each(text: str) -> list[Any]:
    """Read one JSON value after the other, as far as they are sound."""
    decoder = json.JSONDecoder(strict=False)
    values: list[Any] = []
    at = 0
    while at < len(text):
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            break
        values.append(value)
        while at < len(text) and text[at] in " \t\r\n,;":
            at += 1
    return values
