"""The only item pipeline: a fetched page becomes a capture, committed before anything is made of it."""

from typing import Self

from scrapy.crawler import Crawler

from archive.archive import Archive
from archive.parts import Unfinished
from crawler.parts import first_part, gather
from crawler.session import Session, current
from crawler.spiders.fetched import Fetched


class CapturePipeline:
    """Takes pages, and the first pages that an earlier crawl left without their further parts."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._session: Session | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    @property
    def session(self) -> Session:
        self._session = self._session or current()
        assert self._session is not None  # the run extension opened it before the first request
        return self._session

    async def process_item(self, item: Fetched | Unfinished) -> Fetched | Unfinished:
        if isinstance(item, Unfinished):
            await self._gather(item, [])
        else:
            await self._capture(item)
        return item

    async def _capture(self, item: Fetched) -> None:
        exchange, next_url = item.exchange, first_part(item)
        capture_id = await self.session.writer.call(
            Archive.add_capture, exchange, item.lead, item.source_id, item.run_id, next_url
        )
        if capture_id is None:
            return
        first = Unfinished(capture_id, item.source_id, item.run_id, exchange.url, exchange.fetched_at, 2, next_url)
        await self._gather(first, [item.body])

    async def _gather(self, first: Unfinished, bodies: list[bytes]) -> None:
        if await gather(self.crawler, self.session, first, bodies):
            self.session.extraction.expect(first.source_id, first.capture_id)
