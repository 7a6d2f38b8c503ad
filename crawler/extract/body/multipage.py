"""Find the next part of an article that is spread over several pages, and join the parts.

The next part is a page whose URL is that of this page with the next number, and that a link points to as such:
by `rel=next`, by the number as its text, or by a word for "next". A list pager and the next article of a series
also use "next", but do not share the article's path. A pager of comments or of other articles does; there the
article is repeated under every number (`is_repetition`).
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from urllib.parse import SplitResult, parse_qsl, unquote, urldefrag, urljoin, urlsplit

import lxml.html

from crawler.html.document import Document, UnreadableError, parse
from crawler.html.vocabulary import words

MOST_PARTS = 20  # no article has more; anything longer is a list

_NUMBER_KEYS = frozenset(("page", "p", "pg", "pagina", "seite", "paged", "pagenum", "part", "pp", "_page"))
_TAIL = re.compile(r"[/_-](?:page|seite|pagina|p|part|teil)?[/_-]?(\d{1,2})", re.IGNORECASE)
_LIST = re.compile(
    r"/(?:page|seite|tags?|category|kategorie|topics?|authors?|search|archive?s?|news|blog|section)/?$",
    re.IGNORECASE,
)
_FILE = re.compile(r"\.(?:s?html?|php|aspx?)$")
_LONGEST_LABEL = 30  # characters; anything longer is a headline
_PARAGRAPH = re.compile(rb"<p\b[^<>]*+>([^<]*+(?:<(?!/?p\b)[^<]*+)*+)</p>", re.IGNORECASE)
_MIN_PARAGRAPH = 60  # bytes from which a paragraph is more than a caption
_NEW_SHARE = 0.3  # of a part's paragraphs; the rest may be a standfirst, a box or a closing note that all parts show


def next_part(body: bytes, url: str, first: str, number: int, content_type: str = "") -> str:
    """Return the URL of the part after this one, or an empty string.

    `first` is the URL of part 1, and this is part `number`. The page is parsed only if it may name a further
    part.
    """
    if number >= MOST_PARTS or not _may_name_part(body, first, number + 1):
        return ""
    try:
        return next_page(parse(body, url, content_type), first, number)
    except UnreadableError:
        return ""


def part_number(first: str, url: str) -> int:
    """Return which part of the article at `first` a URL is by its form, or 0 for another page."""
    try:
        here, there = urlsplit(first), urlsplit(url)
        if (
            there.scheme not in ("http", "https")
            or _host(there) != _host(here)
            or _query_without_number(there) != _query_without_number(here)
        ):
            return 0
    except ValueError:  # not a URL
        return 0
    story, path = _common_path(here), _without_extension(there.path)
    for key, value in parse_qsl(there.query):
        if key.lower() in _NUMBER_KEYS and path == story:
            return int(value) if value.isdecimal() and len(value) <= 2 else 0
    tail = _TAIL.fullmatch(path, len(story)) if path.startswith(story) else None
    return int(tail[1]) if tail else int(path == story)


def is_repetition(earlier: Iterable[bytes], body: bytes) -> bool:
    """Return whether a page adds hardly a paragraph to the `earlier` pages.

    Then only a list next to the article was paged.
    """
    earlier_paragraphs = {paragraph for page in earlier for paragraph in _PARAGRAPH.findall(page)}
    paragraphs = [paragraph for paragraph in _PARAGRAPH.findall(body) if len(paragraph) >= _MIN_PARAGRAPH]
    return bool(paragraphs) and sum(paragraph not in earlier_paragraphs for paragraph in paragraphs) < _NEW_SHARE * len(
        paragraphs
    )


def next_page(document: Document, first: str, number: int) -> str:
    """Return the URL of the part after part `number` of the article at `first`, or an empty string."""
    story = _common_path(urlsplit(first))
    if not story.strip("/") or _LIST.search(story):
        return ""
    base = document.tree.base_url or document.url
    for link in document.tree.iter("link", "a"):
        address = link.get("href") or ""
        if str(number + 1) in address:
            address = _absolute(base, address)
            if part_number(first, address) == number + 1 and _is_next_link(link, number + 1):
                return address
    return ""


def join_parts(parts: Iterable[str]) -> str:
    """Join the texts of the parts in order; drop paragraphs that an earlier part already has.

    Parts repeat standfirsts and closing notes. A repetition within one part is the author's and is kept.
    """
    seen: set[str] = set()
    kept: list[str] = []
    for part in parts:
        paragraphs = [paragraph.strip() for paragraph in part.split("\n\n") if paragraph.strip()]
        kept += [paragraph for paragraph in paragraphs if paragraph not in seen]
        seen.update(paragraphs)
    return "\n\n".join(kept)


def _may_name_part(body: bytes, first: str, number: int) -> bool:
    """Return whether the bytes contain the article's path or a query, followed by this number.

    The name is looked up before the pattern is matched: an alternation at each byte costs 4 ms a page, this 0.1 ms.
    """
    name = _common_path(urlsplit(first)).rpartition("/")[2]
    if not name:
        return False
    after_name, query = _number_patterns(number)
    forms = {form.encode("utf-8", "replace") for form in (name, unquote(name))}
    ends = (at + len(form) for form in forms for at in _places(body, form))
    return any(after_name.match(body, end) for end in ends) or query.search(body) is not None


@cache
def _number_patterns(number: int) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """Return the patterns of what leads from the path of an article to a number, and of a query that ends in it."""
    after_name = rb"[^\"'\s<>]{0,24}?[/_=-]\w{0,6}?%d(?!\d)" % number
    query = rb"href=[\"']?\?[^\"'\s<>]{0,60}?=%d(?!\d)" % number
    return re.compile(after_name), re.compile(query)


def _places(body: bytes, form: bytes) -> Iterator[int]:
    at = body.find(form)
    while at >= 0:
        yield at
        at = body.find(form, at + 1)


def _is_next_link(link: lxml.html.HtmlElement, number: int) -> bool:
    if "next" in (link.get("rel") or "").lower().split():
        return True
    label = " ".join((link.text_content() or link.get("aria-label") or link.get("title") or "").split()).lower()
    if len(label) > _LONGEST_LABEL:
        return False
    return str(number) in re.findall(r"\d+", label) or any(word in label for word in words("next_page"))


def _common_path(first: SplitResult) -> str:
    """Return the path that all parts share: that of the first part, without a final 1."""
    path = _without_extension(first.path)
    tail = re.search(_TAIL.pattern + "$", path, re.IGNORECASE)
    return path[: tail.start()] if tail and int(tail[1]) == 1 else path


def _without_extension(path: str) -> str:
    return _FILE.sub("", path.rstrip("/"))


def _absolute(base: str, address: str) -> str:
    try:
        return urldefrag(urljoin(base, address)).url
    except ValueError:  # not a URL
        return ""


def _query_without_number(address: SplitResult) -> list[tuple[str, str]]:
    """Return the query without the page number.

    The query identifies the article on sites that use `story.php?id=7&page=2`.
    """
    return sorted(pair for pair in parse_qsl(address.query) if pair[0].lower() not in _NUMBER_KEYS)


def _host(address: SplitResult) -> str:
    return (address.hostname or "").removeprefix("www.")
