"""The only item pipeline: a fetched page becomes a capture, committed before anything is made of it."""

from typing import Self

from scrapy.crawler import Crawler

from archive.archive import Archive
from crawler.session import Session, current
from crawler.spiders.fetched import Fetched


class CapturePipeline:
    def __init__(self) -> None:
        self.session: Session | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls()

    async def process_item(self, item: Fetched) -> Fetched:
        session = self.session = self.session or current()
        assert session is not None  # the run extension opened it before the first request
        capture_id = await session.writer.call(
            Archive.add_capture, item.exchange, item.lead, item.source_id, item.run_id
        )
        if capture_id is not None:
            session.extraction.expect(item.source_id, capture_id)
        return item
