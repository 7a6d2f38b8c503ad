"""Articles spread over several pages: where the next part is, and how the parts become one text.

A next part is a page whose address is that of this one with the next number, to which a link leads that says so: by
`rel=next`, by the number as its text, or by a word for "next". A list pager and the next article of a series also say
"next", but do not share the article's own path. A pager of comments or of other articles does; there the article comes
again with every number (`is_repetition`).
"""

import re
from collections.abc import Iterable
from urllib.parse import SplitResult, parse_qsl, unquote, urldefrag, urljoin, urlsplit

import lxml.html

from crawler.html.document import Document, UnreadableError, parse
from crawler.html.vocabulary import words

MOST_PARTS = 20  # no article has more; what looks like it is a list

_NUMBER_KEYS = frozenset(("page", "p", "pg", "pagina", "seite", "paged", "pagenum", "part", "pp", "_page"))
_TAIL = re.compile(r"[/_-](?:page|seite|pagina|p|part|teil)?[/_-]?(\d{1,2})", re.IGNORECASE)
_LIST = re.compile(
    r"/(?:page|seite|tags?|category|kategorie|topics?|authors?|search|archive?s?|news|blog|section)/?$",
    re.IGNORECASE,
)
_FILE = re.compile(r"\.(?:s?html?|php|aspx?)$")
_LONGEST_LABEL = 30  # characters; what is longer is a headline
_PARAGRAPH = re.compile(rb"<p\b[^>]*+>([^<]*+(?:<(?!/?p\b)[^<]*+)*+)</p>", re.IGNORECASE)
_LEAST = 60  # bytes from which a paragraph is more than a caption
_NEW_SHARE = 0.3  # of a part's paragraphs; the rest may be a standfirst, a box or a closing note that all parts show


def next_part(body: bytes, url: str, first: str, number: int, content_type: str = "") -> str:
    """Give the address of the part after this one, or an empty string.

    `first` is the address of part 1, and this is part `number`. It is parsed only if it may name a further one.
    """
    if number >= MOST_PARTS or not _may_name_part(body, first, number + 1):
        return ""
    try:
        return next_page(parse(body, url, content_type), first, number)
    except UnreadableError:
        return ""


def part_number(first: str, url: str) -> int:
    """Which part of the article at `first` an address is by its form; 0 when it is another page."""
    try:
        here, there = urlsplit(first), urlsplit(url)
        if there.scheme not in ("http", "https") or _host(there) != _host(here) or _rest(there) != _rest(here):
            return 0
    except ValueError:  # no address at all
        return 0
    story, path = _story(here), _bare(there.path)
    for key, value in parse_qsl(there.query):
        if key.lower() in _NUMBER_KEYS and path == story:
            return int(value) if value.isdecimal() and len(value) <= 2 else 0
    tail = _TAIL.fullmatch(path, len(story)) if path.startswith(story) else None
    return int(tail[1]) if tail else int(path == story)


def is_repetition(earlier: Iterable[bytes], body: bytes) -> bool:
    """Whether a page brings hardly a paragraph that `earlier` pages did not have: only a list beside it went on."""
    known = {paragraph for page in earlier for paragraph in _PARAGRAPH.findall(page)}
    own = [paragraph for paragraph in _PARAGRAPH.findall(body) if len(paragraph) >= _LEAST]
    return bool(own) and sum(paragraph not in known for paragraph in own) < _NEW_SHARE * len(own)


def next_page(document: Document, first: str, number: int) -> str:
    """Give the address of the part after part `number` of the article at `first`, or an empty string."""
    story = _story(urlsplit(first))
    if not story.strip("/") or _LIST.search(story):
        return ""
    base = document.tree.base_url or document.url
    for link in document.tree.iter("link", "a"):
        address = link.get("href") or ""
        if str(number + 1) in address:
            address = _absolute(base, address)
            if part_number(first, address) == number + 1 and _leads_on(link, number + 1):
                return address
    return ""


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


def _may_name_part(body: bytes, first: str, number: int) -> bool:
    """Whether the bytes name the article's own path with this number after it, or a query with it."""
    name = _story(urlsplit(first)).rpartition("/")[2]
    if not name:
        return False
    forms = b"|".join({re.escape(form.encode("utf-8", "replace")) for form in (name, unquote(name))})
    pattern = rb"(?:(?:%b)[^\"'\s<>]{0,24}?[/_=-]\w{0,6}?|href=[\"']?\?[^\"'\s<>]{0,60}?=)%d(?!\d)" % (forms, number)
    return re.search(pattern, body) is not None


def _leads_on(link: lxml.html.HtmlElement, number: int) -> bool:
    if "next" in (link.get("rel") or "").lower().split():
        return True
    label = " ".join((link.text_content() or link.get("aria-label") or link.get("title") or "").split()).lower()
    if len(label) > _LONGEST_LABEL:
        return False
    return str(number) in re.findall(r"\d+", label) or any(word in label for word in words("next_page"))


def _story(first: SplitResult) -> str:
    """The path that all parts share: that of the first, without the 1 that some end with."""
    path = _bare(first.path)
    tail = re.search(_TAIL.pattern + "$", path, re.IGNORECASE)
    return path[: tail.start()] if tail and int(tail[1]) == 1 else path


def _bare(path: str) -> str:
    return _FILE.sub("", path.rstrip("/"))


def _absolute(base: str, address: str) -> str:
    try:
        return urldefrag(urljoin(base, address)).url
    except ValueError:  # no address at all
        return ""


def _rest(address: SplitResult) -> list[tuple[str, str]]:
    """The query without the page number: it names the article on sites like `story.php?id=7&page=2`."""
    return sorted(pair for pair in parse_qsl(address.query) if pair[0].lower() not in _NUMBER_KEYS)


def _host(address: SplitResult) -> str:
    return (address.hostname or "").removeprefix("www.")
