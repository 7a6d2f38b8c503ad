"""The address that the article goes by.

rel=canonical (RFC 6596) and og:url are believed on the same registrable domain only, and not when they name
the home page or a section above the page: content systems print such constants on every page. Nor is what
the archive cannot key (`http://example.com:abc/a`, a host with a space): the article would have no row, and its batch
would fail. The archive brings the address into its canonical form itself; here it is only chosen.
"""

from urllib.parse import urljoin, urlsplit

from archive.urls.canonical import UrlError, url_key
from archive.urls.domains import registrable_domain
from crawler.extract.metadata.structured_data import Structured


def choose_url(structured: Structured) -> tuple[str, str]:
    """Return the absolute address and its method: "canonical", "og" or "address" (the page's own)."""
    own = structured.url
    stated = [("canonical", href) for href in structured.links.get("canonical", ())[:1]]
    stated += [("og", href) for href in structured.meta.get("og:url", ())[:1]]
    for method, href in stated:
        try:
            address = urljoin(own, href.strip())
            if _believable(address, own) and _can_be_keyed(address):
                return address, method
        except ValueError:
            continue
    return own, "address"


def _believable(address: str, own: str) -> bool:
    stated, page = urlsplit(address), urlsplit(own)
    if stated.scheme not in ("http", "https") or not stated.hostname or stated.username:
        return False
    if registrable_domain(stated.hostname) != registrable_domain(page.hostname or ""):
        return False
    path, own_path = stated.path.rstrip("/"), page.path.rstrip("/")
    if not path and not stated.query and (own_path or page.query):
        return False
    above = own_path.startswith(path + "/") and path != own_path
    return not above or own_path[len(path) :].lower().strip("/") in _TWINS or own_path[len(path) :].strip("/").isdigit()


def _can_be_keyed(address: str) -> bool:
    try:
        return bool(url_key(address))
    except UrlError:
        return False


_TWINS = frozenset("amp print index.html index.htm index.php index.amp amp.html default.aspx outputtype/amp".split())
