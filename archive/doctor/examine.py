"""All checks of one archive, in the order in which they make sense."""

from collections.abc import Generator, Iterator
from pathlib import Path

from sqlite_utils import Database

from archive.db.connection import backup_of, connect, connect_to_read, pending_migrations
from archive.db.lock import WriterLock
from archive.doctor.database import check_copies, check_full_text, check_pages, check_references, check_tallies
from archive.doctor.environment import check_clock, check_disk, check_versions
from archive.doctor.finding import Finding
from archive.doctor.warc import check_captures, check_files
from archive.errors import ArchiveError, ArchiveLockedError
from archive.warc.records import folder_of


def examine(archive: Path, *, thorough: bool = False, repair: bool = False) -> Iterator[Finding]:
    """Yield the findings as they come. `thorough` reads everything; `repair` makes anew what was made of the articles:
    full-text index, index of copies, tallies.

    An archive of an older schema is brought up to date first, with a backup beside it.
    """
    yield check_versions()
    yield check_disk(archive)
    if not archive.exists():
        yield Finding("archive", "note", f"there is none at {archive}", "run 'spacebeat crawl' or give --archive PATH")
        return
    try:
        lock = WriterLock(archive, "the doctor")
    except ArchiveLockedError as error:
        yield Finding(
            "writer", "note", str(error), "what is made of the articles, and migrations, are not checked meanwhile"
        )
        yield from _reading(archive, thorough)
        return
    try:
        yield from _writing(archive, thorough, repair)
    finally:
        lock.release()


def _writing(archive: Path, thorough: bool, repair: bool) -> Iterator[Finding]:
    yield Finding("writer", "ok", "nobody writes")
    try:
        pending = pending_migrations(archive)
        db = connect(archive)
    except ArchiveError as error:
        yield Finding("archive", "wrong", str(error))
        return
    try:
        if pending:
            said = f"brought up to date ({', '.join(pending)}); before that it was {backup_of(archive, pending[0])}"
            yield Finding("schema", "note", said)
        else:
            yield Finding("schema", "ok", "up to date")
        if not (yield from _rows(db, archive, thorough)):
            return
        yield check_full_text(db, repair=repair)
        yield check_copies(db, repair=repair)
        yield check_tallies(db, repair=repair)
    finally:
        db.close()


def _reading(archive: Path, thorough: bool) -> Iterator[Finding]:
    try:
        db = connect_to_read(archive)
    except ArchiveError as error:
        yield Finding("archive", "wrong", str(error))
        return
    try:
        yield from _rows(db, archive, thorough)
    finally:
        db.close()


def _rows(db: Database, archive: Path, thorough: bool) -> Generator[Finding, None, bool]:
    """Yield the findings on pages, rows and captures; return whether the pages are whole, without which none counts."""
    pages = check_pages(db, thorough=thorough)
    yield pages
    if pages.verdict == "wrong":
        return False
    yield check_references(db)
    yield check_clock(db.execute("select max(fetched_at) from captures").fetchone()[0])
    yield check_captures(db, folder_of(archive), thorough=thorough)
    yield from check_files(db, folder_of(archive), thorough=thorough)
    return True
