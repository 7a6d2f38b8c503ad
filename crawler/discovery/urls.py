"""An address as an endpoint contains it, made fit to be requested, or left out.

Endpoints are written by strangers: addresses come with white space, doubled entities, user names, schemes
that run scripts. What leaves here is absolute http(s), percent-encoded, without user name and fragment, of
bounded length.
"""

import re
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlencode, urljoin, urlsplit, urlunsplit

from w3lib.url import safe_url_string

from archive.urls.canonical import UrlError, url_key
from archive.urls.domains import split_by_registry
from crawler.catalogue.url_patterns import MAX_URL
from crawler.html.vocabulary import words

# What the shape of an address suggests about its page: an article, a list, or neither.
#
# Publishing software writes articles' addresses as dates, long slugs and growing numbers, and lists as single
# words.

_NEWS = re.compile(
    r"^(?:news|newsroom|articles?|stor(?:y|ies)|posts?|blog|press|press-?releases?|releases?|statements?|updates?"
    r"|analys[ei]s|commentar(?:y|ies)|opinions?|reports?|publications?|nachrichten|aktuelles|meldung(?:en)?"
    r"|presse|actualites?|communiques?|noticias?|comunicados?|notizie|comunicati|nieuws|nyheter|novosti|aktualnosci"
    r"|view|read|detail|doc|document|content|xwzx|gongbao|briefs?|features?|essays?)$",
    re.IGNORECASE,
)
_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|ico|css|js|json|xml|rss|atom|ics|zip|mp[34]|mov|epub|exe)$", re.I)
_DOCUMENT = re.compile(r"\.(?:s?html?|aspx?|php|jsp|cms|ece|do)$", re.IGNORECASE)
_DATE = re.compile(r"/(?:19|20)\d{2}(?:/|-)?(?:0?[1-9]|1[0-2]|[a-z]{3})(?:/|-|\d{2}|$)|/(?:19|20)\d{6}(?:/|\D)", re.I)
_INDEX = re.compile(r"^(?:index|default|home|list|main|archive)\d*(?:\.\w+)?$", re.IGNORECASE)
_VERBS = frozenset({"download", "open", "view", "show", "read", "file", "inline", "pdf", "html"})
_NUMBER = re.compile(r"\d{3,}")
_KEYS = re.compile(r"^(?:.*id|.*no|p|story|article|news|idxno|seq|nr|num|prid|a)$", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=4_096)
def shape(url: str) -> int:
    """Return how much the address looks like an article's: -1 for what is surely none, 0 for no sign, up to 7."""
    parts = urlsplit(url)
    segments = [segment for segment in unquote(parts.path).lower().split("/") if segment]
    if not segments and not parts.query:
        return -1
    if len(segments) > 1 and segments[-1] in _VERBS:
        del segments[-1]  # what it names is before it: "/media/4712/download" of Drupal
    last = segments[-1] if segments else ""
    # SharePoint has all its pages in folders of this name.
    named = [segment for segment in (*segments[:1], *segments[-2:]) if segment != "pages" or not last.endswith(".aspx")]
    if _FILE.search(last) or any(segment in words("no_article") for segment in named):
        return -1
    stem = _DOCUMENT.sub("", last)
    score = _slug(stem)
    score += 2 if _DATE.search(parts.path + "/") else 0
    score += 2 if _NUMBER.search(stem) or _numbered(parts.query) else 0
    score += 1 if any(_NEWS.match(segment) for segment in segments[:-1]) else 0
    score += 1 if stem != last and not _INDEX.match(last) else 0
    return 0 if _INDEX.match(last) and not _numbered(parts.query) and score < 3 else score


def _slug(stem: str) -> int:
    """Return points for the words of a slug: two for three, three for five; other scripts by their length."""
    parts = [part for part in re.split(r"[-_+. ]", stem) if _WORDS.search(part)]
    if len(parts) >= 5 or (not stem.isascii() and len(stem) >= 12):
        return 3
    return {4: 2, 3: 2, 2: 1}.get(len(parts), 0)


def _numbered(query: str) -> bool:
    pairs = parse_qsl(query, max_num_fields=50) if query.count("&") < 50 else []
    return any(_KEYS.match(key) and _NUMBER.search(value) for key, value in pairs)


# The common case, decided without taking the address apart: sitemaps hold 50,000 of them.
_CLEAN = re.compile(r"(https?://[a-z0-9.-]+(?::\d+)?)/(?:(?!&amp;)[!$-;=?-\[\]_a-z~])*")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_DROPPED = re.compile(r"[\x00-\x20\u00a0\u200b-\u200f\u2028\u2029\u2060\ufeff]+")
_INSIDE = re.compile(r"[\x00-\x1f\x7f]+")


def clean(link: str, base: str) -> str:
    """Return the absolute address of a link found at `base`, or an empty string when it cannot be requested.

    White space around and control characters inside are dropped, as the WHATWG URL Standard has it;
    backslashes, which readers of addresses take in different ways, are refused.
    """
    plain = _CLEAN.fullmatch(link) if len(link) <= MAX_URL else None
    if plain and _is_site(plain[1]):
        return link
    link = _INSIDE.sub("", _stripped(link)).replace("&amp;", "&")
    if not link or len(link) > MAX_URL or "\\" in link:
        return ""
    if _SCHEME.match(link) and not link[:6].lower().startswith(("http:", "https:")):
        return ""
    try:
        return _absolute(link, base)
    except (ValueError, UnicodeError):
        return ""


def same_site(url: str, base: str) -> bool:
    """Return whether two addresses are of one registrable domain (publicsuffix.org)."""
    one, other = _site(_netloc(url)), _site(_netloc(base))
    return bool(one) and one == other


def _absolute(link: str, base: str) -> str:
    parts = urlsplit(urljoin(base, link))
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    netloc = f"{host}:{parts.port}" if parts.port is not None else host
    url = urlunsplit((parts.scheme, netloc, parts.path or "/", parts.query, ""))
    url = safe_url_string(url)
    return url if len(url) <= MAX_URL and _can_be_kept(url) else ""


def _can_be_kept(url: str) -> bool:
    """Return whether the archive, which parses as browsers do (WHATWG URL Standard), takes it for an address."""
    try:
        return bool(url_key(url))
    except UrlError:
        return False


@lru_cache(maxsize=4_096)
def _is_site(site: str) -> bool:
    return _can_be_kept(f"{site}/")


def _stripped(link: str) -> str:
    head = _DROPPED.match(link)
    link = link[head.end() :] if head else link
    while link and _DROPPED.fullmatch(link[-1]):
        link = link[:-1]
    return link


def _netloc(url: str) -> str:
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""


@lru_cache(maxsize=4_096)
def _site(netloc: str) -> str:
    """Return the registrable domain; under an unlisted suffix the last two labels; an IP address with its port."""
    parts = split_by_registry(netloc)
    if parts.domain and parts.suffix:
        return f"{parts.domain}.{parts.suffix}"
    if parts.ipv4 or parts.ipv6:
        return netloc
    return ".".join(netloc.partition(":")[0].rstrip(".").split(".")[-2:])


def older_page(url: str, number: int) -> str:
    """Return the address of a page of a WordPress feed.

    developer.wordpress.org, WP_Query: `paged`; other software ignores the parameter.
    """
    parts = urlsplit(url)
    pairs = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != "paged"]
    return parts._replace(query=urlencode([*pairs, ("paged", str(number))])).geturl()
