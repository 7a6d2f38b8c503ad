"""Parse JSON-LD as found on real pages, flattened to a list of nodes.

Specification: JSON-LD 1.1 (W3C, 2020) with the schema.org vocabulary. Real blocks contain raw line breaks in
strings, trailing commas, comments, HTML comments around the script, several documents in one script; each such
fault is repaired once, and blocks that are still not JSON are skipped.
"""

import html
import json
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeAlias
from urllib.parse import urlsplit

import msgspec

from crawler.html.text import key

Node: TypeAlias = dict[str, Any]

_MAX_BLOCK = 1_000_000  # characters of one block; real ones stay under 200,000
_MAX_NODES = 2_000
_MAX_DEPTH = 12
_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>"
    r"|/\*\s*\]\]>\s*\*/|\]\]>)\s*+;?\s*+$"
)
_TRAILING_COMMA = re.compile(r",(\s{0,200}[}\]])")
_LINE_COMMENT = re.compile(r"^[ \t]*//[^\n]*$", re.MULTILINE)
_STRAY_ESCAPE = re.compile(r"\\(?![\"\\/bfnrtu])")


def nodes(blocks: Iterable[str]) -> list[Node]:
    """Return all objects with an `@type`, in document order.

    Includes those inside `@graph`, lists and other objects.
    """
    found: list[Node] = []
    for block in blocks:
        for document in documents(block):
            found.extend(_typed(document, 0))
            if len(found) > _MAX_NODES:
                return found[:_MAX_NODES]
    return found


def documents(block: str) -> list[Any]:
    """Return the JSON values of one script, or an empty list when nothing can be parsed."""
    text = _WRAPPING.sub("", block[:_MAX_BLOCK]).strip().rstrip(";")
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
    """Return the types of a node without their vocabulary: {"NewsArticle"}."""
    stated = node.get("@type", ())
    names = stated if isinstance(stated, list) else [stated]
    return frozenset(re.split(r"[/#:]", name)[-1] for name in names if isinstance(name, str))


def strings(value: object) -> list[str]:
    """Return the strings of a property, whether a plain string, a list or a value object."""
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
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, list):
        for item in value[:_MAX_NODES]:
            yield from _typed(item, depth + 1)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        elif "pubDate" in value and _BAIDU in first(value.get("@context")):
            yield _of_baidu(value)
        for name, item in value.items():
            if isinstance(item, (dict, list)) and name not in _NOT_THE_PAGE:
                yield from _typed(item, depth + 1)


_BAIDU = "baidu.com/contexts/cambrian"


def _of_baidu(node: Node) -> Node:
    """Return an object without a type, of the vocabulary that Baidu asks sites for, in that of schema.org."""
    names = {"title": "headline", "pubDate": "datePublished", "upDate": "dateModified", "@id": "url"}
    return {"@type": "Article"} | {name: node[key_] for key_, name in names.items() if node.get(key_)}


_NOT_THE_PAGE = frozenset(
    set("itemListElement isPartOf comment author publisher citation hasPart relatedLink image".split())
    | {"mentions", "review", "potentialAction", "logo", "video", "isBasedOn", "creator", "breadcrumb"}
)


def _repair(text: str) -> str:
    text = _LINE_COMMENT.sub("", text)
    return _STRAY_ESCAPE.sub(r"\\\\", _TRAILING_COMMA.sub(r"\1", text))


def _decode_each(text: str) -> list[Any]:
    """Decode one JSON value after the other, up to the first invalid one. A number that is none is null."""
    decoder = json.JSONDecoder(strict=False, parse_constant=lambda _: None, parse_float=_finite)
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


def _finite(literal: str) -> float | None:
    """Return a number; None for one beyond the range of a float, with which nothing can be calculated."""
    number = float(literal)
    return number if math.isfinite(number) else None


# Which of a page's JSON-LD nodes describes the article of this page.
#
# Pages also carry nodes for related stories, the site, the breadcrumb and the publisher. The node of the
# article is one of an article type that names the page's URL or its headline; a lone article node that
# contradicts neither is accepted, one with another headline and another URL is not.

_KINDS = frozenset(
    set("Report Review CreativeWork DiscussionForumPosting Recipe HowTo Interview Editorial TechArticle".split())
    | set("AnalysisNewsArticle PressRelease LiveBlogPosting BlogPosting SocialMediaPosting ScholarlyArticle".split())
)
_PAGES = frozenset({"WebPage", "ItemPage", "AboutPage", "MedicalWebPage"})
_MEDIA = frozenset({"VideoObject", "AudioObject", "PodcastEpisode", "Movie", "Event", "Episode"})


def main_node(nodes: Iterable[Node], titles: Iterable[str], addresses: Iterable[str]) -> Node:
    """Return the article's node, completed from nodes that describe the same article, or `{}`.

    `titles` are the page's titles from elsewhere, `addresses` its own and declared URLs.
    """
    title_keys = [key(title) for title in titles if title]
    paths = {_path(address) for address in addresses if address} - {""}
    scored = [(score, -at, node) for at, node in enumerate(nodes) if (score := _score(node, title_keys, paths)) > 0]
    if not scored:
        return {}
    best = max(scored, key=lambda entry: entry[:2])
    return _completed(best[2], [node for score, _, node in scored if score >= best[0] - 1])


def _score(node: Node, titles: Sequence[str], paths: set[str]) -> int:
    kinds = types(node)
    if kinds & _KINDS or any(kind.endswith("Article") for kind in kinds):
        score = 6
    elif kinds & _PAGES:
        score = 3
    elif kinds & _MEDIA:
        score = 1
    else:
        return 0
    headline = key(first(node.get("headline")) or first(node.get("name")))
    stated = {_path(address) for address in _addresses(node)} - {""}
    if headline and titles:
        score += 4 if _same_headline(headline, titles) else -3
    if stated and paths:
        score += 4 if stated & paths else -4
    return score


def _same_headline(headline: str, titles: Sequence[str]) -> bool:
    """Return whether a headline matches one of the titles.

    Equal, one within the other, or mostly the same words (headlines are reworded for search engines).
    """
    words = set(headline.split())
    for title in titles:
        if headline in title or (len(title) > 15 and title in headline):
            return True
        if words and len(words & set(title.split())) >= 0.6 * len(words):
            return True
    return False


def _addresses(node: Node) -> list[str]:
    page: Any = node.get("mainEntityOfPage")
    if isinstance(page, dict):
        page = page.get("@id") or page.get("url")
    return [text for value in (node.get("url"), page, node.get("@id")) if (text := first(value)) and "/" in text]


def _path(address: str) -> str:
    try:
        return urlsplit(address.strip()).path.rstrip("/").lower()
    except ValueError:
        return ""


def _completed(node: Node, others: Iterable[Node]) -> Node:
    """Fill the gaps of a node from others with the same headline.

    Sites split one article over two nodes (the theme's and the plug-in's).
    """
    merged = dict(node)
    headline = key(first(node.get("headline")) or first(node.get("name")))
    for other in others:
        name = key(first(other.get("headline")) or first(other.get("name")))
        if other is not node and name == headline:
            for property_name, value in other.items():
                if not merged.get(property_name):
                    merged[property_name] = value
    return merged
