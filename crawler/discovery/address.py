"""An address as it stands in an endpoint, made fit to be asked for, or left out.

Endpoints are written by strangers: addresses come with white space, doubled entities, user names, schemes
that run scripts. What leaves here is absolute http(s), percent-encoded, without user name and fragment, of
bounded length.
"""

import re
from functools import cache, lru_cache
from urllib.parse import urljoin, urlsplit, urlunsplit

from tldextract import TLDExtract
from w3lib.url import safe_url_string

from archive.urls import UrlError, url_key
from crawler.catalogue.patterns import MAX_URL

# The common case, decided without taking the address apart: sitemaps hold 50,000 of them.
_CLEAN = re.compile(r"(https?://[a-z0-9.-]+(?::\d+)?)/(?:(?!&amp;)[!$-;=?-\[\]_a-z~])*")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_DROPPED = re.compile(r"[\x00-\x20\u00a0\u200b-\u200f\u2028\u2029\u2060\ufeff]+")
_INSIDE = re.compile(r"[\x00-\x1f\x7f]+")


def clean(link: str, base: str) -> str:
    """The absolute address of a link found at `base`, or an empty string when nobody can ask for it.

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
    """Whether two addresses are of one registrable domain (publicsuffix.org)."""
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
    """Whether the archive, which reads addresses as browsers do (WHATWG URL Standard), takes it for one."""
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
    """The registrable domain; under an unlisted suffix the last two labels; of a number, with its port."""
    parts = _suffixes()(netloc)
    if parts.domain and parts.suffix:
        return f"{parts.domain}.{parts.suffix}"
    if parts.ipv4 or parts.ipv6:
        return netloc
    return ".".join(netloc.partition(":")[0].rstrip(".").split(".")[-2:])


@cache
def _suffixes() -> TLDExtract:
    """The public suffix list as it comes with tldextract; nothing is fetched or kept on disk."""
    return TLDExtract(cache_dir=None, suffix_list_urls=())
