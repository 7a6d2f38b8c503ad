"""Render pages that are empty without JavaScript, in a browser whose only network access is the crawler's.

Every request of the browser is served by Scrapy's own downloader, so that address guard, robots.txt, host gate
and size limits apply to it as to any other; anything it might send past that (sockets, DNS queries) ends at a
non-existent proxy. A browser with direct network access would keep none of these promises.

Time and memory of a page are bounded. A browser that has died, or does not give a page up, is replaced for the next.
"""

import asyncio
import contextlib
import os
import shlex
import shutil
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive.errors import SpacebeatError
from crawler.fetch.shadow_dom import shown_document

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Page, Request, Route


_ALLOWED_TYPES = frozenset(
    ("document", "script", "xhr", "fetch", "other")
)  # resource types that produce text; no picture or font, and styles are empty
_EXECUTABLES = ("chromium", "chromium-browser", "google-chrome")
_DEAD_PROXY = "http://127.0.0.1:9"  # the discard port
_ARGUMENTS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--dns-prefetch-disable",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",  # its former name
    "--no-first-run",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
)
QUIET_MS = 5_000  # how long a page may continue loading after its load event
MOST_REQUESTS = 60  # of one page that are made
MOST_ALIKE = 3  # of these for the same: a page that asks again and again holds up the others of its host
MOST_MEMORY = 1536 << 20  # bytes of data of each process of the browser; an ordinary page takes a tenth of it
_CONTEXT: Mapping[str, Any] = {"service_workers": "block", "accept_downloads": False}
_CLOSE_S = 10.0  # in which a page, or a browser, is to be closed
_NOT_FORWARDED = frozenset(("content-encoding", "content-length", "transfer-encoding", "connection", "set-cookie"))

Answer = tuple[int, Mapping[str, str], bytes]
Fetch = Callable[[str, str, bytes, Mapping[str, str]], Awaitable[Answer | None]]


class BrowserError(SpacebeatError):
    """There is no browser to render pages with, or it cannot show a page."""


class RenderingBrowser:
    """One Chromium for all crawls of a process, started on first use."""

    def __init__(self) -> None:
        self._playwright: Any = None
        self._browser: Browser | None = None
        self._starting = asyncio.Lock()

    async def render(self, url: str, body: bytes, content_type: str, fetch: Fetch, timeout_s: float) -> str:
        """Return the document when the page has finished loading, or when time is up.

        `body` is the page as it was fetched; `fetch` serves the requests of the page. Raises BrowserError.
        """
        browser, context = await self._new_context()
        from playwright.async_api import Error

        handler = _RequestHandler(url, body, content_type, fetch)
        try:
            return await asyncio.wait_for(_rendered(context, handler, timeout_s), timeout_s + QUIET_MS / 1000)
        except TimeoutError as error:
            raise BrowserError(f"the browser did not answer in {timeout_s:.0f} s") from error
        except Error as error:  # it, or the process of the page, has died
            raise BrowserError(f"the browser cannot show {url}: {str(error).splitlines()[0]}") from error
        finally:
            handler.is_closed = True
            await self._give_up(browser, context.close())

    async def _new_context(self) -> tuple["Browser", "BrowserContext"]:
        """Return a new context, of a new browser where the last one has died unnoticed. Raises BrowserError."""
        browser = await self._running_browser()
        from playwright.async_api import Error

        try:
            return browser, await browser.new_context(**_CONTEXT)
        except Error:
            await self._replace(browser)
        browser = await self._running_browser()
        try:
            return browser, await browser.new_context(**_CONTEXT)
        except Error as error:
            raise BrowserError(f"no browser can be used ({str(error).splitlines()[0]})") from error

    async def _give_up(self, browser: "Browser", closing: Awaitable[None]) -> None:
        """Close a page. A browser that cannot is not given another."""
        from playwright.async_api import Error

        try:
            await asyncio.wait_for(closing, _CLOSE_S)
        except (TimeoutError, Error):
            await self._replace(browser)

    async def _replace(self, browser: "Browser") -> None:
        """Close a browser that is of no use any more; the next page starts another."""
        async with self._starting:
            if self._browser is browser:
                await self.close()

    async def close(self) -> None:
        from playwright.async_api import Error

        browser, playwright = self._browser, self._playwright
        self._browser = self._playwright = None
        if browser:
            with contextlib.suppress(TimeoutError, Error):
                await asyncio.wait_for(browser.close(), _CLOSE_S)
            await playwright.stop()

    async def _running_browser(self) -> "Browser":
        async with self._starting:
            if self._browser is not None and not self._browser.is_connected():
                await self.close()
            if self._browser is None:
                self._browser = await self._start()
        return self._browser

    async def _start(self) -> "Browser":
        try:
            from playwright.async_api import Error, async_playwright
        except ImportError as error:
            raise BrowserError("render = true needs a browser: pip install 'spacebeat[browser]'") from error
        self._playwright = await async_playwright().start()
        chromium = program() or self._playwright.chromium.executable_path
        try:
            with _limited(chromium) as command:
                browser: Browser = await self._playwright.chromium.launch(
                    executable_path=command,
                    args=list(_ARGUMENTS),
                    # Chromium connects to loopback addresses without a proxy unless configured otherwise.
                    proxy={"server": _DEAD_PROXY, "bypass": "<-loopback>"},
                    chromium_sandbox=os.geteuid() != 0,
                )
        except Error as error:
            await self._playwright.stop()
            first = str(error).strip().splitlines()[0]
            raise BrowserError(f"no browser could be started ({first}); try: playwright install chromium") from error
        return browser


