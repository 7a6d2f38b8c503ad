"""Retry within the run requests that may succeed in a moment.

A few times, with growing waits, and without blocking the host for others: the request waits outside the queue
of the host. Remaining failures are left to the retry state in the archive. Replaces Scrapy's component, which
retries at once, three times in thirty milliseconds.
"""

import random
from typing import Self

from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import NotConfigured
from scrapy.http import Request, Response

from crawler.fetch.decompression_middleware import TRUNCATED
from crawler.fetch.failures import reason_of, reason_of_status
from crawler.fetch.hosts import hosts_of
from crawler.fetch.throttle.host_gate import host_of
from crawler.fetch.throttle.pauses import wait

_STATUSES = frozenset((408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524))
_REASONS = frozenset(("timeout", "dns", "connection refused", "connection lost", "connection failed", "truncated"))
_GROWTH = 3.0  # each wait is so many times the previous one
_RETRY_PRIORITY = -1


class RetryMiddleware:
    """Retries failed requests after a wait.

    Settings: RETRY_ENABLED, RETRY_TIMES and SPACEBEAT_RETRY_WAIT (seconds before the first retry). A request
    may have `dont_retry` and `max_retry_times` in its `meta`, as with Scrapy's own component.
    """

    def __init__(self, crawler: Crawler, times: int, wait: float, pause_wait_max: float) -> None:
        self._crawler = crawler
        self._times = times
        self._wait = wait
        self._pause_wait_max = pause_wait_max

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        settings = crawler.settings
        if not settings.getbool("RETRY_ENABLED"):
            raise NotConfigured
        return cls(
            crawler,
            settings.getint("RETRY_TIMES"),
            settings.getfloat("SPACEBEAT_RETRY_WAIT"),
            settings.getfloat("SPACEBEAT_PAUSE_WAIT_MAX"),
        )

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        if response.status in _STATUSES:
            return await self._retry(request, reason_of_status(response.status)) or response
        if TRUNCATED in response.flags:
            return await self._retry(request, TRUNCATED) or response
        return response

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:
        reason = reason_of(exception)
        return await self._retry(request, reason) if reason in _REASONS else None

    async def _retry(self, request: Request, reason: str) -> Request | None:
        """Return the request to be sent after a wait; None when retries are exhausted or forbidden."""
        if request.meta.get("dont_retry"):
            return None
        pause = hosts_of(self._crawler).gate.paused(host_of(request.url))
        if pause is not None and pause.seconds_left() > self._pause_wait_max:
            return None
        assert self._crawler.spider is not None
        retry = get_retry_request(
            request,
            spider=self._crawler.spider,
            reason=reason,
            max_retry_times=request.meta.get("max_retry_times", self._times),
            priority_adjust=_RETRY_PRIORITY,
            give_up_log_level="DEBUG",  # the archive stores the URL with its reason
        )
        if retry is not None and pause is None:  # a pause is waited out at the gate
            seconds = self._wait * _GROWTH ** (retry.meta["retry_times"] - 1)
            if not await wait(seconds * random.uniform(1.0, 1.5), lambda: self._crawler.crawling):
                return None
        return retry
