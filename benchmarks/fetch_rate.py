"""How many pages a second are fetched from one host on loopback, compared with Scrapy's defaults.

    python -m benchmarks.fetch_rate [pages]

The server runs in a separate process; the crawls run one after the other in this one. What counts is the
ratio: the project sends one request at a time to a host, Scrapy by default eight.
"""

import asyncio
import gzip
import multiprocessing
import sys
from collections.abc import AsyncIterator
from time import perf_counter, process_time
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from scrapy.settings import Settings

_PARAGRAPH = b"<p>The launch window opens on Monday, the agency said, and stays open for eleven days.</p>\n"
_PAGE = gzip.compress(
    b"<!doctype html><title>Launch</title>"
    + b"".join(_PARAGRAPH.replace(b"eleven", str(n * n).encode()) for n in range(2500))
)


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Encoding: gzip\r\n"
    head += b"Content-Length: %d\r\n\r\n" % len(_PAGE)
    try:
        while await reader.readuntil(b"\r\n\r\n"):
            writer.write(head + _PAGE)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


def _serve(port: Any) -> None:
    async def run() -> None:
        server = await asyncio.start_server(_answer, "127.0.0.1", 0)
        port.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


class PageSpider(Spider):
    name = "pages"
    url: str
    pages: int
    size = 0

    async def start(self) -> AsyncIterator[Request]:
        for number in range(self.pages):
            yield Request(f"{self.url}/{number}", meta={"record": True})

    def parse(self, response: Response) -> None:
        self.size += len(response.body)
        response.meta.pop("exchange", None)


_QUIET = {"LOG_LEVEL": "ERROR", "LOG_INSTALL_ROOT_HANDLER": False, "STATS_DUMP": False}


def _ours(**changes: Any) -> Settings:
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.setdict({"DOWNLOAD_DELAY": 0, "SPACEBEAT_ALLOW_PRIVATE": True, "ROBOTSTXT_OBEY": False})
    settings.setdict({**_QUIET, **changes})
    return settings


def _scrapy(**changes: Any) -> Settings:
    return Settings({**_QUIET, "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False, **changes})


VARIANTS = {
    "Scrapy, its defaults": _scrapy(),
    "Scrapy, one request at a time": _scrapy(CONCURRENT_REQUESTS_PER_DOMAIN=1),
    "ours": _ours(),
    "ours, without AutoThrottle": _ours(AUTOTHROTTLE_ENABLED=False),
}


async def _measure(process: AsyncCrawlerProcess, url: str, pages: int) -> None:
    for _ in range(3):
        for name, settings in VARIANTS.items():
            process.settings = settings
            began, cpu = perf_counter(), process_time()
            await process.crawl(process.create_crawler(PageSpider), url=url, pages=pages)
            wall, used = perf_counter() - began, process_time() - cpu
            print(f"{name:32} {pages / wall:6.0f} pages/s {pages / used:6.0f} pages/cpu-s", flush=True)


def main(pages: int) -> None:
    here, there = multiprocessing.Pipe()
    server = multiprocessing.Process(target=_serve, args=(there,), daemon=True)
    server.start()
    url = f"http://127.0.0.1:{here.recv()}"
    process = AsyncCrawlerProcess(_ours())  # installs the reactor that the settings name

    async def run() -> None:
        try:
            await _measure(process, url, pages)
        finally:
            reactor.stop()  # type: ignore[misc]

    from twisted.internet import reactor

    reactor.callWhenRunning(lambda: asyncio.ensure_future(run()))
    process.start(stop_after_crawl=False)
    server.terminate()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 600)
