"""The sort key of an address in CDXJ indexes: host reversed, then path and query, as replay tools look it up.

Rules: "Sort-friendly URI Reordering Transform" of the Internet Archive with its default canonicalization: lower case,
no scheme, no `www`, no default port, no session id, sorted query, no trailing slash.
"""

import posixpath
import re
from urllib.parse import quote, unquote_to_bytes, urlsplit

_WWW = re.compile(r"^www\d*\.")
_SESSION = re.compile(
    r"^(?:jsessionid=[0-9a-z$]{10,}|phpsessid=[0-9a-z]{32}|sid=[0-9a-z]{32}|aspsessionid[a-z]{8}=[a-z]{24}|cfid=\d+|cftoken=[^&]+)$"
)
_PORTS = {"http": 80, "https": 443}
_KEPT = "!$&'()*+,;=:@/~[]|^`{}\"<>"


def surt(url: str) -> str:
    """Give the key; an address that cannot be taken apart is its own key, in lower case."""
    try:
        parts = urlsplit(url)
        host = (
            (parts.hostname or "").encode("idna").decode() if not (parts.hostname or "").isascii() else parts.hostname
        )
        port = parts.port
    except (ValueError, UnicodeError):
        return url.lower()
    labels = ",".join(reversed(_WWW.sub("", host or "").split(".")))
    suffix = f":{port}" if port and port != _PORTS.get(parts.scheme) else ""
    query = _query(parts.query)
    return f"{labels}{suffix}){_path(parts.path)}{'?' + query if query else ''}"


def _path(path: str) -> str:
    plain = _recode(path).lower()
    clean = posixpath.normpath(re.sub("/+", "/", "/" + plain))
    return "/" if clean == "." else clean


def _query(query: str) -> str:
    pairs = [_recode(pair, "?").lower() for pair in query.split("&")]
    return "&".join(sorted(pair for pair in pairs if not _SESSION.match(pair)))


def _recode(text: str, more: str = "") -> str:
    return quote(unquote_to_bytes(text), safe=_KEPT + more)
