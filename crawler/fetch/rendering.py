"""Puts the rendered document in the place of a page whose source says `render = true`."""

import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import HtmlResponse, Request, Response
from scrapy.http.request import NO_CALLBACK

from archive.records import Exchange
from crawler.fetch.browser import BrowserError, RenderingBrowser
from crawler.fetch.failures import NETWORK_FAILURES
from crawler.fetch.recording import EXCHANGE
from crawler.fetch.robots import RobotsUnreachableError

logger = logging.getLogger(__name__)

RENDER = "render"  # in the `meta` of a request
RENDERED = "rendered"  # among the flags of a response and an exchange
_HTML = "text/html; charset=utf-8"
_OF_THE_BODY = ("content-encoding", "content-length", "content-type")
_PASSED_ON = ("accept", "content-type", "x-requested-with")

Answer = tuple[int, Mapping[str, str], bytes]
Fetch = Callable[[str, str, bytes, Mapping[str, str]], Awaitable[Answer | None]]

_BROWSERS: dict[str, RenderingBrowser] = {}
_USERS: Counter[str] = Counter()
_KEY = "chromium"


class RenderFailedError(BrowserError, IgnoreRequest):
    """A page could not be rendered."""


class RenderingMiddleware:
    """Setting: SPACEBEAT_RENDER_TIMEOUT (seconds). Requests ask for it with `meta["render"]`.

    The capture holds the document as rendered, flagged so: an extraction in later years cannot run its scripts.
    """

    def __init__(self, crawler: Crawler, timeout_s: float) -> None:
        self._crawler = crawler
        self._timeout_s = timeout_s
        _USERS[_KEY] += 1

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        middleware = cls(crawler, crawler.settings.getfloat("SPACEBEAT_RENDER_TIMEOUT"))
        crawler.signals.connect(middleware.closed, signal=signals.engine_stopped)
        return middleware

    async def process_response(self, request: Request, response: Response) -> Response:
        if not request.meta.get(RENDER) or response.status != 200 or not isinstance(response, HtmlResponse):
            return response
        content_type = (response.headers.get("Content-Type") or b"text/html").decode("latin-1")
        browser = _BROWSERS.setdefault(_KEY, RenderingBrowser())
        try:
            document = await browser.render(response.url, response.body, content_type, self._fetch, self._timeout_s)
        except BrowserError as error:
            raise RenderFailedError(str(error)) from error
        body = document.encode("utf-8", "replace")
        if isinstance(exchange := request.meta.get(EXCHANGE), Exchange):
            request.meta[EXCHANGE] = _as_rendered(exchange, body)
        headers = response.headers.copy()
        headers["Content-Type"] = _HTML
        return response.replace(body=body, headers=headers, encoding="utf-8", flags=[*response.flags, RENDERED])

    async def closed(self) -> None:
        """Signal handler: the last crawl of the process closes the browser."""
        _USERS[_KEY] -= 1
        if not _USERS[_KEY] and (browser := _BROWSERS.pop(_KEY, None)):
            await browser.close()

    async def _fetch(self, url: str, method: str, body: bytes, headers: Mapping[str, str]) -> Answer | None:
        """What a page asks for, with all manners of a crawl; None when it is not to be had."""
        engine = self._crawler.engine
        assert engine is not None
        passed = {name: value for name, value in headers.items() if name in _PASSED_ON}
        try:
            request = Request(url, method=method, body=body, headers=passed, callback=NO_CALLBACK, dont_filter=True)
            answer = await engine.download_async(request)
        except (*NETWORK_FAILURES, IgnoreRequest, RobotsUnreachableError, ValueError) as error:
            logger.info("a rendered page did not get %s: %s", url, error)
            return None
        fields = {n.decode("latin-1").lower(): v[0].decode("latin-1") for n, v in answer.headers.items() if v}
        return answer.status, fields, answer.body


def _as_rendered(exchange: Exchange, body: bytes) -> Exchange:
    kept = tuple(field for field in exchange.response_headers if field[0].lower() not in _OF_THE_BODY)
    return replace(exchange, response_headers=(*kept, ("Content-Type", _HTML)), body=body)
