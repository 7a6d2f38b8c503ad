"""A consistent copy of an archive in use: the database first, then the WARC records that it refers to.

A record is written before its row, so all rows of the copied database have their records on disk by the time the files
are copied; each file is copied up to the end of the last record that the copied database knows.

A file that the archive has lost keeps no backup from being made: all the rest is as precious as before. What an older
copy has of it stays there.
"""

import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from archive.db.connection import connect_to_read
from archive.db.damage import REMEDY, find_damage
from archive.db.foreign import refuse_foreign
from archive.errors import ArchiveError
from archive.failures import naming_output
from archive.warc.records import folder_of

_BLOCK = 1 << 20  # bytes
_CHECKED_S = 24 * 3600.0  # all pages, however long it takes: about as long as copying them


@dataclass(frozen=True, slots=True)
class Copied:
    """What a backup holds: articles, WARC files, and how many bytes of these were copied this time.

    `missing` are files that neither the archive nor an older copy has.
    """

    articles: int
    files: int
    bytes: int
    missing: tuple[str, ...] = ()


def back_up_archive(archive: Path, target: Path) -> Copied:
    """Copy the database to `target` and the records to the folder next to it. Raises ArchiveError, OSError."""
    if target.resolve() == archive.resolve():
        raise ArchiveError(f"{target} is the archive itself; choose another file")
    _refuse_foreign(target)
    partial = target.with_name(target.name + ".part")
    _remove(partial)
    try:
        with naming_output(target):
            return _copy(archive, partial, target)
    except OSError:
        _remove(partial)  # on a full disk it is in the way
        raise


def _copy(archive: Path, partial: Path, target: Path) -> Copied:
    """Copy the database to `partial` and the records to the folder of `target`, then give it its name."""
    source = connect_to_read(archive)
    try:
        _refuse_other_archive(source.conn, archive, target)
        with closing(sqlite3.connect(partial)) as copy:
            source.conn.backup(copy)
            ends = copy.execute(
                "select warc_file, max(warc_offset + warc_length) from captures where warc_file <> '' group by 1"
            ).fetchall()
            (articles,) = copy.execute("select count(*) from articles").fetchone()
            copy.execute("pragma journal_mode = delete")  # with a write-ahead log no read-only folder could be read
        _refuse_damaged_copy(partial, archive, target)
    finally:
        source.close()
    copied, missing = 0, []
    for name, end in ends:
        try:
            copied += _copy_records(folder_of(archive) / name, folder_of(target) / name, end)
        except FileNotFoundError:
            if not (folder_of(target) / name).exists():
                missing.append(name)
    _sync(partial)
    replaced = _files_of(target) - {name for name, _ in ends}
    for log in (*_logs(target), *_logs(partial)):  # of the copy that is replaced, and of the check
        log.unlink(missing_ok=True)
    os.replace(partial, target)
    for name in replaced:  # files of the older copy: what was pruned or forgotten since does not stay in a backup
        (folder_of(target) / name).unlink(missing_ok=True)
    return Copied(articles, len(ends) - len(missing), copied, tuple(missing))


def _refuse_damaged_copy(partial: Path, archive: Path, target: Path) -> None:
    """Raise ArchiveError for damaged pages, which SQLite copies as they are: they would replace the last whole copy."""
    if fault := find_damage(partial, _CHECKED_S):
        _remove(partial)
        kept = f"; {target} stays as it was" if target.exists() else ""
        raise ArchiveError(f"{archive} is damaged ({fault}){kept}; {REMEDY}")


def _remove(database: Path) -> None:
    for file in (database, *_logs(database)):
        file.unlink(missing_ok=True)


def _logs(database: Path) -> list[Path]:
    """Return the files that SQLite puts next to a database, and leaves there after it was only read."""
    return [database.with_name(database.name + ending) for ending in ("-wal", "-shm")]


def _refuse_foreign(target: Path) -> None:
    """Raise ArchiveError for a file that is no archive, which would be lost."""
    try:
        refuse_foreign(target)
    except ArchiveError as error:
        raise ArchiveError(f"{target} is no copy of an archive and is not replaced; choose another file") from error


def _refuse_other_archive(source: sqlite3.Connection, archive: Path, target: Path) -> None:
    """Raise ArchiveError for an archive whose latest run, or article where it has no runs, the one to copy has not.

    Runs are never deleted, so an original has the latest of its copy. Another archive, and a copy that was crawled
    into since, have later ones. What cannot be read is taken for a damaged copy.
    """
    for latest, known in (
        (
            "select source_id, started_at from runs order by started_at desc limit 1",
            "select 1 from runs where source_id = ? and started_at = ?",
        ),
        (
            "select url, first_seen_at from articles order by first_seen_at desc limit 1",
            "select 1 from articles where url = ? and first_seen_at = ?",
        ),
    ):
        if rows := _rows_of(target, latest):
            if source.execute(known, rows[0]).fetchone():
                return
            raise ArchiveError(f"{target} is no copy of {archive} but an archive by itself; choose another file")


def _files_of(target: Path) -> set[str]:
    """Return the WARC files that the copy refers to which is to be replaced; none if it cannot be read."""
    return {name for (name,) in _rows_of(target, "select distinct warc_file from captures where warc_file <> ''")}


def _rows_of(target: Path, sql: str) -> list[tuple[str, ...]]:
    """Read rows of the copy that is to be replaced; none if there is none, or it cannot be read."""
    if not target.exists():
        return []
    try:
        with closing(sqlite3.connect(f"{target.absolute().as_uri()}?mode=ro", uri=True)) as old:
            return old.execute(sql).fetchall()
    except sqlite3.Error:
        return []


def _copy_records(source: Path, target: Path, end: int) -> int:
    """Copy the file up to byte `end`. Return how many bytes were copied: none if the target has them already."""
    if target.exists() and target.stat().st_size == end and target.stat().st_mtime_ns == source.stat().st_mtime_ns:
        return 0
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(target.name + ".part")
    with source.open("rb") as file, partial.open("wb") as copy:
        while (left := end - copy.tell()) > 0 and (block := file.read(min(left, _BLOCK))):
            copy.write(block)
        size = copy.tell()
    if size < end:
        raise ArchiveError(f"{source} ends at byte {size:,}, before its last record; run 'spacebeat doctor'")
    shutil.copystat(source, partial)
    _sync(partial)
    os.replace(partial, target)
    return end


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
