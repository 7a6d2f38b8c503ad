"""Patterns of a source whose site has moved: what fits under the old domain fits under the new one.

A pattern states the host of the articles, since the outlet had one when it was written. When the outlet moves, its
paths mostly stay.
"""

import re
from urllib.parse import urlsplit

from msgspec.structs import replace

from archive.urls.domains import registrable_domain
from crawler.catalogue.source import Source
from crawler.catalogue.url_patterns import complaint

_HOST = re.compile(r"(://)([^/]{1,200})(?=/)")


def site_of(url: str) -> str:
    """Return the registrable domain of a URL; of an IP address or a single name, with its port."""
    parts = urlsplit(url)
    domain = registrable_domain(parts.hostname or "")
    is_bare = "." not in domain or domain.replace(".", "").isdecimal() or ":" in domain
    return parts.netloc.rpartition("@")[2].lower() if is_bare else domain


def at_site(source: Source, url: str) -> Source:
    """Return the source with patterns that admit the site of `url` wherever they admit one of a stated host."""
    site = site_of(url)
    if not site or site == site_of(source.homepage):
        return source
    return replace(
        source,
        article_url_re=_widened(source.article_url_re, site),
        exclude_url_re=_widened(source.exclude_url_re, site),
    )


def _widened(pattern: str, site: str) -> str:
    host = rf"(?:[a-z0-9-]+\.)*{re.escape(site)}"
    if f"|{host})/" in pattern:
        return pattern
    widened = _HOST.sub(lambda found: f"{found[1]}(?:{found[2]}|{host})", pattern)
    return pattern if complaint(widened) else widened
