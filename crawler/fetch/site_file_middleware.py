"""Fetch robots.txt before anything else is requested from a site, and tdmrep.json before a page of it.

Replaces Scrapy's component, which takes an unreachable robots.txt for permission, reads rules from error pages,
follows any number of redirects and asks once per crawl instead of once per process. The tdmrep.json is subject to
robots.txt, host gate and address guard like any other file; if it is not available, nothing is reserved by it.
"""

from datetime import UTC, datetime
from typing import Self
from urllib.parse import urljoin

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, StopDownload
from scrapy.http import Request, Response
from scrapy.http.request import NO_CALLBACK

from archive.urls.canonical import canonical_url
from crawler.fetch.decompression_middleware import CUT, FIRST_BYTES, TRUNCATED
from crawler.fetch.failures import NETWORK_FAILURES, reason_of
from crawler.fetch.header_fields import field_of
from crawler.fetch.hosts import hosts_of
from crawler.fetch.rights.tdmrep import WELL_KNOWN_PATH
from crawler.fetch.robots.parser import READ_AT_MOST, RobotsRules
from crawler.fetch.robots.policy import rules_of
from crawler.fetch.site_files import SiteFile, SiteUnreachableError, origin_of
from crawler.fetch.throttle.host_gate import host_of

MIND_TDM = "mind_tdm"  # in the `meta` of a request: it is for a page that will be stored

_MAX_REDIRECTS = 5  # RFC 9309, 2.3.1.2
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_BEFORE_ALL_ELSE = 1000
_BEFORE_PAGES = 900
_READ_SO_FAR = "robots_bytes"
_TDMREP_MAX_BYTES = 1024 * 1024


class SiteFileMiddleware:
    """Rejects requests that robots.txt disallows, and loads tdmrep.json for requests with `meta["mind_tdm"]`.

    Settings: ROBOTSTXT_OBEY and SPACEBEAT_CRAWL_DELAY_MAX (seconds). Raises `RobotsDisallowedError`. Requests
    with `meta["dont_obey_robotstxt"]` pass, which is for robots.txt itself.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._obeys_robots = crawler.settings.getbool("ROBOTSTXT_OBEY")
        self._crawl_delay_max = crawler.settings.getfloat("SPACEBEAT_CRAWL_DELAY_MAX")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        middleware = cls(crawler)
        crawler.signals.connect(middleware.begin_reading, signal=signals.headers_received)
        crawler.signals.connect(middleware.stop_reading, signal=signals.bytes_received)
        return middleware

    async def process_request(self, request: Request) -> None:
        origin = origin_of(request.url)
        if self._obeys_robots and not request.meta.get("dont_obey_robotstxt"):
            policy = await hosts_of(self._crawler).robots.load(origin, self._fetch_robots)
            self._keep_distance(origin, policy.rules)
            policy.check(request.url)
        if request.meta.get(MIND_TDM):
            await hosts_of(self._crawler).tdm.load(origin, self._fetch_tdmrep)

    def _keep_distance(self, origin: str, rules: RobotsRules) -> None:
        delay = min(rules.crawl_delay or 0.0, self._crawl_delay_max)
        hosts_of(self._crawler).gate.keep_distance(host_of(origin), delay, origin)

    def begin_reading(self, request: Request) -> None:
        """Count the bytes of a robots.txt from its first, also when it is requested again (signal handler)."""
        if _READ_SO_FAR in request.meta:
            request.meta[_READ_SO_FAR] = 0

    def stop_reading(self, data: bytes, request: Request) -> None:
        """Stop the download of a robots.txt at the size that is read (signal handler)."""
        if _READ_SO_FAR in request.meta:
            request.meta[_READ_SO_FAR] += len(data)
            if request.meta[_READ_SO_FAR] > READ_AT_MOST:
                raise StopDownload(fail=False)

    async def _fetch_robots(self, origin: str, stored: SiteFile | None) -> SiteFile:
        if stored is not None:
            self._keep_distance(origin, rules_of(stored))
        url = f"{origin}/robots.txt"
        for _ in range(_MAX_REDIRECTS + 1):
            response = await self._download(url, stored)
            if response.status not in _REDIRECTS:
                # One octet more than is read shows the parser that there was more.
                return SiteFile.of(origin, _without_partial_line(response), READ_AT_MOST + 1)
            try:
                url = urljoin(url, field_of(response, "Location"))
                canonical_url(url)
            except ValueError:  # no address of a web page: a redirect that leads nowhere
                break
        return SiteFile(origin, 0, b"", datetime.now(UTC))

    async def _download(self, url: str, stored: SiteFile | None) -> Response:
        request = Request(
            url,
            # The first 500 KiB of a compressed file are not the first 500 KiB of its content. Servers that compress it
            # nevertheless are read as far, so that a decompression bomb is no reason to lose their site.
            headers={"Accept-Encoding": "identity", **(stored.validators if stored else {})},
            callback=NO_CALLBACK,
            priority=_BEFORE_ALL_ELSE,
            meta={
                "dont_obey_robotstxt": True,
                "dont_redirect": True,
                "download_maxsize": 0,  # no limit: `stop_reading` stops it
                "max_retry_times": 1,
                FIRST_BYTES: READ_AT_MOST + 1,
                _READ_SO_FAR: 0,
            },
        )
        return await self._response(request)

    async def _fetch_tdmrep(self, origin: str, stored: SiteFile | None) -> SiteFile:
        request = Request(
            f"{origin}{WELL_KNOWN_PATH}",
            headers=dict(stored.validators) if stored else None,
            callback=NO_CALLBACK,
            priority=_BEFORE_PAGES,
            meta={"download_maxsize": _TDMREP_MAX_BYTES, "dont_retry": True},
        )
        try:
            response = await self._response(request)
        except IgnoreRequest as error:  # by robots.txt or a pause, which hold for the page itself too
            raise SiteUnreachableError(f"{request.url}: {error}", reason_of(error)) from error
        return SiteFile.of(origin, response, _TDMREP_MAX_BYTES)

    async def _response(self, request: Request) -> Response:
        assert self._crawler.engine is not None
        try:
            return await self._crawler.engine.download_async(request)
        except NETWORK_FAILURES as error:
            raise SiteUnreachableError(f"{request.url}: {error}", reason_of(error)) from error


def _without_partial_line(response: Response) -> Response:
    """Return the response without a last line that may go on where its body ends, since half a rule forbids more."""
    if CUT not in response.flags and TRUNCATED not in response.flags:
        return response
    body = response.body
    return response.replace(body=body[: max(body.rfind(b"\n"), body.rfind(b"\r")) + 1])
