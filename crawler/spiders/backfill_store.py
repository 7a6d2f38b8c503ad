"""What a walk leaves behind: rows of the archive, or, in a dry run, a count and nothing else."""

from collections.abc import Iterable, Sequence

from archive.archive import Archive
from archive.records import Lead
from archive.store.list_pages import ListPage
from archive.urls.canonical import url_key
from crawler.engine.writer import Writer
from crawler.spiders.store import Refused

_END = 1 << 62  # a row beyond all rows


class Recorder:
    """Records pages and what they list, so that the walk can be gone on with."""

    def __init__(self, writer: Writer, source_id: str, walk: str) -> None:
        self.writer = writer
        self.source_id = source_id
        self.walk = walk

    async def begin(self, first: Iterable[ListPage]) -> list[ListPage]:
        """Return the pages to be read: those the walk begins with, or those an earlier run has left."""
        pages = list(first)

        def begin(archive: Archive) -> list[ListPage]:
            archive.list_pages.add(self.source_id, self.walk, pages)
            return archive.list_pages.waiting(self.source_id, self.walk)

        return await self.writer.call(begin)

    async def read(
        self,
        page: ListPage,
        leads: Sequence[Lead],
        refusals: Sequence[Refused],
        following: Sequence[ListPage],
        leads_hash: str = "",
    ) -> tuple[int, list[ListPage]]:
        """Record that a page was read; return the number of new addresses, and the following pages that are new."""

        def record(archive: Archive) -> tuple[int, list[ListPage]]:
            with archive.transaction():
                new = _add(archive, self.source_id, leads, refusals)
                fresh = archive.list_pages.add(self.source_id, self.walk, following)
                archive.list_pages.read(self.source_id, self.walk, page.url, len(leads), leads_hash)
            return new, fresh

        return await self.writer.call(record)

    async def add_leads(self, leads: Sequence[Lead], refusals: Sequence[Refused]) -> int:
        return await self.writer.call(_add, self.source_id, leads, refusals)

    async def fail(self, page: ListPage, reason: str) -> None:
        await self.writer.call(lambda archive: archive.list_pages.fail(self.source_id, self.walk, page.url, reason))

    async def has_listed(self, page: ListPage, leads_hash: str) -> bool:
        return await self.writer.call(
            lambda archive: archive.list_pages.has_listed(self.source_id, self.walk, page.endpoint, leads_hash)
        )


class Counter(Recorder):
    """Counts what a walk would record."""

    def __init__(self, writer: Writer, source_id: str, walk: str) -> None:
        super().__init__(writer, source_id, walk)
        self._pages: set[str] = set()
        self._listed: set[tuple[str, str]] = set()
        self._keys: set[str] = set()

    async def begin(self, first: Iterable[ListPage]) -> list[ListPage]:
        return self._fresh(first)

    async def read(
        self,
        page: ListPage,
        leads: Sequence[Lead],
        refusals: Sequence[Refused],
        following: Sequence[ListPage],
        leads_hash: str = "",
    ) -> tuple[int, list[ListPage]]:
        if leads_hash:
            self._listed.add((page.endpoint, leads_hash))
        return await self.add_leads(leads, refusals), self._fresh(following)

    async def add_leads(self, leads: Sequence[Lead], refusals: Sequence[Refused]) -> int:
        fresh = {key: lead.url for lead in leads if (key := url_key(lead.url)) not in self._keys}
        self._keys |= set(fresh)
        urls = fresh.values()
        known = await self.writer.call(lambda archive: archive.frontier.known_before(self.source_id, _END, urls))
        return len(fresh) - known

    async def fail(self, page: ListPage, reason: str) -> None:
        """Do nothing: a dry run is not gone on with."""

    async def has_listed(self, page: ListPage, leads_hash: str) -> bool:
        return (page.endpoint, leads_hash) in self._listed

    def _fresh(self, pages: Iterable[ListPage]) -> list[ListPage]:
        fresh = {page.url: page for page in pages if page.url not in self._pages}
        self._pages |= set(fresh)
        return list(fresh.values())


def _add(archive: Archive, source_id: str, leads: Sequence[Lead], refusals: Sequence[Refused]) -> int:
    with archive.transaction():
        for lead, state, reason in refusals:
            archive.frontier.refuse(source_id, lead, state, reason)
        copies = [lead for lead in leads if lead.replay]
        new, _ = archive.frontier.add(source_id, [lead for lead in leads if not lead.replay])
        return new + archive.frontier.offer_copies(source_id, copies)[0]
