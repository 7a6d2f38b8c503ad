"""Opening the database: the pragmas that make it durable, and the one kind of transaction that writes.

WAL with synchronous FULL keeps every commit through a power cut (sqlite.org/pragma.html#pragma_synchronous).
A write transaction begins with BEGIN IMMEDIATE: a deferred one that reads and then writes fails at once when
another connection wrote in between (sqlite.org/lang_transaction.html).
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlite_utils import Database

from archive.db.migrations import migrations
from archive.errors import ArchiveError
from archive.search import fts_index

APPLICATION_ID = 0x53504254  # "SPBT", in the header of the file (sqlite.org/pragma.html#pragma_application_id)


def connect(path: Path) -> Database:
    """Open the database for writing, creating or migrating it. Raises ArchiveError.

    Before an archive that is there is migrated, a copy is made next to it (`backup_of`).
    """
    refuse_foreign(path)
    try:
        connection = sqlite3.connect(path, timeout=30, check_same_thread=False)
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = full")
        connection.execute("pragma foreign_keys = on")
        connection.execute("pragma cache_size = -65536")
        fts_index.register(connection)
        db = Database(connection)
        _refuse_newer(db, path)
        if migrations.applied(db) and migrations.pending(db):
            back_up(db, backup_of(path, migrations.pending(db)[0].name))
        migrations.apply(db)
        _mark(connection, len(migrations.applied(db)))
    except sqlite3.Error as error:
        raise ArchiveError(f"cannot open {path}: {error}; check the path, or run 'spacebeat doctor'") from error
    return db


def connect_to_read(path: Path) -> Database:
    """Open the database for reading only. Raises ArchiveError when there is none."""
    if not path.exists():
        raise ArchiveError(f"there is no archive at {path}; run 'spacebeat crawl' first or give --archive PATH")
    refuse_foreign(path)
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=30)
        connection.execute("pragma query_only = on")
        db = Database(connection)
        _refuse_newer(db, path)
        if migrations.pending(db):
            raise ArchiveError(
                f"{path} was made by an older Spacebeat; run 'spacebeat doctor' once to bring it up to date"
            )
    except sqlite3.Error as error:
        raise ArchiveError(f"cannot read {path}: {error}; run 'spacebeat doctor'") from error
    return db


def refuse_foreign(path: Path) -> None:
    """Raise ArchiveError for the database of another program, before anything is written to it.

    An archive is known by its mark in the header; one from before the mark by the record of its migrations. The header
    is read by SQLite, too: closing a descriptor of ours would drop the locks of other connections of this process
    (sqlite.org/howtocorrupt.html, 2.2).
    """
    if not path.exists() or path.stat().st_size == 0:
        return
    try:
        with closing(_open_alone(path)) as connection:
            (mark,) = connection.execute("pragma application_id").fetchone()
        if mark == APPLICATION_ID:
            return
        with closing(_open_to_look(path)) as connection:
            (mark,) = connection.execute("pragma application_id").fetchone()
            names = {name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")}
    except sqlite3.Error as error:
        raise ArchiveError(f"cannot open {path}: {error}; check the path, or run 'spacebeat doctor'") from error
    is_ours = mark == APPLICATION_ID or (mark == 0 and (not names or {"_sqlite_migrations", "articles"} <= names))
    if not is_ours:
        raise ArchiveError(f"{path} is a database of another program; give another path with --archive")


def _open_alone(path: Path) -> sqlite3.Connection:
    """Open the file without its log, as immutable: not even a lock or a shared-memory file is left next to it."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)


def _open_to_look(path: Path) -> sqlite3.Connection:
    """Open the database with its log, if it has one: after a kill the file alone may be empty or malformed."""
    log = path.with_name(path.name + "-wal")
    if not log.exists() or not log.stat().st_size:
        return _open_alone(path)
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=30)


def _mark(connection: sqlite3.Connection, version: int) -> None:
    """Write into the header of the file whose database this is, and after how many migrations."""
    for pragma, value in (("application_id", APPLICATION_ID), ("user_version", version)):
        if connection.execute(f"pragma {pragma}").fetchone() != (value,):
            connection.execute(f"pragma {pragma} = {value}")


def backup_of(path: Path, migration: str) -> Path:
    """Return the file next to an archive that keeps it as it was before a migration."""
    return path.with_name(f"{path.stem}.before-{migration}{path.suffix}")


def back_up(db: Database, place: Path) -> None:
    """Write a whole copy, consistent whoever writes meanwhile (sqlite.org/lang_vacuum.html, VACUUM INTO)."""
    partial = place.with_name(place.name + ".part")
    partial.unlink(missing_ok=True)
    db.execute("vacuum into ?", [str(partial)])
    with partial.open("rb") as file:
        os.fsync(file.fileno())
    os.replace(partial, place)


@contextmanager
def transaction(db: Database) -> Iterator[None]:
    """All or nothing; nests by joining the transaction that is open."""
    connection = db.conn
    if connection.in_transaction:
        yield
        return
    connection.execute("begin immediate")
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


def _refuse_newer(db: Database, path: Path) -> None:
    known = {migration.name for migration in migrations._migrations}
    unknown = [applied.name for applied in migrations.applied(db) if applied.name not in known]
    if unknown:
        raise ArchiveError(f"{path} was made by a newer Spacebeat (it has {unknown[-1]}); upgrade Spacebeat to use it")


def pending_migrations(path: Path) -> list[str]:
    """Return the names of the migrations that opening an archive for writing would apply. Raises ArchiveError."""
    refuse_foreign(path)
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=30)
        try:
            db = Database(connection)
            return [migration.name for migration in migrations.pending(db)] if migrations.applied(db) else []
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise ArchiveError(f"cannot read {path}: {error}; run 'spacebeat doctor'") from error
