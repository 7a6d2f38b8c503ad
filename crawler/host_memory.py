"""Carries what hosts asked of us from run to run: the gate and the robots cache read it at once and save in passing."""

from collections.abc import Iterable

from archive.archive import Archive
from archive.clock import instant, parse
from crawler.fetch.host_gate import HostGate, set_process_gate
from crawler.fetch.host_pauses import Pause
from crawler.fetch.robots import RobotsCache, RobotsCopy, set_process_robots
from crawler.writer import Writer


class HostMemory:
    """Implements `HostPauses` and `RobotsStore` over the archive; everything is loaded at the start."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._pauses = writer.call_and_wait(lambda archive: archive.hosts.pauses())
        rows = writer.call_and_wait(lambda archive: archive.hosts.robots())
        self.robots = _Robots(writer, {row[0]: row for row in rows})

    def load(self) -> Iterable[Pause]:
        return [Pause(host, parse(not_before), reason) for host, not_before, reason in self._pauses]

    def save(self, pause: Pause) -> None:
        self._writer.soon(_save_pause, pause)


class _Robots:
    def __init__(self, writer: Writer, rows: dict[str, tuple[str, int, bytes, str, str, str]]) -> None:
        self._writer = writer
        self._rows = rows

    def load(self, origin: str) -> RobotsCopy | None:
        row = self._rows.get(origin)
        if row is None:
            return None
        _, status, body, fetched_at, etag, last_modified = row
        return RobotsCopy(origin, status, body, parse(fetched_at), etag, last_modified)

    def save(self, copy: RobotsCopy) -> None:
        self._writer.soon(_save_robots, copy)


def remember_hosts(writer: Writer) -> None:
    """Give the gate and the robots cache of this process the memory of an archive."""
    memory = HostMemory(writer)
    set_process_gate(HostGate(memory))
    set_process_robots(RobotsCache(memory.robots))


def _save_pause(archive: Archive, pause: Pause) -> None:
    archive.hosts.save_pause(pause.host, instant(pause.not_before), pause.reason)


def _save_robots(archive: Archive, copy: RobotsCopy) -> None:
    archive.hosts.save_robots(
        copy.origin, copy.status, copy.body, instant(copy.fetched_at), copy.etag, copy.last_modified
    )
