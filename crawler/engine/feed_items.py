"""Items for Scrapy's feed exports: `scrapy crawl SOURCE -o items.csv` writes the articles that the crawl stores.

What a spider yields is a page; the article is made of it next to the crawl, in batches. With a feed each page waits
here for its article, which then is the item, with the columns of `spacebeat export`; a page that became none is
dropped. Without a feed nothing waits.
"""

from collections.abc import Mapping
from typing import Any, Self, cast

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem, NotConfigured

from archive.archive import Archive
from archive.export.rows import COLUMNS, rows
from archive.search.filters import Selection
from archive.store.multipage import Unfinished
from crawler.spiders.items import Fetched
from crawler.spiders.source_spider import SourceSpider

_CAPTURE = "select capture_id from urls where source_id = ? and url = ?"
_ARTICLE = """
select u.article_id from captures c join urls u on u.source_id = c.source_id and u.url = c.requested_url
where c.id = ? and c.outcome in ('new', 'revised')
"""


class ArticlePipeline:
    """Turns a page into the row of its article. Comes after CapturePipeline."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if not crawler.settings.getdict("FEEDS"):
            raise NotConfigured
        return cls(crawler)

    async def process_item(self, item: Fetched | Unfinished) -> Mapping[str, Any]:
        session = cast(SourceSpider, self.crawler.spider).session
        if isinstance(item, Unfinished):
            source_id, capture_id = item.source_id, item.capture_id
        else:
            source_id = item.source.id
            capture_id = await session.writer.call(_capture_id, source_id, item.lead.url)
        await session.extraction.settle(source_id, capture_id)
        article = await session.writer.call(_article, capture_id)
        if article is None:
            raise DropItem("no new or changed article")
        return article


def _capture_id(archive: Archive, source_id: str, url: str) -> int:
    row = archive.db.execute(_CAPTURE, [source_id, url]).fetchone()
    return int(row[0] or 0) if row else 0


def _article(archive: Archive, capture_id: int) -> dict[str, Any] | None:
    row = archive.db.execute(_ARTICLE, [capture_id]).fetchone()
    if row is None or row[0] is None:
        return None
    return next(rows(archive.db, Selection(ids=(row[0],), include_copies=True), tuple(COLUMNS)), None)
