"""Which tdmrep.json holds for a site, and for how long.

A site is asked at most once a day, also across runs, and only when a page of it is about to be fetched. That there is
none is remembered as long.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from crawler.fetch.rights.tdmrep import TdmRule, read_tdmrep
from crawler.fetch.robots.cache import origin_of
from crawler.fetch.site_files import SiteFile, SiteFileStore

FRESH = timedelta(days=1)  # how long a copy is used without a question
ASK_AGAIN = timedelta(hours=1)  # when a site that did not answer is asked again

Fetch = Callable[[str, SiteFile | None], Awaitable[SiteFile | None]]
"""Fetches the tdmrep.json of an origin, with the validators of a copy if one is given; None when there is no answer.

Status 304 confirms that copy.
"""

_MIN = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True)
class _Site:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    rules: tuple[TdmRule, ...] = ()
    valid_until: datetime = _MIN


class TdmCache:
    """What all sites reserve. Belongs to one event loop."""

    def __init__(self, store: SiteFileStore | None = None) -> None:
        self._store = store
        self._sites: dict[str, _Site] = {}

    async def learn(self, origin: str, fetch: Fetch) -> None:
        """Know what the site says; asks it if need be, once for all that wait."""
        site = self._sites.setdefault(origin, _Site())
        if site.valid_until > datetime.now(UTC):
            return
        async with site.lock:
            if site.valid_until <= datetime.now(UTC):  # nobody asked while we waited for the lock
                await self._ask(origin, site, fetch)

    def known(self, url: str) -> tuple[TdmRule, ...]:
        """What was learnt of the site of an address in this process."""
        site = self._sites.get(origin_of(url))
        return site.rules if site is not None else ()

    async def _ask(self, origin: str, site: _Site, fetch: Fetch) -> None:
        held = self._store.load(origin) if self._store is not None else None
        now = datetime.now(UTC)
        if held is not None and held.fetched_at <= now < held.fetched_at + FRESH:
            site.rules, site.valid_until = _rules_of(held), held.fetched_at + FRESH
            return
        answer = _answered(await fetch(origin, held), held)
        if answer is None:
            # What a site said last holds until it says something else.
            site.rules, site.valid_until = _rules_of(held), now + ASK_AGAIN
            return
        if self._store is not None:
            self._store.save(answer)
        site.rules, site.valid_until = _rules_of(answer), now + FRESH


def _answered(answer: SiteFile | None, held: SiteFile | None) -> SiteFile | None:
    """The copy that an answer stands for; None where it says nothing of the file."""
    if answer is None or answer.status == 429 or answer.status >= 500:
        return None
    if answer.status == 304:
        return replace(held, fetched_at=answer.fetched_at) if held is not None else None
    return answer if answer.status == 200 else replace(answer, body=b"")


def _rules_of(copy: SiteFile | None) -> tuple[TdmRule, ...]:
    return read_tdmrep(copy.body) if copy is not None and copy.status == 200 else ()


_cache = TdmCache()


def process_tdm() -> TdmCache:
    """What the crawls of this process know of reservations."""
    return _cache


def set_process_tdm(cache: TdmCache) -> None:
    """Put a cache in place, before the first crawl: one that keeps its copies in the archive, say."""
    global _cache
    _cache = cache
