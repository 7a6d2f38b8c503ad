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
from collections.abc import Awaitable, Iterator, Mapping
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from archive.errors import SpacebeatError
from crawler.fetch.page_requests import Fetch, RequestHandler
from crawler.fetch.shadow_dom import shown_document

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Page


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
QUIET_MS = 5_000  # how long a page may continue loading after its load event, or after an answer from its host
MOST_MEMORY = 1536 << 20  # bytes of data of each process of the browser; an ordinary page takes a tenth of it
_CONTEXT: Mapping[str, Any] = {"service_workers": "block", "accept_downloads": False}
_CLOSE_S = 10.0  # in which a page, or a browser, is to be closed


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

        handler = RequestHandler(url, body, content_type, fetch)
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


async def _rendered(context: "BrowserContext", handler: RequestHandler, timeout_s: float) -> str:
    page = await context.new_page()
    context.on("page", _close_window)
    await context.route("**/*", handler.handle)
    await context.route_web_socket("**/*", lambda socket: socket.close())
    return await _document(page, handler, timeout_s)


async def _close_window(page: "Page") -> None:
    """Close what a page opens: nobody reads it."""
    from playwright.async_api import Error

    with contextlib.suppress(Error):
        await page.close()


async def _document(page: Any, handler: RequestHandler, timeout_s: float) -> str:
    from playwright.async_api import Error

    end = monotonic() + timeout_s
    try:
        await page.goto(handler.url, wait_until="load", timeout=timeout_s * 1000)
        await _loaded(page, handler, end)
    except Error as error:
        if "Timeout" not in str(error):
            raise BrowserError(f"the browser cannot show {handler.url}: {str(error).splitlines()[0]}") from error
    return await shown_document(page)


async def _loaded(page: Any, handler: RequestHandler, end: float) -> None:
    """Wait until the page asks for nothing more, or nothing that it asked for is answered any more.

    A host is asked one thing at a time, with its delay in between: ten requests of a page take ten seconds.
    """
    from playwright.async_api import TimeoutError as BrowserTimeoutError

    answered = -1
    while (left := end - monotonic()) > 0 and (handler.waiting or handler.answered > answered):
        answered = handler.answered
        with contextlib.suppress(BrowserTimeoutError):
            await page.wait_for_load_state("networkidle", timeout=min(QUIET_MS, left * 1000))
            return
