"""All checks of one archive, ordered so that each relies only on what was already checked."""

import sqlite3
from collections.abc import Generator, Iterator
from pathlib import Path

from sqlite_utils import Database

from archive.db.connection import backup_of, connect, connect_to_read, pending_migrations
from archive.db.lock import WriterLock
from archive.doctor.database import (
    check_copies,
    check_forgotten,
    check_full_text,
    check_lineage,
    check_pages,
    check_references,
    check_tallies,
    check_texts,
    damaged,
)
from archive.doctor.environment import check_clock, check_disk, check_versions
from archive.doctor.finding import Finding
from archive.doctor.warc import check_captures, check_files
from archive.errors import ArchiveError, ArchiveLockedError
from archive.failures import is_damage, one_line
from archive.warc.belonging import refuse_emptied
from archive.warc.records import folder_of


def examine(archive: Path, *, thorough: bool = False, repair: bool = False, expected: bool = True) -> Iterator[Finding]:
    """Run all checks and yield their findings.

    An archive that is not there is a fault if it is `expected`; right after an installation there is none yet.
    `thorough` reads everything; `repair` rebuilds what is derived from the articles: full-text index, index of copies,
    lineage, tallies. An archive with an older schema is migrated first, after a backup next to it.
    """
    yield check_versions()
    if archive.absolute().parent.is_dir():
        yield check_disk(archive)
    if not archive.exists():
        advice = "check the path" if expected else "run 'spacebeat crawl' or use --archive PATH"
        yield Finding("archive", "wrong" if expected else "note", f"there is none at {archive}", advice)
        return
    try:
        refuse_emptied(archive)
        lock = WriterLock(archive, "the doctor")
    except ArchiveLockedError as error:
        yield Finding("writer", "note", str(error), "indexes, tallies and migrations are not checked while it runs")
        yield from _until_damage(_reading(archive, thorough))
        return
    except ArchiveError as error:
        yield _refused(error)
        return
    try:
        yield from _until_damage(_writing(archive, thorough, repair))
    finally:
        lock.release()


def _until_damage(findings: Iterator[Finding]) -> Iterator[Finding]:
    """Yield findings up to the first check that meets damage: what it would say of the rows is not to be trusted."""
    try:
        yield from findings
    except (sqlite3.DatabaseError, ValueError, TypeError) as error:  # the latter of values that no writer stores
        if isinstance(error, sqlite3.DatabaseError) and not is_damage(error):
            raise
        yield damaged(one_line(error))


def _writing(archive: Path, thorough: bool, repair: bool) -> Iterator[Finding]:
    yield Finding("writer", "ok", "no other process writes")
    try:
        pending = pending_migrations(archive)
        db = connect(archive)
    except ArchiveError as error:
        yield _refused(error)
        return
    try:
        if pending:
            message = f"migrated ({', '.join(pending)}); the backup is {backup_of(archive, pending[0])}"
            yield Finding("schema", "note", message)
        else:
            yield Finding("schema", "ok", "up to date")
        if not (yield from _rows(db, archive, thorough)):
            return
        yield check_full_text(db, repair=repair)
        yield check_copies(db, repair=repair)
        yield check_lineage(db, repair=repair)
        yield check_tallies(db, repair=repair)
        yield check_forgotten(db)
    finally:
        db.close()


def _refused(error: ArchiveError) -> Finding:
    return damaged(str(error)) if is_damage(error.__cause__ or error) else Finding("archive", "wrong", str(error))


def _reading(archive: Path, thorough: bool) -> Iterator[Finding]:
    try:
        db = connect_to_read(archive)
    except ArchiveError as error:
        yield _refused(error)
        return
    try:
        yield from _rows(db, archive, thorough)
    finally:
        db.close()


def _rows(db: Database, archive: Path, thorough: bool) -> Generator[Finding, None, bool]:
    """Yield the findings on pages, rows and captures; return whether the pages are intact, as later checks need."""
    pages = check_pages(db, thorough=thorough)
    yield pages
    if pages.verdict == "wrong":
        return False
    yield check_references(db)
    if thorough:
        yield check_texts(db)
    yield check_clock(db.execute("select max(fetched_at) from captures").fetchone()[0])
    yield check_captures(db, folder_of(archive), thorough=thorough)
    yield from check_files(db, folder_of(archive), thorough=thorough)
    return True
