"""All sources of one run, and the ways to find one."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from urllib.parse import urlsplit

from crawler.catalogue.errors import UnknownSourceError, suggestion
from crawler.catalogue.source import Source
from crawler.catalogue.url_patterns import OUTSIDE, admits, names_document, refusal

_DEFAULT_PORTS = {"http": 80, "https": 443}


class Catalogue:
    """The sources by id, in the order in which they were loaded. It does not change."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self._sources = dict(sources)

    def __len__(self) -> int:
        return len(self._sources)

    def __iter__(self) -> Iterator[Source]:
        return iter(self._sources.values())

    def __contains__(self, source_id: object) -> bool:
        return source_id in self._sources

    def __getitem__(self, source_id: str) -> Source:
        """Return the source of this id. Raises UnknownSourceError."""
        try:
            return self._sources[source_id]
        except KeyError:
            hint = suggestion(source_id, self._sources) or "; see: spacebeat sources list"
            raise UnknownSourceError(f'there is no source "{source_id}"{hint}') from None

    @property
    def enabled(self) -> tuple[Source, ...]:
        """The sources that a crawl without names takes."""
        return tuple(source for source in self if source.enabled)

    def select(self, names: Iterable[str] = ()) -> tuple[Source, ...]:
        """Return the named sources, each once, enabled or not; all enabled ones without names.

        Raises UnknownSourceError for a name that is none.
        """
        chosen = tuple(self[name] for name in dict.fromkeys(names))
        return chosen or self.enabled

    def by_host(self, url_or_host: str) -> tuple[Source, ...]:
        """Return the sources at home on this host, or on the nearest one above it (`oig.nasa.gov`, `nasa.gov`)."""
        address = url_or_host if "//" in url_or_host else f"//{url_or_host}"
        host, port = _host(address)
        while host:
            if at_home := self._by_host.get(host + port):
                return at_home
            host = host.partition(".")[2]
        return ()

    def for_url(self, url: str) -> Source | None:
        """Return the source whose article this would be, by host and patterns; the most particular one wins.

        Documents are mostly filed apart from articles, outside their pattern (`/news/…`, `/media/report.pdf`).
        """
        fitting = [source for source in self.by_host(url) if admits(source, url)]
        if not fitting and names_document(url):
            return self.for_document(url)
        return max(fitting, key=lambda source: _fit(source, url), default=None)

    def for_document(self, url: str) -> Source | None:
        """Return the source that reads its documents and whose document this would be, whatever it is called."""
        fitting = [s for s in self.by_host(url) if s.documents and refusal(s, url) in ("", OUTSIDE)]
        return max(fitting, key=lambda source: _fit(source, url), default=None)

    @cached_property
    def _by_host(self) -> dict[str, tuple[Source, ...]]:
        hosts: dict[str, dict[str, Source]] = {}
        for source in self:
            home, port = _host(source.homepage)
            addresses = [(home, port)] + [_host(endpoint.url) for _, endpoint in source.endpoints()]
            for host, its_port in addresses:
                if host and (f".{host}".endswith(f".{home}") or home.endswith(f".{host}")):
                    hosts.setdefault(host + its_port, {})[source.id] = source
        return {host: tuple(sources.values()) for host, sources in hosts.items()}


def _host(url: str) -> tuple[str, str]:
    """Return the host without `www.`, and the port as `:8080` where it is not the usual one."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "", ""
    host = (parts.hostname or "").rstrip(".").removeprefix("www.")
    usual = port is None or port == _DEFAULT_PORTS.get(parts.scheme)
    return host, "" if usual else f":{port}"


def _fit(source: Source, url: str) -> tuple[bool, int, bool]:
    home = urlsplit(source.homepage).path.rstrip("/")
    within = len(home) if urlsplit(url).path.startswith(home) else 0
    return bool(source.article_url_re), within, source.enabled
