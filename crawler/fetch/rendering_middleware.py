"""Replace a page whose source has `render = true` by the rendered document."""

import logging
from collections import Counter
from collections.abc import Mapping
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
from crawler.fetch.header_fields import field_of, fields_of
from crawler.fetch.page_requests import Answer
from crawler.fetch.recorder import EXCHANGE

logger = logging.getLogger(__name__)

RENDER = "render"  # in the `meta` of a request
RENDERED = "rendered"  # among the flags of a response and an exchange
_HTML = "text/html; charset=utf-8"
_BODY_HEADERS = ("content-encoding", "content-length", "content-type")
# Of the requests of a page: what says who asks, and from where; the crawler has its own words for that, or none.
_NOT_FORWARDED = frozenset(
    "accept-encoding accept-language connection content-length cookie host origin referer upgrade-insecure-requests"
    " user-agent".split()
)

_BROWSERS: dict[str, RenderingBrowser] = {}
_USERS: Counter[str] = Counter()
_KEY = "chromium"


class RenderFailedError(BrowserError, IgnoreRequest):
    """A page could not be rendered."""


class RenderingMiddleware:
    """Renders pages of requests with `meta["render"]`.

    Setting: SPACEBEAT_RENDER_TIMEOUT (seconds). The capture contains the document as rendered, and is flagged
    so: an extraction in later years cannot run its scripts.
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
        content_type = field_of(response, "Content-Type") or "text/html"
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
        """Close the browser with the last crawl of the process (signal handler)."""
        _USERS[_KEY] -= 1
        if not _USERS[_KEY] and (browser := _BROWSERS.pop(_KEY, None)):
            await browser.close()

    async def _fetch(self, url: str, method: str, body: bytes, headers: Mapping[str, str]) -> Answer | None:
        """Fetch a resource for a page under all rules of a crawl; None when it is not available."""
        engine = self._crawler.engine
        assert engine is not None
        passed = {name: value for name, value in headers.items() if _is_forwarded(name.lower())}
        try:
            request = Request(url, method=method, body=body, headers=passed, callback=NO_CALLBACK, dont_filter=True)
            answer = await engine.download_async(request)
        except (*NETWORK_FAILURES, IgnoreRequest, ValueError) as error:
            logger.info("a rendered page did not get %s: %s", url, error)
            return None
        fields = fields_of(answer)
        return answer.status, fields, answer.body


def _is_forwarded(name: str) -> bool:
    """Return whether a header field of a page's request is sent: interfaces ask for keys that their pages have."""
    return name not in _NOT_FORWARDED and not name.startswith(("sec-", "proxy-"))


def _as_rendered(exchange: Exchange, body: bytes) -> Exchange:
    forwarded = tuple(field for field in exchange.response_headers if field[0].lower() not in _BODY_HEADERS)
    return replace(exchange, response_headers=(*forwarded, ("Content-Type", _HTML)), body=body)
