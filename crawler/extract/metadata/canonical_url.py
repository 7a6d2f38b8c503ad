"""Choose the URL of the article.

rel=canonical (RFC 6596) and og:url are accepted on the same registrable domain only, and not when they name the
home page or a section above the page: content management systems print such constants on every page. A URL that
the archive cannot key (`http://example.com:abc/a`, a host with a space) is rejected too: the article would have
no row, and its batch would fail. The archive converts the URL to its canonical form itself; here it is only
chosen.
"""

from urllib.parse import urljoin, urlsplit

from archive.urls.canonical import UrlError, url_key
from archive.urls.domains import registrable_domain
from crawler.extract.metadata.structured_data import Structured


def choose_url(structured: Structured) -> tuple[str, str]:
    """Return the absolute URL and its method: "canonical", "og" or "address" (the page's own)."""
    page_url = structured.url
    for href, method in stated_urls(structured):
        try:
            address = urljoin(page_url, href)
            if _is_acceptable(address, page_url) and _can_be_keyed(address):
                return address, method
        except ValueError:
            continue
    return page_url, "address"


def stated_urls(structured: Structured) -> list[tuple[str, str]]:
    """Return the addresses that the page states for itself, as it writes them, each with its method."""
    stated = [(href.strip(), "canonical") for href in structured.links.get("canonical", ())[:1]]
    return stated + [(href.strip(), "og") for href in structured.meta.get("og:url", ())[:1]]


def _is_acceptable(address: str, page_url: str) -> bool:
    stated, page = urlsplit(address), urlsplit(page_url)
    if stated.scheme not in ("http", "https") or not stated.hostname or stated.username:
        return False
    if registrable_domain(stated.hostname) != registrable_domain(page.hostname or ""):
        return False
    path, page_path = stated.path.rstrip("/"), page.path.rstrip("/")
    if not path and not stated.query and (page_path or page.query):
        return False
    above = page_path.startswith(path + "/") and path != page_path
    return (
        not above
        or page_path[len(path) :].lower().strip("/") in _ALTERNATE_SUFFIXES
        or page_path[len(path) :].strip("/").isdigit()
    )


def _can_be_keyed(address: str) -> bool:
    try:
        return bool(url_key(address))
    except UrlError:
        return False


_ALTERNATE_SUFFIXES = frozenset(
    "amp print index.html index.htm index.php index.amp amp.html default.aspx outputtype/amp".split()
)
