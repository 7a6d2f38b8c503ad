"""The canonical form of an address, and the key by which two addresses are the same article.

Two questions, two functions:

- `canonical_url`: what do we store and open? The address as an outlet states it, cleaned of what never
  matters to the server. Scheme, `www`, trailing slash, AMP and print forms stay, because the cleaned
  address must open.
- `url_key`: have we got it already? A string to compare, from which those differences are gone too. It must
  never be opened, and equal keys mean one article only within one outlet.

`canonical_url(canonical_url(u)) == canonical_url(u)`, and `url_key` is the same for `u`, its canonical
form, and `"http://" + url_key(u)`.

Rules of `canonical_url`, in order:

1. Space around the address goes, `&amp;` is `&`. Control characters, backslashes, other schemes than http
   and https, a missing host and more than 8,000 characters are refused with `UrlError`: parsers disagree
   about them.
2. The address is parsed as browsers do (WHATWG URL Standard, by ada): scheme and host in lower case, IDNA to
   punycode, IPv4 in four decimal parts, default port dropped, dot segments resolved, non-ASCII
   percent-encoded.
3. User name and password go; so does the dot after the host.
4. Percent-encoding has one form (RFC 3986, 6.2.2): unreserved characters plain, hex digits in upper case,
   and a stray `%` becomes `%25`.
5. Session identifiers in the path go: `;jsessionid=...`, `/(S(...))/`.
6. Tracking and session parameters go (`archive.urls.query_parameters`); the others keep their order;
   a query without parameters goes with its `?`.
7. The fragment goes, except a hash-bang (`#!/story/1`), which names a page.

Rules of `url_key`, on top (`archive.urls.key`): no scheme; ports 80 and 443 go; host labels `www`, `m`,
`mobile`, `amp` go; `/amp`, `/print`, `.amp.html`, index files, doubled and trailing slashes go; AMP, mobile
and print parameters go; parameters are sorted by name, `a=` is `a`, `+` is `%20`; escapes without effect
are undone.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from ada_url import URL

from archive.errors import SpacebeatError
from archive.urls.domains import registrable_domain
from archive.urls.key import host_key, path_key, query_key
from archive.urls.query_parameters import is_tracking, parameters

__all__ = ["UrlError", "canonical_url", "registrable_domain", "url_key"]

# RFC 9110, 4.1 asks for at least this much from every party; nothing that is read by people is longer.
_MAX_LENGTH = 8000

_WEB_ADDRESS = re.compile(r"https?://[^/?#]", re.IGNORECASE)
_REFUSED = re.compile(r"[\x00-\x1f\x7f-\x9f\\\ud800-\udfff]")
# Feeds and pages escape twice, so that an ampersand arrives as a reference; `#` would then start a fragment.
_AMPERSAND = re.compile(r"&(?:amp;|#0*38;)+", re.IGNORECASE)
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})?")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_PATH_SESSION = re.compile(r"(?:;|%3B)(?:jsessionid|phpsessid|sid|sessionid)=[^;/]*", re.IGNORECASE)
# ASP.NET without cookies: one to three tickets, each a letter and a token in parentheses.
_ASPNET_SESSION = re.compile(
    r"/(?:\(|%28) (?:[A-Z](?:\(|%28) [A-Za-z0-9_-]{20,} (?:\)|%29))+ (?:\)|%29)(?=/)", re.VERBOSE
)


class UrlError(SpacebeatError, ValueError):
    """The address is not http or https, has no host, or has what parsers read in two ways."""


class _Parts(NamedTuple):
    scheme: str
    host: str
    port: str
    path: str
    parameters: tuple[str, ...]
    hashbang: str


def canonical_url(url: str) -> str:
    """Return the address to store and to open. Raises UrlError for what is no address of a web page."""
    parts = _parse(url)
    authority = f"{parts.host}:{parts.port}" if parts.port else parts.host
    query = "&".join(parts.parameters)
    return f"{parts.scheme}//{authority}{parts.path}{'?' if query else ''}{query}{parts.hashbang}"


@lru_cache(maxsize=4096)
def url_key(url: str) -> str:
    """Return the string that is equal for all addresses of one article at one outlet: `spacenews.com/a?id=1`.

    Raises UrlError like `canonical_url`.
    """
    parts = _parse(url)
    port = "" if parts.port in ("", "80", "443") else f":{parts.port}"
    query = query_key(parts.parameters, parts.path)
    return f"{host_key(parts.host)}{port}{path_key(parts.path)}{'?' if query else ''}{query}{parts.hashbang}"


@lru_cache(maxsize=4096)
def _parse(url: str) -> _Parts:
    url = url.strip()
    if len(url) > _MAX_LENGTH:
        raise UrlError(f"address of {len(url)} characters: {url[:60]!r}...")
    if _REFUSED.search(url) or not _WEB_ADDRESS.match(url):
        raise UrlError(f"not an http or https address with a host: {url[:200]!r}")
    try:
        parsed = URL(_AMPERSAND.sub("&", url))
        host = _without_root_dot(parsed.hostname)
    except ValueError:
        raise UrlError(f"not a valid address: {url[:200]!r}") from None
    query = _normal_escapes(parsed.search.removeprefix("?"))
    fragment = parsed.hash
    return _Parts(
        scheme=parsed.protocol,
        host=host,
        port=parsed.port,
        path=_path(_normal_escapes(parsed.pathname)),
        parameters=tuple(p for p in parameters(query) if not is_tracking(p)),
        hashbang=_normal_escapes(fragment) if fragment.startswith("#!") else "",
    )


def _without_root_dot(host: str) -> str:
    # Parsed again: `a.09.` is a name, `a.09` a broken IPv4 address, and `.` nothing.
    return URL(f"http://{host.rstrip('.')}/").hostname if host.endswith(".") else host


def _path(path: str) -> str:
    # Taking one ticket out can put another together, so this runs until nothing is left to take.
    while True:
        kept = _ASPNET_SESSION.sub("", _PATH_SESSION.sub("", path))
        if kept == path:
            return path
        path = kept


def _normal_escapes(part: str) -> str:
    return _AMPERSAND.sub("&", _ESCAPE.sub(_normal_escape, part))


def _normal_escape(match: re.Match[str]) -> str:
    if match[1] is None:
        return "%25"
    character = chr(int(match[1], 16))
    return character if character in _UNRESERVED else match[0].upper()
