"""The documents that articles link to are asked for by the run that read the articles.

They are known when the last article has been read, which is when Scrapy would close the spider.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider


class LinkedDocuments:
    """Keeps a spider open until no document is left to be asked for.

    `drain` waits until all that was fetched has been read; `requests` are those for what has been found since.
    """

    def __init__(
        self, crawler: Crawler, drain: Callable[[], Awaitable[None]], requests: Callable[[], AsyncIterator[Request]]
    ) -> None:
        self.crawler = crawler
        self._drain = drain
        self._requests = requests
        self._asking: asyncio.Task[None] | None = None
        crawler.signals.connect(self.idle, signals.spider_idle)

    def idle(self) -> None:
        """Ask for what was found since the last time."""
        if self._asking is None or (self._asking.done() and not self._asking.exception()):
            self._asking = asyncio.get_running_loop().create_task(self._ask())
        if not self._asking.done():
            raise DontCloseSpider

    async def _ask(self) -> None:
        engine = self.crawler.engine
        assert engine is not None
        await self._drain()
        is_open = False
        async for request in self._requests():
            engine.crawl(request)
            is_open = True
        if not is_open:
            await engine.close_spider_async(reason="finished")
