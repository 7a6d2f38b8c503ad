"""Keep in the archive what hosts asked for, from run to run: loaded when a session opens, saved as it is learnt."""

from collections.abc import Iterable
from time import monotonic

from archive.archive import Archive
from archive.clock import instant, parse
from archive.store.hosts import SiteFiles
from crawler.engine.writer import Writer
from crawler.fetch.hosts import Hosts
from crawler.fetch.rights.tdm_file import TDMREP
from crawler.fetch.robots.policy import ROBOTS
from crawler.fetch.site_files import SiteFile, SiteFileCache
from crawler.fetch.throttle.host_gate import HostGate
from crawler.fetch.throttle.pauses import Pause


class Pauses:
    """Implements `HostPauses` over the archive; everything is loaded at the start."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._pauses = writer.call_and_wait(lambda archive: archive.hosts.pauses())

    def load(self) -> Iterable[Pause]:
        return [Pause(host, parse(not_before), reason) for host, not_before, reason in self._pauses]

    def save(self, pause: Pause) -> None:
        self._writer.enqueue(_save_pause, pause)


class StoredFiles:
    """Implements `SiteFileStore` over a table of the archive; everything is loaded at the start."""

    def __init__(self, writer: Writer, table: SiteFiles) -> None:
        self._writer = writer
        self._table: SiteFiles = table
        rows = writer.call_and_wait(lambda archive: archive.hosts.site_files(table))
        self._rows = {row[0]: row for row in rows}

    def load(self, origin: str) -> SiteFile | None:
        row = self._rows.get(origin)
        if row is None:
            return None
        _, status, body, fetched_at, etag, last_modified = row
        return SiteFile(origin, status, body, parse(fetched_at), etag, last_modified)

    def save(self, copy: SiteFile) -> None:
        self._writer.enqueue(_save_site_file, self._table, copy)


def load_hosts(writer: Writer) -> Hosts:
    """Return what an archive knows about hosts; what is learnt is saved there."""
    return Hosts(
        HostGate(Pauses(writer), since=monotonic()),
        SiteFileCache(ROBOTS, StoredFiles(writer, "robots")),
        SiteFileCache(TDMREP, StoredFiles(writer, "tdmrep")),
    )


def _save_pause(archive: Archive, pause: Pause) -> None:
    archive.hosts.save_pause(pause.host, instant(pause.not_before), pause.reason)


def _save_site_file(archive: Archive, table: SiteFiles, copy: SiteFile) -> None:
    row = (copy.origin, copy.status, copy.body, instant(copy.fetched_at), copy.etag, copy.last_modified)
    archive.hosts.save_site_file(table, row)
