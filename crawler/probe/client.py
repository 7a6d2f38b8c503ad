"""Request a few URLs outside of any run, under all rules of a crawl: address guard, robots.txt, host gate.

Nothing is written to an archive.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.settings import Settings

from archive.errors import SpacebeatError
from crawler.fetch.failures import NETWORK_FAILURES, reason_of
from crawler.fetch.robots.cache import RobotsUnreachableError
from crawler.spiders.responses import fields_of

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reply:
    """A response; `url` is the URL after redirects.

    Without a response `status` is 0 and `reason` is why.
    """

    url: str
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = field(default=b"", repr=False)
    reason: str = ""


Ask = Callable[[str], Awaitable[Reply]]


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
        self.work = work
        self.outcome = outcome

    async def start(self) -> AsyncIterator[Any]:
        try:
            result = await self.work(self.ask)
        except Exception as error:  # re-raised by `converse`
            self.outcome.set_exception(error)
        else:
            self.outcome.set_result(result)
        return
        yield

    async def ask(self, url: str) -> Reply:
        engine = self.crawler.engine
        assert engine is not None
        request = Request(url, callback=NO_CALLBACK, dont_filter=True)
        try:
            response: Response = await engine.download_async(request)
        except (*NETWORK_FAILURES, IgnoreRequest, RobotsUnreachableError) as error:
            reason = str(error) if isinstance(error, SpacebeatError) else reason_of(error)
            return Reply(url, reason=reason)
        return Reply(response.url, response.status, fields_of(response), response.body)
