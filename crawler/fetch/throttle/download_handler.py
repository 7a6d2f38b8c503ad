"""Scrapy's download handler behind the host gate and the address guard.

All traffic passes here. As a handler and not a middleware, it cannot be bypassed: pages, robots.txt and
redirects all wait for their turn.
"""

from collections import Counter
from datetime import UTC, datetime

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, ResponseDataLossError
from scrapy.http import Request, Response
from scrapy.utils.httpobj import urlparse_cached
from twisted.web.client import HTTPConnectionPool

from crawler.fetch.end_marks import shows_its_end
from crawler.fetch.header_fields import field_of
from crawler.fetch.hosts import hosts_of
from crawler.fetch.ssrf.middleware import AddressRefusedError
from crawler.fetch.ssrf.resolver import GuardResolver, private_allowed
from crawler.fetch.throttle.host_gate import host_of
from crawler.fetch.throttle.pauses import retry_after_seconds

# The idle connections of all crawls of this process that trust the same servers: a host that two sources
# share sees one.
_POOLS: dict[tuple[bool, bool], HTTPConnectionPool] = {}
_POOL_USERS: Counter[tuple[bool, bool]] = Counter()


DATALOSS = "dataloss"  # Scrapy's flag of a response whose connection ended before its stated length
LEAST_DELAY = "least_delay"  # in the `meta` of a request: the minimum delay of its host before it, in seconds


class GatedDownloadHandler(HTTP11DownloadHandler):
    """Sends one request at a time to a host.

    Settings: DOWNLOAD_DELAY, SPACEBEAT_RETRY_WAIT, SPACEBEAT_PAUSE_WAIT_MAX, SPACEBEAT_PAUSE_MAX (seconds),
    DOWNLOAD_DELAY_JITTER (a share of the delay), DOWNLOAD_MAXSIZE (bytes) and SPACEBEAT_ALLOW_PRIVATE. Raises
    `HostPausedError`, `CrawlStoppedError` and `AddressRefusedError` in addition to Scrapy's own errors.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        settings = crawler.settings
        self._delay = settings.getfloat("DOWNLOAD_DELAY")
        self._jitter = settings.getfloat("DOWNLOAD_DELAY_JITTER")
        self._retry_wait = settings.getfloat("SPACEBEAT_RETRY_WAIT")
        self._wait_max = settings.getfloat("SPACEBEAT_PAUSE_WAIT_MAX")
        self._pause_max = settings.getfloat("SPACEBEAT_PAUSE_MAX")
        self._allow_private = settings.getbool("SPACEBEAT_ALLOW_PRIVATE")
        self._max_size = settings.getint("DOWNLOAD_MAXSIZE")
        self._pool_key = (self._allow_private, settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES"))
        self._pool = _POOLS.setdefault(self._pool_key, self._pool)
        _POOL_USERS[self._pool_key] += 1

    async def download_request(self, request: Request) -> Response:
        gate, host = hosts_of(self.crawler).gate, host_of(request.url)
        delay = max(self._delay, request.meta.get(LEAST_DELAY, 0.0))
        async with gate.turn(host, delay, self._jitter, self._wait_max, self._is_needed):
            response = self._whole(request, await self._download_guarded(request))
            gate.pause_if_asked(host, response.status, self._pause_asked(response), self._retry_wait)
        return response

    def _whole(self, request: Request, response: Response) -> Response:
        """Return a response that is whole. Raises ResponseDataLossError for one that broke off."""
        if DATALOSS not in response.flags:
            return response
        if not shows_its_end(response, request.meta.get("download_maxsize") or self._max_size):
            raise ResponseDataLossError(f"{response.url} broke off")
        return response.replace(flags=[flag for flag in response.flags if flag != DATALOSS])

    def _is_needed(self) -> bool:
        return self.crawler.crawling

    async def close(self) -> None:
        _POOL_USERS[self._pool_key] -= 1
        if not _POOL_USERS[self._pool_key]:
            del _POOLS[self._pool_key]
            await super().close()

    async def _download_guarded(self, request: Request) -> Response:
        from twisted.internet import reactor  # importing it earlier would choose the reactor

        guard = GuardResolver.of(reactor)
        # A proxy in the operator's own network is the operator's choice.
        token = private_allowed.set(self._allow_private or bool(request.meta.get("proxy")))
        try:
            return await super().download_request(request)
        except CannotResolveHostError as error:
            host = urlparse_cached(request).hostname or ""
            why = guard.refusal(host)
            if why and not self._allow_private:
                raise AddressRefusedError(host, why) from error
            raise
        finally:
            private_allowed.reset(token)

    def _pause_asked(self, response: Response) -> float | None:
        value = field_of(response, "Retry-After")
        seconds = retry_after_seconds(value, datetime.now(UTC), field_of(response, "Date")) if value else None
        return None if seconds is None else min(seconds, self._pause_max)
