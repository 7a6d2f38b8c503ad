"""Per-host rate limiter shared by all crawls of the process.

Scrapy keeps a queue per host inside each crawl. Two sources of one publisher, or a source and the robots.txt of
another, would still meet at the same host; here they share one queue. The gate also remembers what a host asked
for: a longer delay between requests (Crawl-delay) or a pause (Retry-After), the latter across runs.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from time import monotonic
from urllib.parse import urlsplit

from scrapy.exceptions import IgnoreRequest

from archive.errors import SpacebeatError
from crawler.fetch.throttle.pauses import HostPausedError, HostPauses, Pause, wait

PAUSES = (429, 503)  # statuses of a host that asks for a pause


class CrawlStoppedError(SpacebeatError, IgnoreRequest):
    """The crawl was stopped while a request waited for its turn; it was not sent."""


@dataclass(slots=True)
class _Host:
    left_at: float  # monotonic time of the end of the last response
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    crawl_delays: dict[str, float] = field(default_factory=dict)  # by origin
    pause: Pause | None = None
    refusals: int = 0  # consecutive 429 responses without Retry-After


class HostGate:
    """Hands out turns at hosts, for one event loop.

    `since` (monotonic) is the assumed time of the last request to all hosts: the start of a run, as the
    previous run may have been killed a moment ago with a request on its way.
    """

    def __init__(self, pauses: HostPauses | None = None, since: float = float("-inf")) -> None:
        self._since = since
        self._pauses = pauses
        self._hosts: dict[str, _Host] = {}
        for pause in pauses.load() if pauses else ():
            self._host(pause.host).pause = pause

    @asynccontextmanager
    async def turn(
        self,
        host: str,
        delay: float,
        jitter: float = 0.0,
        wait_max: float = 120.0,
        is_needed: Callable[[], bool] = lambda: True,
    ) -> AsyncIterator[None]:
        """Reserve the host: at least `delay` seconds after the last response, plus up to `jitter` times that.

        Waits for other requests, for the delay and for a pause of up to `wait_max` seconds; raises
        `HostPausedError` for a longer one, and `CrawlStoppedError` when the turn is no longer needed
        (`is_needed`).
        """
        state = self._host(host)
        self._refuse_if_paused(state, wait_max)
        async with state.lock:
            while (left := self._still_to_wait(state, delay, jitter, wait_max)) > 0:
                if not await wait(left, is_needed):
                    break
            if not is_needed():
                raise CrawlStoppedError(f"stopped before a request to {host}")
            try:
                yield
            finally:
                state.left_at = monotonic()

    def pause(self, host: str, seconds: float, reason: str) -> None:
        """Pause the host from now on for so many seconds; a longer pause already set is kept."""
        pause = Pause(host, datetime.now(UTC) + timedelta(seconds=seconds), reason)
        state = self._host(host)
        if state.pause is not None and state.pause.not_before >= pause.not_before:
            return
        state.pause = pause
        if self._pauses is not None:
            self._pauses.save(pause)

    def pause_if_asked(self, host: str, status: int, retry_after: float | None, first_pause: float) -> None:
        """Pause the host if its response asks for it.

        That is a 429 or 503 with `retry_after`, the seconds of its Retry-After. A 429 without it means a pause
        too: `first_pause` seconds, and twice as long for each further one.
        """
        state = self._host(host)
        state.refusals = state.refusals + 1 if status == 429 and retry_after is None else 0
        if state.refusals:
            retry_after = first_pause * 2 ** (state.refusals - 1)
        if retry_after and status in PAUSES:
            self.pause(host, retry_after, f"HTTP {status}")

    def paused(self, host: str) -> Pause | None:
        """Return the current pause of the host, if any."""
        state = self._hosts.get(host)
        if state is None or state.pause is None or state.pause.seconds_left() <= 0:
            return None
        return state.pause

    def keep_distance(self, host: str, seconds: float, origin: str = "") -> None:
        """Send the host at most one request in so many seconds from now on, whatever the delay of a turn.

        `origin` is whose rule it is: http and https of a host may ask for different delays, of which the longest
        applies.
        """
        self._host(host).crawl_delays[origin] = seconds

    def _host(self, host: str) -> _Host:
        if host not in self._hosts:
            self._hosts[host] = _Host(self._since)
        return self._hosts[host]

    def _still_to_wait(self, state: _Host, delay: float, jitter: float, wait_max: float) -> float:
        distance = max(delay, *state.crawl_delays.values(), 0.0)
        apart = state.left_at + distance - monotonic()
        if apart > 0:
            return apart + distance * random.uniform(0, jitter)
        return self._refuse_if_paused(state, wait_max)

    def _refuse_if_paused(self, state: _Host, wait_max: float) -> float:
        """Return the seconds that the pause still lasts."""
        if state.pause is None:
            return 0.0
        left = state.pause.seconds_left()
        if left > wait_max:
            raise HostPausedError(state.pause)
        if left <= 0:
            state.pause = None
        return max(0.0, left)


def host_of(url: str) -> str:
    """Return the key of a host: its name, and its port unless it is the scheme's default.

    http and https of one name are one host; another port is another server.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    return host if parts.port in (None, 80, 443) else f"{host}:{parts.port}"
