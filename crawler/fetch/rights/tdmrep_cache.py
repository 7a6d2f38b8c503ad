"""Cache which tdmrep.json applies to a site, and for how long.

A site is asked at most once a day, also across runs, and only when a page of it is about to be fetched. The
absence of the file is remembered for as long.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from crawler.fetch.rights.tdmrep import TdmRule, read_tdmrep
from crawler.fetch.robots.cache import origin_of
from crawler.fetch.site_files import SiteFile, SiteFileStore

FRESH = timedelta(days=1)  # how long a copy is used without revalidation
ASK_AGAIN = timedelta(hours=1)  # when a site that did not respond is asked again

Fetch = Callable[[str, SiteFile | None], Awaitable[SiteFile | None]]
"""Fetches the tdmrep.json of an origin, with the validators of a copy if there is one; None without a response.

Status 304 confirms that copy.
"""

_MIN = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True)
class _Site:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    rules: tuple[TdmRule, ...] = ()
    valid_until: datetime = _MIN


class TdmCache:
    """The reservations of all sites, for one event loop."""

    def __init__(self, store: SiteFileStore | None = None) -> None:
        self._store = store
        self._sites: dict[str, _Site] = {}

    async def learn(self, origin: str, fetch: Fetch) -> None:
        """Load the site's rules if they are unknown or expired, with one request for all that wait."""
        site = self._sites.setdefault(origin, _Site())
        if site.valid_until > datetime.now(UTC):
            return
        async with site.lock:
            if site.valid_until <= datetime.now(UTC):  # no other task asked while this one waited for the lock
                await self._refresh(origin, site, fetch)

    def rules_for(self, url: str) -> tuple[TdmRule, ...]:
        """Return the rules that this process has loaded for the site of a URL."""
        site = self._sites.get(origin_of(url))
        return site.rules if site is not None else ()

    async def _refresh(self, origin: str, site: _Site, fetch: Fetch) -> None:
        stored = self._store.load(origin) if self._store is not None else None
        now = datetime.now(UTC)
        if stored is not None and stored.fetched_at <= now < stored.fetched_at + FRESH:
            site.rules, site.valid_until = _rules_of(stored), stored.fetched_at + FRESH
            return
        answer = _current_copy(await fetch(origin, stored), stored)
        if answer is None:
            # The last known file applies until the site serves another.
            site.rules, site.valid_until = _rules_of(stored), now + ASK_AGAIN
            return
        if self._store is not None:
            self._store.save(answer)
        site.rules, site.valid_until = _rules_of(answer), now + FRESH


def _current_copy(answer: SiteFile | None, stored: SiteFile | None) -> SiteFile | None:
    """Return the copy that a response represents; None where it has no information about the file."""
    if answer is None or answer.status == 429 or answer.status >= 500:
        return None
    if answer.status == 304:
        return replace(stored, fetched_at=answer.fetched_at) if stored is not None else None
    return answer if answer.status == 200 else replace(answer, body=b"")


def _rules_of(copy: SiteFile | None) -> tuple[TdmRule, ...]:
    return read_tdmrep(copy.body) if copy is not None and copy.status == 200 else ()


_cache = TdmCache()


def process_tdm() -> TdmCache:
    """Return the cache shared by the crawls of this process."""
    return _cache


def set_process_tdm(cache: TdmCache) -> None:
    """Replace the cache before the first crawl, for example by one with copies in the archive."""
    global _cache
    _cache = cache
