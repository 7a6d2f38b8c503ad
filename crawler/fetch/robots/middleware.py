"""Check robots.txt before anything else is requested from a site.

Replaces Scrapy's component, which takes an unreachable robots.txt for permission, reads rules from error pages,
follows any number of redirects and asks once per crawl instead of once per process.
"""

from datetime import UTC, datetime
from typing import Self
from urllib.parse import urljoin

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured, StopDownload
from scrapy.http import Request, Response
from scrapy.http.request import NO_CALLBACK

from crawler.fetch.failures import NETWORK_FAILURES, reason_of
from crawler.fetch.robots.cache import RobotsUnreachableError, origin_of, process_robots, rules_of
from crawler.fetch.robots.parser import READ_AT_MOST, RobotsRules
from crawler.fetch.site_files import SiteFile
from crawler.fetch.throttle.host_gate import host_of, process_gate

_MAX_REDIRECTS = 5  # RFC 9309, 2.3.1.2
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_BEFORE_ALL_ELSE = 1000
_READ_SO_FAR = "robots_bytes"


class RobotsMiddleware:
    """Rejects requests that robots.txt disallows.

    Settings: ROBOTSTXT_OBEY and SPACEBEAT_CRAWL_DELAY_MAX (seconds). Raises `RobotsDisallowedError`. Requests
    with `meta["dont_obey_robotstxt"]` pass, which is for robots.txt itself.
    """

    def __init__(self, crawler: Crawler, crawl_delay_max: float) -> None:
        self._crawler = crawler
        self._crawl_delay_max = crawl_delay_max

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        middleware = cls(crawler, crawler.settings.getfloat("SPACEBEAT_CRAWL_DELAY_MAX"))
        crawler.signals.connect(middleware.stop_reading, signal=signals.bytes_received)
        return middleware

    async def process_request(self, request: Request) -> None:
        if request.meta.get("dont_obey_robotstxt"):
            return
        policy = await process_robots().policy(origin_of(request.url), self._fetch)
        self._keep_distance(origin_of(request.url), policy.rules)
        policy.check(request.url)

    def _keep_distance(self, origin: str, rules: RobotsRules) -> None:
        delay = min(rules.crawl_delay or 0.0, self._crawl_delay_max)
        process_gate().keep_distance(host_of(origin), delay, origin)

    def stop_reading(self, data: bytes, request: Request) -> None:
        """Stop the download of a robots.txt at the size that is read (signal handler)."""
        if _READ_SO_FAR in request.meta:
            request.meta[_READ_SO_FAR] += len(data)
            if request.meta[_READ_SO_FAR] > READ_AT_MOST:
                raise StopDownload(fail=False)

    async def _fetch(self, origin: str, stored: SiteFile | None) -> SiteFile:
        if stored is not None:
            self._keep_distance(origin, rules_of(stored))
        url = f"{origin}/robots.txt"
        for _ in range(_MAX_REDIRECTS + 1):
            response = await self._download(url, stored)
            if response.status not in _REDIRECTS:
                # One octet more than is read shows the parser that there was more.
                return SiteFile.of(origin, response, READ_AT_MOST + 1)
            url = urljoin(url, _field(response, "Location"))
            if not url.startswith(("http://", "https://")):
                break
        return SiteFile(origin, 0, b"", datetime.now(UTC))

    async def _download(self, url: str, stored: SiteFile | None) -> Response:
        request = Request(
            url,
            # The first 500 KiB of a compressed file are not the first 500 KiB of its content.
            headers={"Accept-Encoding": "identity", **(stored.validators if stored else {})},
            callback=NO_CALLBACK,
            priority=_BEFORE_ALL_ELSE,
            meta={
                "dont_obey_robotstxt": True,
                "dont_redirect": True,
                "download_maxsize": 0,  # no limit: `stop_reading` stops it
                "max_retry_times": 1,
                _READ_SO_FAR: 0,
            },
        )
        assert self._crawler.engine is not None
        try:
            return await self._crawler.engine.download_async(request)
        except NETWORK_FAILURES as error:
            raise RobotsUnreachableError(f"{url}: {error}", reason_of(error)) from error


def _field(response: Response, name: str) -> str:
    return (response.headers.get(name) or b"").decode("latin-1")
