"""Pauses that hosts asked for, in this run and later ones."""

import asyncio
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Protocol

from scrapy.exceptions import IgnoreRequest

from archive.errors import SpacebeatError

# Cancellable sleep.
#
# A request may wait minutes for its turn. When the user stops the crawl, it must not delay the shutdown.

_POLL_INTERVAL = 0.25  # seconds


async def wait(seconds: float, is_needed: Callable[[], bool]) -> bool:
    """Sleep for so long, or until no longer needed; return whether it is still needed."""
    until = monotonic() + seconds
    while is_needed() and (left := until - monotonic()) > 0:
        await asyncio.sleep(min(left, _POLL_INTERVAL))
    return is_needed()


# The pause that a server asks for (RFC 9110, 10.2.3).

_SECONDS = re.compile(r"[0-9]{1,10}(?:\.[0-9]+)?")


def retry_after_seconds(value: str, now: datetime, server_date: str = "") -> float | None:
    """Return the seconds from now that a Retry-After field asks for; None when it is invalid.

    A date is compared with the server's own Date field where there is one, so that a wrong clock on either side
    does no harm. A date in the past is 0.
    """
    value = value.strip()
    if _SECONDS.fullmatch(value):
        return float(value)
    until = http_date(value)
    if until is None:
        return None
    return max(0.0, (until - (http_date(server_date) or now)).total_seconds())


def http_date(value: str) -> datetime | None:
    """Parse an HTTP date in any of its three forms (RFC 9110, 5.6.7) to UTC; None for anything else."""
    try:
        moment = parsedate_to_datetime(value)
    except (TypeError, ValueError, IndexError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Pause:
    """A host that must not be requested before a moment (UTC).

    `host` is the key from `host_of`.
    """

    host: str
    not_before: datetime
    reason: str

    def seconds_left(self) -> float:
        """Return the remaining seconds, negative when it is over."""
        return (self.not_before - datetime.now(UTC)).total_seconds()


class HostPauses(Protocol):
    """Persistent storage for pauses.

    Both methods are called on the event loop, so they must be fast.
    """

    def load(self) -> Iterable[Pause]: ...

    def save(self, pause: Pause) -> None: ...


class HostPausedError(SpacebeatError, IgnoreRequest):
    """The host asked for a longer pause than this run waits."""

    def __init__(self, pause: Pause) -> None:
        self.pause = pause
        until = pause.not_before.strftime("%Y-%m-%dT%H:%M:%SZ")
        super().__init__(f"{pause.host} asked to be left alone until {until} ({pause.reason})")
