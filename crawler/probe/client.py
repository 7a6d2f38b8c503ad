"""Request a few URLs outside of any run, under all rules of a crawl: address guard, robots.txt, host gate.

Nothing is written to an archive.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from functools import partial
from typing import Any, TypeVar

from scrapy import Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from archive.errors import SpacebeatError
from crawler.fetch.ask import Ask, ask
from crawler.fetch.hosts import Hosts

T = TypeVar("T")


def converse(work: Callable[[Ask], Awaitable[T]], settings: Mapping[str, Any]) -> T:
    """Run `work` with a function that requests a URL; `settings` override the project's Scrapy settings.

    Once per process, as Twisted's reactor cannot be restarted. Raises what `work` raises.
    """
    merged = Settings()
    merged.setmodule("crawler.settings", priority="project")
    overrides = {"LOG_INSTALL_ROOT_HANDLER": False, "ITEM_PIPELINES": {}, "EXTENSIONS": {}, "LOG_LEVEL": "ERROR"}
    merged.setdict(overrides | dict(settings), priority="cmdline")
    process = AsyncCrawlerProcess(merged)
    outcome: asyncio.Future[T] = asyncio.get_event_loop().create_future()
    process.crawl(_AskSpider, work=work, outcome=outcome)
    process.start()
    if not outcome.done():
        raise SpacebeatError("interrupted before the last answer")
    return outcome.result()


class _AskSpider(Spider):
    name = "ask"

    def __init__(self, work: Callable[[Ask], Awaitable[Any]], outcome: asyncio.Future[Any]) -> None:
        super().__init__()
        self.hosts = Hosts()
        self.work = work
        self.outcome = outcome

    async def start(self) -> AsyncIterator[Any]:
        try:
            result = await self.work(partial(ask, self.crawler))
        except Exception as error:  # re-raised by `converse`
            self.outcome.set_exception(error)
        else:
            self.outcome.set_result(result)
        return
        yield