def program() -> str | None:
    """Return the path of this machine's Chromium, None to use Playwright's own."""
    return next((path for name in _EXECUTABLES if (path := shutil.which(name))), None)


@contextlib.contextmanager
def _limited(chromium: str) -> Iterator[Path]:
    """Yield a program that starts a browser whose processes are limited in memory.

    Chromium itself limits address space only. The limit of data (getrlimit(2), since Linux 4.7 all private memory that
    can be written) is inherited by the processes of pages; playwright has no option for it.
    """
    with tempfile.TemporaryDirectory(prefix="spacebeat-") as folder:
        program = Path(folder) / "chromium"
        program.write_text(
            f'#!/bin/sh\nulimit -d {MOST_MEMORY >> 10} 2>/dev/null\nexec {shlex.quote(chromium)} "$@"\n', "utf-8"
        )
        program.chmod(0o700)
        yield program


async def _rendered(context: "BrowserContext", handler: "_RequestHandler", timeout_s: float) -> str:
    page = await context.new_page()
    context.on("page", _close_window)
    await context.route("**/*", handler.handle)
    await context.route_web_socket("**/*", lambda socket: socket.close())
    return await _document(page, handler.url, timeout_s)


async def _close_window(page: "Page") -> None:
    """Close what a page opens: nobody reads it."""
    from playwright.async_api import Error

    with contextlib.suppress(Error):
        await page.close()


async def _document(page: Any, url: str, timeout_s: float) -> str:
    from playwright.async_api import Error

    try:
        await page.goto(url, wait_until="load", timeout=timeout_s * 1000)
        await page.wait_for_load_state("networkidle", timeout=QUIET_MS)
    except Error as error:
        if "Timeout" not in str(error):
            raise BrowserError(f"the browser cannot show {url}: {str(error).splitlines()[0]}") from error
    return await shown_document(page)


class _RequestHandler:
    """Serves the requests of one page; the page itself is already fetched."""

    def __init__(self, url: str, body: bytes, content_type: str, fetch: Fetch) -> None:
        self.url = url
        self.body = body
        self.content_type = content_type
        self.fetch = fetch
        self.shown = ""  # the address of the page as the browser writes it: with a slash, escaped, without a usual port
        self.served = 0
        self.asked: Counter[tuple[str, str, bytes]] = Counter()
        self.is_closed = False

    async def handle(self, route: "Route") -> None:
        from playwright.async_api import Error

        try:
            await self._serve(route)
        except Error:
            if not self.is_closed:  # otherwise nothing waits for the response any more
                raise

    async def _serve(self, route: "Route") -> None:
        request = route.request
        if _is_of_window(request):
            self.shown = self.shown or request.url
            if request.url == self.shown:
                await route.fulfill(status=200, headers={"content-type": self.content_type}, body=self.body)
            else:  # the other page would be stored under the URL of this one
                await route.abort("aborted")  # as if a user had stopped it: after any other error the page is gone
            return
        if request.resource_type == "stylesheet":
            # Bundlers run a part of a page when its style has been loaded, and give it up when that fails.
            await route.fulfill(status=200, headers={"content-type": "text/css"}, body=b"")
            return
        asked = (request.url, request.method, request.post_data_buffer or b"")
        is_allowed = request.resource_type in _ALLOWED_TYPES and request.method in ("GET", "POST")
        if not is_allowed or self.served >= MOST_REQUESTS or self.asked[asked] >= MOST_ALIKE:
            await route.abort()
            return
        self.served += 1
        self.asked[asked] += 1
        answer = await self.fetch(*asked, request.headers)
        if answer is None:
            await route.abort()
            return
        status, headers, body = answer
        forwarded = {name: value for name, value in headers.items() if name not in _NOT_FORWARDED}
        await route.fulfill(status=status, headers=forwarded, body=body)


def _is_of_window(request: "Request") -> bool:
    """Return whether a request is for a page in the window, or in one that the page opens, and not for part of it."""
    from playwright.async_api import Error

    if not request.is_navigation_request():
        return False
    try:
        return request.frame.parent_frame is None
    except Error:  # the window has no frame yet
        return True
