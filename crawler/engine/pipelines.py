"""The pipeline that stores: a fetched page becomes a capture, committed before anything is made of it.

Unless it may not be kept: then what may be made of it is made at once, out of memory, and committed with its headers.
A kill before that costs a second request for the page.
"""

from typing import Self, cast

from scrapy.crawler import Crawler

from archive.archive import Archive
from archive.records import Article, Rejection
from archive.store.captures import Withheld
from archive.store.multipage import Unfinished
from crawler.engine.multipage import first_part, gather
from crawler.engine.session import Session
from crawler.extract.page import EXTRACTOR_VERSION
from crawler.spiders.items import Fetched
from crawler.spiders.source_spider import SourceSpider


class CapturePipeline:
    """Takes pages, and the first pages that an earlier crawl left without their further parts."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    @property
    def session(self) -> Session:
        return cast(SourceSpider, self.crawler.spider).session

    async def process_item(self, item: Fetched | Unfinished) -> Fetched | Unfinished:
        if isinstance(item, Unfinished):
            await self._gather(item, [])
        elif item.permission.keep == "all":
            await self._capture(item)
        else:
            await self._withhold(item)
        return item

    async def _capture(self, item: Fetched) -> None:
        exchange, source_id, next_url = item.exchange, item.source.id, first_part(item)
        with self.session.backlog.holding(item.size):
            capture_id = await self.session.writer.call(
                Archive.add_capture, exchange, item.lead, source_id, item.run_id, next_url
            )
        if capture_id is None:
            return
        first = Unfinished(capture_id, source_id, item.run_id, exchange.url, exchange.fetched_at, 2, next_url)
        await self._gather(first, [item.body])

    async def _gather(self, first: Unfinished, bodies: list[bytes]) -> None:
        if await gather(self.crawler, self.session, first, bodies):
            self.session.extraction.expect(first.source_id, first.capture_id)

    async def _withhold(self, item: Fetched) -> None:
        session = self.session
        result: Article | Rejection = Rejection("blocked", item.permission.reason)
        with session.backlog.holding(item.size):
            if item.permission.keep == "metadata":
                result = await session.extraction.read(item.exchange, item.lead, item.source)
            page = Withheld(item.exchange, item.lead, item.source.id, item.run_id, item.permission.reason, result)
            await session.writer.call(Archive.add_withheld, page, EXTRACTOR_VERSION)
