"""Articles spread over several pages: where the next part is, and how the parts become one text.

A next page is one whose address is that of this page with another page number, or one that `rel=next` names
below the same path. A list pager, and the next article of a series, also say "next": neither shares the
article's own path.
"""

import re
from collections.abc import Iterable
from urllib.parse import SplitResult, parse_qsl, urldefrag, urljoin, urlsplit

from crawler.extract.document import Document

_NUMBER_KEYS = frozenset(("page", "p", "pg", "pagina", "seite", "paged", "pagenum", "part", "pp", "_page"))
_TAIL = re.compile(r"(?:[/_-](?:page|seite|pagina|p|part|teil)?[/_-]?(\d{1,2}))$", re.IGNORECASE)
_LIST = re.compile(
    r"/(?:page|seite|tags?|category|kategorie|topics?|authors?|search|archive?s?|news|blog|section)/?$",
    re.IGNORECASE,
)
_MOST = 30  # parts; no article has more


def next_page(document: Document) -> str:
    """Give the address of the next part of a multi-page article, or an empty string."""
    here = urlsplit(document.url)
    story, number = _split(here)
    if not story.strip("/"):
        return ""
    base = document.tree.base_url or document.url
    for address in _candidates(document):
        there = urlsplit(urldefrag(urljoin(base, address)).url)
        if there.scheme not in ("http", "https") or _host(there) != _host(here):
            continue
        same, other = _split(there)
        if same == story and other == number + 1 <= _MOST and _rest(there) == _rest(here):
            return there.geturl()
    return ""


def _candidates(document: Document) -> Iterable[str]:
    """Stated next pages first, then every link of the page that has a number in it."""
    tree = document.tree
    for link in tree.iter("link", "a"):
        if "next" in (link.get("rel") or "").lower().split() and link.get("href"):
            yield link.get("href", "")
    for link in tree.iter("a"):
        address = link.get("href") or ""
        if any(character.isdigit() for character in address):
            yield address


def _split(address: SplitResult) -> tuple[str, int]:
    """Give the path that all parts of a story share, and the number of this part (1 when none is stated)."""
    for key, value in parse_qsl(address.query):
        if key.lower() in _NUMBER_KEYS and value.isdigit() and int(value) <= _MOST:
            return _bare(address.path), int(value)
    path = _bare(address.path)
    tail = _TAIL.search(path)
    if tail and 1 < int(tail.group(1)) <= _MOST and not _LIST.search(path[: tail.start()]):
        return _bare(path[: tail.start()]), int(tail.group(1))
    return path, 1


def _bare(path: str) -> str:
    return re.sub(r"\.(?:s?html?|php|aspx?)$", "", path.rstrip("/"))


def _rest(address: SplitResult) -> list[tuple[str, str]]:
    """The query without the page number: it names the article on sites like `story.php?id=7&page=2`."""
    return sorted(pair for pair in parse_qsl(address.query) if pair[0].lower() not in _NUMBER_KEYS)


def _host(address: SplitResult) -> str:
    return (address.hostname or "").removeprefix("www.")


def join_parts(parts: Iterable[str]) -> str:
    """Join the texts of the parts in order; a paragraph that an earlier part had is left out.

    Parts repeat standfirsts and closing notes. Within one part a repetition is the author's and stays.
    """
    seen: set[str] = set()
    kept: list[str] = []
    for part in parts:
        paragraphs = [paragraph.strip() for paragraph in part.split("\n\n") if paragraph.strip()]
        kept += [paragraph for paragraph in paragraphs if paragraph not in seen]
        seen.update(paragraphs)
    return "\n\n".join(kept)
