"""A local web on loopback and a reactor that crawls it: both real, and shared by all tests of this folder."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from typing import Any

import pytest
from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.http import Response
from scrapy.settings import Settings
from twisted.internet import asyncioreactor
from twisted.python.failure import Failure

from crawler.fetch.hosts import Hosts
from crawler.fetch.site_files import SiteFile
from tests.loopback import Answer, Site, site_server


@pytest.fixture
def new_site() -> Iterator[Callable[..., Site]]:
    """Start web servers, each on its own port (and address, if one is passed)."""
    with site_server() as start:
        yield start


@pytest.fixture
def site(new_site: Callable[..., Site]) -> Site:
    return new_site()


class Loop:
    """The event loop of the only reactor that a process can have, in a separate thread."""

    def __init__(self) -> None:
        self._loop = asyncio.SelectorEventLoop()
        asyncioreactor.install(self._loop)
        from twisted.internet import reactor

        self.reactor: Any = reactor
        self._thread = threading.Thread(target=lambda: self.reactor.run(installSignalHandlers=False), daemon=True)
        self._thread.start()

    def run(self, coroutine: Coroutine[Any, Any, Any], timeout: float = 20.0) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(timeout)

    def stop(self) -> None:
        self.reactor.callFromThread(self.reactor.stop)
        self._thread.join(5)
        self._loop.close()


@pytest.fixture(scope="session")
def loop() -> Iterator[Loop]:
    loop = Loop()
    yield loop
    loop.stop()


Outcome = Response | BaseException


class _TestSpider(Spider):
    name = "test"
    requests: list[Request]
    outcomes: dict[str, list[Outcome]]
    hosts: Hosts

    async def start(self) -> AsyncIterator[Request]:
        for request in self.requests:
            tagged = request.replace(callback=self.keep, errback=self.keep_failure, dont_filter=True)
            tagged.meta["asked_for"] = request.url
            yield tagged

    def keep(self, response: Response) -> None:
        self.outcomes.setdefault(response.meta["asked_for"], []).append(response)

    def keep_failure(self, failure: Failure) -> None:
        request = failure.request  # type: ignore[attr-defined]
        assert failure.value
        self.outcomes.setdefault(request.meta["asked_for"], []).append(failure.value)


def project_settings(**changes: Any) -> Settings:
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.setdict(
        {
            "DOWNLOAD_DELAY": 0,
            "ROBOTSTXT_OBEY": False,
            "SPACEBEAT_ALLOW_PRIVATE": True,
            "SPACEBEAT_RETRY_WAIT": 0.01,
            "EXTENSIONS": {},
        }
    )
    settings.setdict(changes)
    return settings


class Crawl:
    """Runs real crawls with the settings of the project, overridden by a test as needed.

    `hosts` is what the process knows about hosts; a test that sets another begins a new process.
    """

    def __init__(self, loop: Loop) -> None:
        self._loop = loop
        self.hosts = Hosts()
        self.stats: dict[str, Any] = {}

    def __call__(self, *requests: Request | str, stop_after: float | None = None, **settings: Any) -> list[Outcome]:
        """Return the outcomes of the requests in order: a response, or the error that the errback received."""
        return self.side_by_side([list(requests)], stop_after, **settings)[0]

    def side_by_side(
        self, groups: list[list[Request | str]], stop_after: float | None = None, **settings: Any
    ) -> list[list[Outcome]]:
        """Run one crawl per group, all at once in one process.

        They are stopped after so many seconds if `stop_after` is set.
        """
        lists = [[Request(r) if isinstance(r, str) else r for r in group] for group in groups]
        outcomes: list[dict[str, list[Outcome]]] = [{} for _ in lists]
        self._loop.run(self._crawl_all(lists, outcomes, stop_after, settings))
        return [
            [found[request.url].pop(0) for request in requests] for requests, found in zip(lists, outcomes, strict=True)
        ]

    async def _crawl_all(
        self,
        lists: list[list[Request]],
        outcomes: list[dict[str, list[Outcome]]],
        stop_after: float | None,
        changes: dict[str, Any],
    ) -> None:
        runner = AsyncCrawlerRunner(project_settings(**changes))
        crawls = []
        for requests, found in zip(lists, outcomes, strict=True):
            crawler = runner.create_crawler(_TestSpider)
            crawls.append(runner.crawl(crawler, requests=requests, outcomes=found, hosts=self.hosts))
        if stop_after is not None:
            await asyncio.sleep(stop_after)
            await runner.stop()
        await asyncio.gather(*crawls)
        self.stats = crawler.stats.get_stats() if crawler.stats else {}


@pytest.fixture
def crawl(loop: Loop) -> Crawl:
    return Crawl(loop)


@pytest.fixture
def new_answer() -> type[Answer]:
    return Answer


class Store:
    """A store of copies in memory, with the two methods that the cache of site files requires."""

    def __init__(self) -> None:
        self.copies: dict[str, SiteFile] = {}

    def load(self, origin: str) -> SiteFile | None:
        return self.copies.get(origin)

    def save(self, copy: SiteFile) -> None:
        self.copies[copy.origin] = copy


@pytest.fixture
def new_store() -> type[Store]:
    return Store
