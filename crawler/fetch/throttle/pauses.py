"""Hosts that asked to be left alone, in this run and in those to come."""

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

# Waiting that ends when it has lost its purpose.
#
# A request may wait minutes for its turn. When the user stops the crawl, it must not hold up the end.

_LOOKS_UP_EVERY = 0.25  # seconds


async def wait(seconds: float, wanted: Callable[[], bool]) -> bool:
    """Wait so long, or until it is no longer wanted. Returns whether it still is."""
    until = monotonic() + seconds
    while wanted() and (left := until - monotonic()) > 0:
        await asyncio.sleep(min(left, _LOOKS_UP_EVERY))
    return wanted()


# How long a server asks to be left alone (RFC 9110, 10.2.3).

_SECONDS = re.compile(r"[0-9]{1,10}(?:\.[0-9]+)?")


def retry_after_seconds(value: str, now: datetime, server_date: str = "") -> float | None:
    """Seconds from now that a Retry-After field asks for; None when it cannot be read.

    A date is measured against the server's own Date field where there is one, so that a wrong clock on
    either side does no harm. A date that has passed is 0.
    """
    value = value.strip()
    if _SECONDS.fullmatch(value):
        return float(value)
    until = http_date(value)
    if until is None:
        return None
    return max(0.0, (until - (http_date(server_date) or now)).total_seconds())


def http_date(value: str) -> datetime | None:
    """An HTTP date in any of its three forms (RFC 9110, 5.6.7), in UTC; None for anything else."""
    try:
        moment = parsedate_to_datetime(value)
    except (TypeError, ValueError, IndexError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Pause:
    """A host that must not be asked before a moment (UTC). `host` is the key that `host_of` makes."""

    host: str
    not_before: datetime
    reason: str

    def seconds_left(self) -> float:
        """Negative when it is over."""
        return (self.not_before - datetime.now(UTC)).total_seconds()


class HostPauses(Protocol):
    """Where pauses outlive the process. Both are called on the event loop, so they must be quick."""

    def load(self) -> Iterable[Pause]: ...

    def save(self, pause: Pause) -> None: ...


class HostPausedError(SpacebeatError, IgnoreRequest):
    """The host asked to be left alone for longer than this run waits."""

    def __init__(self, pause: Pause) -> None:
        self.pause = pause
        until = pause.not_before.strftime("%Y-%m-%dT%H:%M:%SZ")
        super().__init__(f"{pause.host} asked to be left alone until {until} ({pause.reason})")
