"""Forms of `article_url_re` that refuse articles of the outlet, or refuse nothing.

A pattern is valid as a regular expression long before it fits what a site publishes: sites move between http and https
and to or from `www`, add a query to a link, write slugs in capitals or in escaped letters, and list pages of a second
site. A refused article is lost without an error, so these forms are named before they cost one.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from archive.urls.canonical import registrable_domain
from crawler.catalogue.source import Source
from crawler.catalogue.url_patterns import compiled, found_in

# Services that publish feeds for others, at domains where no article is.
_FEED_SERVICES = frozenset({"feedburner.com", "sankichi.app", "bbci.co.uk"})

_REPEATED_CLASS = re.compile(r"\[([^\[\]]{1,64})\][+*]")
_CLOSED_END = re.compile(r"(?:\][+*]|\\[dw][+*]|\{\d+(?:,\d*)?\}|\\\.[a-z]+|\))(?:/\??)?\$$")
_OPEN_END = re.compile(r"(?:\.[+*]|\[\^[^\]?]{0,64}\][+*])\)?(?:/\??)?\$$")
_ONE_SEGMENT = re.compile(r"^\^[^:]*://(?:[^/()\[]|\(\?:[^()]*\))*/[^/(]*\]\+/?\??\$$")
QUERY = r"(?:\?.*)?"  # any query, or none
_ANY_PAGE = ("about", "a/b/contact.php?id=1", "en/terms/of-use.html")

Risk = tuple[str, str]  # the key, and what its value refuses or admits


def risks(source: Source) -> Iterator[Risk]:
    """Yield the dangerous forms of a source's pattern."""
    pattern = source.article_url_re
    if not pattern:
        return
    yield from _of_address(source, pattern)
    if "(?i)" not in pattern and any("a-z" in c and "A-Z" not in c for c in _REPEATED_CLASS.findall(pattern)):
        yield "article_url_re", "admits slugs in lower case only: write [\\w%-] for [a-z0-9-]"
    if admits_no_query(pattern):
        yield "article_url_re", f"admits no query: end it with {QUERY}$"
    if all(found_in(pattern, f"{_root(source)}/{page}") for page in _ANY_PAGE):
        yield "article_url_re", "fits every page of the site: leave it out, or name the part that has the articles"


def admits_no_query(pattern: str) -> bool:
    """Return whether a pattern ends where a query would begin; after a bare slug, one would be a search page."""
    if r"\?" in pattern:
        return False
    is_open = _OPEN_END.search(pattern) or _ONE_SEGMENT.search(pattern)
    return bool(_CLOSED_END.search(pattern)) and not is_open


def _of_address(source: Source, pattern: str) -> Iterator[Risk]:
    """Yield what the beginning of a pattern refuses, found by matching beginnings of addresses against it."""
    if not pattern.removeprefix("(?i)").startswith("^"):
        return
    hosts = {urlsplit(url).hostname or "" for url in (source.homepage, *(e.url for _, e in source.endpoints()))}
    admitted = {
        host
        for host in hosts
        if _admits_beginning(pattern, f"https://{host}/") or _admits_beginning(pattern, f"http://{host}/")
    }
    for host in sorted(admitted):
        forms = [f"{scheme}://{host}/" for scheme in ("http", "https")]
        if not all(_admits_beginning(pattern, form) for form in forms):
            yield "article_url_re", f"demands one scheme at {host}: begin it with ^https?://"
        other = host.removeprefix("www.") if host.startswith("www.") else f"www.{host}"
        if not _admits_beginning(pattern, f"https://{other}/") and _is_site(host):
            yield "article_url_re", rf"admits {host} but not {other}: write (?:www\.)?"
    for kind, endpoint in source.endpoints():
        host = urlsplit(endpoint.url).hostname or ""
        site = registrable_domain(host)
        if endpoint.enabled and site not in _FEED_SERVICES and not _admits_site(pattern, host, site):
            yield "article_url_re", f"admits no address at {host}, which the {kind} {endpoint.url} lists"


def _admits_site(pattern: str, host: str, site: str) -> bool:
    """Return whether addresses may fit at the host, or elsewhere at its site: many feeds have a host for themselves."""
    return site in pattern.replace("\\", "") or any(
        _admits_beginning(pattern, f"{scheme}://{name}/")
        for scheme in ("https", "http")
        for name in (host, site, f"www.{site}", host.removeprefix("www."), f"www.{host}")
    )


def _admits_beginning(pattern: str, beginning: str) -> bool:
    """Return whether an address that begins like this can fit."""
    return compiled(pattern).match(beginning, partial=True) is not None


def _is_site(host: str) -> bool:
    """Return whether a host is a site's main one, for which `www` is the usual other name."""
    return host.removeprefix("www.") == registrable_domain(host)


def _root(source: Source) -> str:
    parts = urlsplit(source.homepage)
    return f"{parts.scheme}://{parts.netloc}"
