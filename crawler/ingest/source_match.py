"""Whose page an address is: a source of the catalogue or, if all hosts are wanted, its site as a separate source.

A site is a registrable domain. Nothing is known of it, so it is of the general press (relevance decides what is kept as
an article), international, and of no language in particular.
"""

import hashlib
import re
from functools import lru_cache
from urllib.parse import urlsplit

from archive.urls.domains import registrable_domain
from crawler.catalogue.catalogue import Catalogue
from crawler.catalogue.source import Source

_ID_LENGTH = 64
_UNFIT = re.compile(r"[^a-z0-9_-]+")
_USUAL_PORT = re.compile(r":(?:80|443)$")


class Belonging:
    """`sources` are all that an address may belong to, those found on the way included."""

    def __init__(self, catalogue: Catalogue, *, all_hosts: bool = False, known: tuple[Source, ...] = ()) -> None:
        self._catalogue = catalogue
        self._all_hosts = all_hosts
        self.sources: dict[str, Source] = {source.id: source for source in (*known, *catalogue)}
        self._at_home = lru_cache(maxsize=65536)(self._find_at_home)

    @property
    def scope(self) -> str:
        """Return a name for a choice of sources: a file read for one is not read for the other."""
        chosen = sorted(
            (
                s.id,
                s.homepage,
                s.article_url_re,
                s.exclude_url_re,
                s.documents,
                *(endpoint.url for _, endpoint in s.endpoints()),
            )
            for s in self._catalogue
        )
        return hashlib.sha256(repr((self._all_hosts, chosen)).encode()).hexdigest()

    def is_foreign(self, host: str) -> bool:
        """Return whether no page of a host (with its port, in lower case) belongs to a source."""
        return not host or not (self._all_hosts or self._at_home(_USUAL_PORT.sub("", host)))

    def source_of(self, url: str) -> Source | None:
        """Return the source that a page belongs to; None when it is nobody's."""
        host = _host(url)
        if not host:
            return None
        if self._at_home(host):
            return self._catalogue.for_url(url)
        return self._site(host) if self._all_hosts else None

    def source_of_document(self, url: str) -> Source | None:
        """Return the source that a document belongs to although its address is none of an article."""
        return self._catalogue.for_document(url)

    def _find_at_home(self, host: str) -> bool:
        return bool(self._catalogue.by_host(host))

    def _site(self, host: str) -> Source:
        domain = registrable_domain(host.partition(":")[0])
        name = site_id(domain)
        if name in self._catalogue:
            name = f"site-{name}"[:_ID_LENGTH]
        if name not in self.sources:
            self.sources[name] = Source(
                id=name,
                name=domain,
                homepage=f"https://{domain}/",
                country="INT",
                languages=(),
                kind="general-press",
                focus="general",
                enabled=False,
            )
        return self.sources[name]


def site_id(domain: str) -> str:
    """Return the id of a site as a source: `bbc.co.uk` -> `bbc-co-uk`; shortened to what an id may be."""
    name = _UNFIT.sub("-", domain.lower()).strip("-_") or "site"
    if len(name) <= _ID_LENGTH:
        return name
    return f"{name[: _ID_LENGTH - 9]}-{hashlib.sha256(domain.encode()).hexdigest()[:8]}"


def _host(url: str) -> str:
    """Return host and port, as `Catalogue.by_host` takes them: without the usual ports."""
    try:
        return _USUAL_PORT.sub("", urlsplit(url).netloc.rpartition("@")[2].lower())
    except ValueError:
        return ""
