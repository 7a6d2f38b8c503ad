"""Hosts that asked to be left alone, in this run and in those to come."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from scrapy.exceptions import IgnoreRequest

from archive.errors import SpacebeatError


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
