"""Guess where the endpoints of an unknown site may be: from its home page, robots.txt and common paths."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.discovery.urls import clean, same_site
from crawler.html.document import UnreadableError, parse
from crawler.html.vocabulary import words

FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json")
FEED_PATHS = (
    "feed/",
    "rss.xml",
    "feed.xml",
    "rss",
    "atom.xml",
    "index.xml",
    "feed.json",
    "news/feed/",
    "news/rss.xml",
    "blog-feed.xml",  # Wix
)
SITEMAP_PATHS = ("sitemap.xml", "sitemap_index.xml", "wp-sitemap.xml", "news-sitemap.xml", "sitemap.xml.gz")
MAX_CANDIDATES = 60

_WORDPRESS = "https://api.w.org/"
_POSTS = "wp/v2/posts?per_page=20&_embed=1"
_COMMENTS = re.compile(r"comments?(?:/|$|\?|[-_]?feed)|[?&]withcomments", re.IGNORECASE)
_FEED_LINK = re.compile(r"(?:/|\b)(?:rss|feed|atom)(?:\b|/|\.xml|\.rdf)|\.(?:rss|rdf|atom)$", re.IGNORECASE)
_LIST_LINK = re.compile(
    r"^(?:news(?:room)?|latest(?:-news)?|press(?:-?releases?|-room)?|media(?:-cent(?:er|re))?|articles|blog|stories"
    r"|updates|statements|publications|analysis|nachrichten|aktuelles|presse|actualites?|communiques?|noticias"
    r"|notizie|comunicati|nieuws|nyheter|novosti|aktualnosci|xwzx)(?:[-_].{0,30})?(?:\.\w+)?$",
    re.IGNORECASE,
)
_EDGES = "«»‹›→←<>≫▶►|·•…[]().:+ "
_DEFAULT_DOCUMENT = re.compile(r"(?:default|index)\.(?:aspx?|html?|php|jsp)", re.IGNORECASE)
_SITEMAP_LINE = re.compile(r"^[ \t]*sitemap[ \t]*:[ \t]*(\S+)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A URL to try as an endpoint: its kind, why it may be one, and the dialect of an API."""

    kind: str
    url: str
    why: str
    dialect: str = ""


def candidates(
    home: bytes, url: str, headers: Mapping[str, str] | None = None, robots: str = ""
) -> tuple[Candidate, ...]:
    """Return the URLs to try on a site, best first, without duplicates.

    `url` is the home page's after redirects. `headers` (lower-case names) are those of the home page, `robots`
    is the text of robots.txt.
    """
    try:
        tree = parse(home, url, (headers or {}).get("content-type", "")).tree
    except UnreadableError:
        tree = None
    found: dict[str, Candidate] = {}
    for candidate in _all(tree, url, headers or {}, robots):
        if candidate.url and len(found) < MAX_CANDIDATES:
            found.setdefault(candidate.url, candidate)
    return tuple(found.values())


def _all(tree: HtmlElement | None, url: str, headers: Mapping[str, str], robots: str) -> Iterator[Candidate]:
    if tree is not None:
        yield from _announced_feeds(tree, url)
        yield from _interfaces(tree, url)
    if _WORDPRESS in headers.get("link", ""):
        root = re.search(r"<([^<>]+)>\s*;\s*rel=\"?https://api\.w\.org/", headers["link"])
        yield Candidate("api", clean((root.group(1) if root else "") + _POSTS, url), "link header", "wordpress")
    for line in _SITEMAP_LINE.findall(robots)[:20]:
        yield Candidate("sitemap", clean(line, url), "robots.txt")
    for path in FEED_PATHS:
        yield Candidate("feed", clean(path, _folder(url)), "usual path")
        yield Candidate("feed", clean("/" + path, url), "usual path")
    for path in SITEMAP_PATHS:
        yield Candidate("sitemap", clean("/" + path, url), "usual path")
    if tree is not None:
        yield from _lists(tree, url)
    yield Candidate("listing", clean(url, url), "home page")


def _announced_feeds(tree: HtmlElement, url: str) -> Iterator[Candidate]:
    for element in tree.iter("link"):
        if (element.get("type") or "").lower().strip() in FEED_TYPES:
            address = clean(element.get("href") or "", url)
            if not _COMMENTS.search(address):
                yield Candidate("feed", address, "link tag")
    for link in tree.iter("a"):
        href = link.get("href") or ""
        if _FEED_LINK.search(href) and not _COMMENTS.search(href):
            address = clean(href, url)
            if address and same_site(address, url):
                yield Candidate("feed", address, "link on the home page")


def _interfaces(tree: HtmlElement, url: str) -> Iterator[Candidate]:
    for element in tree.iter("link"):
        if _WORDPRESS in (element.get("rel") or ""):
            root = clean(element.get("href") or "", url)
            yield Candidate("api", root + _POSTS if root else "", "link tag", "wordpress")
    if any("substackcdn.com" in (e.get("href") or e.get("src") or "") for e in tree.iter("link", "script", "img")):
        yield Candidate("api", clean("/api/v1/archive?sort=new&limit=25", url), "made by Substack", "substack")


def _lists(tree: HtmlElement, url: str) -> Iterator[Candidate]:
    """Yield the pages that a link's address or words call a list of news.

    Where addresses are numbers or in another script, as at many authorities, only the words say it.
    """
    is_squarespace = any("squarespace" in (e.get("href") or e.get("src") or "") for e in tree.iter("link", "script"))
    for link in tree.iter("a"):
        address = clean(link.get("href") or "", url)
        segments = [segment for segment in urlsplit(address).path.split("/") if segment]
        if segments and _DEFAULT_DOCUMENT.fullmatch(segments[-1]):
            segments.pop()
        named = 1 <= len(segments) <= 4 and _LIST_LINK.match(segments[-1])
        label = " ".join("".join(link.itertext()).split()).strip(_EDGES).lower()
        if segments and (named or label in words("news_list")) and same_site(address, url):
            if is_squarespace:
                yield Candidate("feed", f"{address.partition('?')[0]}?format=rss", "made by Squarespace")
            yield Candidate("listing", address, "link on the home page")


def _folder(url: str) -> str:
    parts = urlsplit(url)
    return url if parts.path.endswith("/") else f"{parts.scheme}://{parts.netloc}{parts.path}/"
