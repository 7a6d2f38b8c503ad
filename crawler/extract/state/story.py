"""Find the article of a page in the state that its scripts carry, where the page itself shows no text.

The mapping that has the page's headline is the article, or a part of it next to the rest (a front matter, a list of
fields). Its text is the longest within it; the names under which content systems keep text, authors and dates
are few, and those of an article next to it are not read: it has a headline too.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from crawler.extract.body.fallback_text import as_text
from crawler.extract.state.fields import MODIFIED, PUBLISHED, authors_in, date_in, plain_name, plain_text, with_entries
from crawler.extract.state.rich_text import rich_text
from crawler.extract.state.values import unpacked
from crawler.html.text import key, tokens

_TITLES = (
    "title", "headline", "headlines", "heading", "displaytitle", "pagetitle", "posttitle", "webtitle", "titre",
    "titulo", "titel",
)  # fmt: skip
_ADDRESSES = ("url", "link", "slug", "path", "href", "permalink", "uri", "alias", "canonicalurl")
_NOT_TEXT = re.compile(
    r"excerpt|summary|descri|teaser|abstract|standfirst|seo|meta(?!fields)|caption|^alt|publisher|ispartof|author|byline|contributor"
    r"|related|recommend|popular|trending|latest|comment|newsletter|consent|cookie|privacy|legal|copyright|footer|header|menu|navig"
    r"|^prev|^next|^ads?$|config|translat|locali",
    re.IGNORECASE,
)
_MOST, _DEEPEST = 200_000, 40  # values and levels of a state that are read
_HEADLINES = 20  # of a value that are looked at
_UP = 3  # mappings around that of the headline in which the text may be
_LEAST = 60  # words of a text
_DEEPEST_TEXT = 3  # mappings from the headline to the text
_LEAST_CHARACTERS, _OF_PART = 200, 40  # of a text in one piece, and of one of its parts
_BLOCK = re.compile(r"<(?:p|div|h[1-6]|ul|ol|blockquote)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Story:
    """What the state of a page says of its article: the text in HTML, names, dates as they are written.

    `is_dated` when one mapping has headline, text and date.
    """

    html: str
    authors: tuple[str, ...] = ()
    published: str = ""
    modified: str = ""
    is_dated: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    mapping: Mapping[str, object]
    above: tuple[Mapping[str, object], ...]  # from the nearest
    root: object


def read_story(values: Sequence[object], headlines: Sequence[str]) -> Story | None:
    """Return the article in the state; None where there is none, or no text of it."""
    titles = {title for headline in headlines if (title := key(headline))}
    best: Story | None = None
    for value in values:
        around = _TextsAround()
        for found in islice(_titled(value, titles), _HEADLINES):
            inside = _text(found.mapping)
            html = inside or next(filter(None, map(around.text, found.above[:_UP])), "")
            if html and (best is None or len(html) > len(best.html)):
                best = _story(found, html, is_whole=bool(inside))
    return best


class _TextsAround:
    """The texts of mappings around those with the headline: a list of twenty is around each of its entries."""

    def __init__(self) -> None:
        self._read: dict[int, tuple[Mapping[str, object], str]] = {}  # by id, which is a mapping's while it is kept

    def text(self, mapping: Mapping[str, object]) -> str:
        if id(mapping) not in self._read:
            self._read[id(mapping)] = mapping, _text(mapping, 2)
        return self._read[id(mapping)][1]


def _story(found: _Found, html: str, *, is_whole: bool) -> Story:
    levels = _levels(found)
    authors = next(filter(None, (authors_in(level, found.root) for level in levels)), ())
    published, modified = (
        next(filter(None, (date_in(level, names) for level in levels)), "") for names in (PUBLISHED, MODIFIED)
    )
    return Story(html, authors, published, modified, is_dated=is_whole and bool(date_in(found.mapping, PUBLISHED)))


def _levels(found: _Found) -> list[Mapping[str, object]]:
    """Return the mapping with the headline and those around it."""
    return [found.mapping, *found.above[:_UP]]


def _titled(value: object, titles: set[str]) -> Iterator[_Found]:
    """Yield the mappings whose headline is one of the page's."""
    stack: list[tuple[object, tuple[Mapping[str, object], ...], int]] = [(value, (), 0)]
    read = 0
    while stack and read < _MOST:
        node, above, level = stack.pop()
        node = unpacked(node, level)
        read += 1
        if len(above) > _DEEPEST:
            continue
        if isinstance(node, dict):
            stated = (plain_text(entry) for name, entry in node.items() if plain_name(name) in _TITLES)
            if any(title and key(title) in titles for title in stated):
                yield _Found(with_entries(node, value) if isinstance(value, dict) else node, above, value)
            further = (node, *above)
            nested = [entry for entry in node.values() if isinstance(entry, (dict, list, str))]
            stack += [(entry, further, level + isinstance(entry, str)) for entry in nested]
        elif isinstance(node, list):
            stack += [(entry, above, level) for entry in node if isinstance(entry, (dict, list))]


def _text(mapping: Mapping[str, object], depth: int = 0, least: int = _LEAST) -> str:
    """Return the longest text in a mapping, without those of summaries and of further articles."""
    best, most = "", least - 1
    for name, value in mapping.items():
        if _NOT_TEXT.search(name):
            continue
        html = _text_of(value, depth, least)
        if len(html) > most and (size := len(tokens(as_text(html)))) > most:
            best, most = html, size
    return best


def _text_of(value: object, depth: int, least: int) -> str:
    value = unpacked(value)
    if isinstance(value, str):
        return value if len(value) >= (_LEAST_CHARACTERS if least == _LEAST else _OF_PART) and " " in value else ""
    if html := rich_text(value):
        return html
    if isinstance(value, list):
        parts = (entry for entry in value if isinstance(entry, dict) and not _is_article(entry))
        texts = [_text(entry, depth + 1, 1) for entry in parts] if depth < _DEEPEST_TEXT else []
        return "".join(text if _BLOCK.search(text) else f"<p>{text}</p>" for text in texts if text)
    if isinstance(value, dict) and depth < _DEEPEST_TEXT and not _is_article(value):
        return _text(value, depth + 1)
    return ""


def _is_article(mapping: Mapping[str, object]) -> bool:
    """Return whether a mapping is another article, with headline and address, and no part of this one."""
    names = {plain_name(name) for name in mapping}
    return not names.isdisjoint(_TITLES) and not names.isdisjoint(_ADDRESSES)
