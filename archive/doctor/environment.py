"""The installation and the machine: versions, clock, disk."""

import os
import platform
import shutil
import sqlite3
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from archive.clock import later, now
from archive.doctor.finding import Finding

LEAST_FREE = 500 << 20  # bytes of free disk below which a crawl may not end well
LARGE_LOG = 256 << 20  # bytes of a write-ahead log that no reader should hold back
_WRITTEN = "2026-11-01T00:00:00Z"  # no clock that is right is before this program
_WAL_FIXED = (3, 51, 3)  # first release without the WAL-reset bug (sqlite.org/changes.html, 2026-03-13)


def check_versions(sqlite: tuple[int, ...] = sqlite3.sqlite_version_info) -> Finding:
    """Versions. Old SQLite can damage a WAL database that two connections write at once, which Spacebeat never does."""
    said = f"Spacebeat {_version()}, Python {platform.python_version()}, SQLite {'.'.join(map(str, sqlite))}"
    if sqlite < _WAL_FIXED:
        return Finding("versions", "note", said, "SQLite before 3.51.3: let no other program write to the archive")
    return Finding("versions", "ok", said)


def check_clock(latest_seen: str | None, today: str | None = None) -> Finding:
    """Whether the clock of this machine can be right: not before what the archive saw, nor before this program."""
    clock = today or now()
    if clock < _WRITTEN:
        return Finding("clock", "wrong", f"the clock says {clock}", "set the clock; dates and pauses depend on it")
    if latest_seen and later(clock, 86400) < latest_seen:
        said = f"the archive saw a page at {latest_seen}, the clock says {clock}"
        return Finding("clock", "wrong", said, "set the clock; dates and pauses depend on it")
    return Finding("clock", "ok", clock)


def check_disk(archive: Path, free: int | None = None) -> Finding:
    """Free space beside the archive, and the size of its write-ahead log."""
    free = shutil.disk_usage(archive.absolute().parent).free if free is None else free
    log = archive.with_name(archive.name + "-wal")
    size = log.stat().st_size if log.exists() else 0
    said = f"{free >> 20} MiB free"
    if free < LEAST_FREE + 2 * size:
        return Finding("disk", "wrong", said, "free some space before the next crawl")
    if size > LARGE_LOG:
        return Finding(
            "disk", "note", f"{said}, a log of {size >> 20} MiB", "a reader holds it: restart 'spacebeat serve'"
        )
    if not os.access(archive.absolute().parent, os.W_OK):
        return Finding("disk", "wrong", f"{archive.absolute().parent} cannot be written", "choose another --archive")
    return Finding("disk", "ok", said)


def _version() -> str:
    try:
        return version("spacebeat")
    except PackageNotFoundError:
        return "from source"
