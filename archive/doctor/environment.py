"""Checks of the installation and the machine: versions, clock, disk."""

import os
import platform
import shutil
import sqlite3
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from archive.clock import later, now
from archive.doctor.finding import Finding

LEAST_FREE = 500 << 20  # bytes of free disk below which a crawl may fail
LARGE_LOG = 256 << 20  # bytes of a write-ahead log above which a reader probably blocks the checkpoint
_RELEASED = "2026-11-01T00:00:00Z"  # a clock before the date of this program is wrong
_WAL_FIXED = (3, 51, 3)  # first release without the WAL-reset bug (sqlite.org/changes.html, 2026-03-13)


def check_versions(sqlite: tuple[int, ...] = sqlite3.sqlite_version_info) -> Finding:
    """Report versions. Old SQLite can corrupt a WAL database on concurrent writes, which Spacebeat itself avoids."""
    message = f"Spacebeat {_version()}, Python {platform.python_version()}, SQLite {'.'.join(map(str, sqlite))}"
    if sqlite < _WAL_FIXED:
        return Finding("versions", "note", message, "SQLite before 3.51.3: let no other program write to the archive")
    return Finding("versions", "ok", message)


def check_clock(latest_seen: str | None, today: str | None = None) -> Finding:
    """Check that the clock is not before the latest capture of the archive, nor before this program's date."""
    clock = today or now()
    if clock < _RELEASED:
        return Finding("clock", "wrong", f"the clock shows {clock}", "set the clock; dates and pauses depend on it")
    if latest_seen and later(clock, 86400) < latest_seen:
        message = f"the archive has a page fetched at {latest_seen}, but the clock shows {clock}"
        return Finding("clock", "wrong", message, "set the clock; dates and pauses depend on it")
    return Finding("clock", "ok", clock)


def check_space(archive: Path, free: int | None = None) -> Finding:
    """Check the free disk space at the archive, which emptying its write-ahead log takes, too."""
    free = shutil.disk_usage(archive.absolute().parent).free if free is None else free
    message = f"{free >> 20} MiB free"
    if free < LEAST_FREE + 2 * _size_of_log(archive):
        return Finding("disk", "wrong", message, "free some disk space before the next crawl")
    return Finding("disk", "ok", message)


def check_disk(archive: Path, free: int | None = None) -> Finding:
    """Check the free disk space at the archive, the size of its write-ahead log, and whether the folder is writable."""
    space = check_space(archive, free)
    if space.verdict != "ok":
        return space
    size = _size_of_log(archive)
    if size > LARGE_LOG:
        return Finding(
            "disk",
            "note",
            f"{space.message}, write-ahead log of {size >> 20} MiB",
            "restart 'spacebeat serve', which blocks it",
        )
    if not os.access(archive.absolute().parent, os.W_OK):
        return Finding("disk", "wrong", f"{archive.absolute().parent} is not writable", "choose another --archive")
    return space


def _size_of_log(archive: Path) -> int:
    log = archive.with_name(archive.name + "-wal")
    return log.stat().st_size if log.exists() else 0


def _version() -> str:
    try:
        return version("spacebeat")
    except PackageNotFoundError:
        return "from source"
