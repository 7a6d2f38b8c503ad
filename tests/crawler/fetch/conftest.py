"""A web on loopback, and a reactor that crawls it: both real, and both shared by all tests of this folder."""

import asyncio
import socket
import ssl
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from time import monotonic
from typing import Any

import pytest
from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.http import Response
from scrapy.settings import Settings
from twisted.internet import asyncioreactor
from twisted.python.failure import Failure


@dataclass(frozen=True)
class Asked:
    """One request as the server saw it."""

    at: float
    path: str
    headers: dict[str, str]


@dataclass
class Answer:
    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0.0
    raw: bytes | None = None  # sent as it stands, then the connection is closed


@dataclass
class Site:
    """A web server; `pages` maps a path to an answer, to a list of answers in turn, or to a function of the
    request.
    """

    url: str
    port: int
    pages: dict[str, Any] = field(default_factory=dict)
    log: list[Asked] = field(default_factory=list)
    busiest: int = 0
    connections: int = 0
    _busy: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def paths(self) -> list[str]:
        return [asked.path for asked in self.log]

    def count(self, path: str) -> int:
        return self.paths().count(path)

    def gaps(self) -> list[float]:
        """Seconds between one request and the next."""
        times = [asked.at for asked in self.log]
        return [later - earlier for earlier, later in pairwise(times)]

    def begin(self, asked: Asked) -> Answer:
        with self._lock:
            self.log.append(asked)
            self._busy += 1
            self.busiest = max(self.busiest, self._busy)
            page = self.pages.get(asked.path, Answer(status=404))
            if isinstance(page, list):
                page = page.pop(0) if len(page) > 1 else page[0]
        if callable(page):
            page = page(asked)
        return Answer(page) if isinstance(page, bytes) else page

    def end(self) -> None:
        with self._lock:
            self._busy -= 1


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: "_Server"

    def do_GET(self) -> None:
        site = self.server.site
        headers = {name.lower(): value for name, value in self.headers.items()}
        answer = site.begin(Asked(monotonic(), self.path, headers))
        if answer.wait:
            self.server.closing.wait(answer.wait)
        site.end()  # before the answer is sent: the client may be back before this thread goes on
        try:
            self._send(answer)
        except ConnectionError:
            self.close_connection = True

    def _send(self, answer: Answer) -> None:
        if answer.raw is not None:
            self.wfile.write(answer.raw)
            self.close_connection = True
            return
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if "Content-Length" not in answer.headers:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, *args: Any) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    site: Site

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """One connection, from its opening to its end."""
        self.site.connections += 1
        super().process_request_thread(request, client_address)

    def __init__(self, address: str) -> None:
        self.address_family = socket.AF_INET6 if ":" in address else socket.AF_INET
        super().__init__((address, 0), _Handler)
        self.closing = threading.Event()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is nothing to report."""


@pytest.fixture
def new_site() -> Iterator[Callable[..., Site]]:
    """Start web servers, each on its own port (and address, if one is given)."""
    servers: list[_Server] = []

    def start(address: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> Site:
        server = _Server(address)
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        port = server.server_address[1]
        host = f"[{address}]" if ":" in address else address
        server.site = Site(f"{'https' if tls else 'http'}://{host}:{port}", port)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        servers.append(server)
        return server.site

    yield start
    for server in servers:
        server.closing.set()
        server.shutdown()
        server.server_close()


@pytest.fixture
def site(new_site: Callable[..., Site]) -> Site:
    return new_site()


class Loop:
    """The event loop of the one reactor that a process can have, in a thread of its own."""

    def __init__(self) -> None:
        self._loop = asyncio.SelectorEventLoop()
        asyncioreactor.install(self._loop)
        from twisted.internet import reactor

        self.reactor: Any = reactor
        self._thread = threading.Thread(target=self.reactor.run, kwargs={"installSignalHandlers": False}, daemon=True)
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

    async def start(self) -> AsyncIterator[Request]:
        for request in self.requests:
            tagged = request.replace(callback=self.keep, errback=self.keep_failure, dont_filter=True)
            tagged.meta["asked_for"] = request.url
            yield tagged

    def keep(self, response: Response) -> None:
        self.outcomes.setdefault(response.meta["asked_for"], []).append(response)

    def keep_failure(self, failure: Failure) -> None:
        request = failure.request  # type: ignore[attr-defined]
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
        }
    )
    settings.setdict(changes)
    return settings


class Crawl:
    """Runs real crawls with the settings of the project; a test changes what it needs to."""

    def __init__(self, loop: Loop) -> None:
        self._loop = loop
        self.stats: dict[str, Any] = {}

    def __call__(self, *requests: Request | str, stop_after: float | None = None, **settings: Any) -> list[Outcome]:
        """The outcomes of the requests in their order: a response, or the error that the errback got."""
        return self.side_by_side([list(requests)], stop_after, **settings)[0]

    def side_by_side(
        self, groups: list[list[Request | str]], stop_after: float | None = None, **settings: Any
    ) -> list[list[Outcome]]:
        """One crawl per group, all at once in one process; stopped after so many seconds if they are
        given.
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
            crawls.append(runner.crawl(crawler, requests=requests, outcomes=found))
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
