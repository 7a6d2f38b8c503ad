"""Database connections, with the pragmas that make writes durable and the transaction that all writers use.

WAL with synchronous FULL keeps every commit through a power cut (sqlite.org/pragma.html#pragma_synchronous).
A write transaction starts with BEGIN IMMEDIATE: a deferred one that reads and then writes fails at once when
another connection wrote in between (sqlite.org/lang_transaction.html).
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from shlex import quote

from sqlite_utils import Database

from archive.db.foreign import APPLICATION_ID, refuse_foreign
from archive.db.migrations import migrations
from archive.db.requirements import refuse_incomplete
from archive.errors import ArchiveError
from archive.search import fts_index

_CACHE = 8_192  # KiB; of adding to a million articles 64 MiB save a twentieth of the time that 16 MiB take


def connect(path: Path) -> Database:
    """Open the database for writing, creating or migrating it. Raises ArchiveError.

    An existing archive is copied before it is migrated (`backup_of`).
    """
    refuse_foreign(path)
    try:
        connection = sqlite3.connect(path, timeout=30, check_same_thread=False)
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = full")
        connection.execute("pragma foreign_keys = on")
        connection.execute("pragma cell_size_check = on")
        connection.execute(f"pragma cache_size = -{_CACHE}")
        fts_index.register(connection)
        db = Database(connection)
        _refuse_newer(db, path)
        _mark(connection, "application_id", APPLICATION_ID)  # before any table: a kill leaves no unknown database
        if migrations.applied(db) and migrations.pending(db):
            back_up(db, backup_of(path, migrations.pending(db)[0].name))
        migrations.apply(db)
        _mark(connection, "user_version", len(migrations.applied(db)))
        refuse_incomplete(db, path)
    except sqlite3.Error as error:
        raise ArchiveError(f"cannot open {path}: {error}; check the path, or run 'spacebeat doctor'") from error
    return db


def connect_to_read(path: Path) -> Database:
    """Open the database for reading only. Raises ArchiveError when there is none."""
    if not path.exists():
        raise ArchiveError(f"there is no archive at {path}; run 'spacebeat crawl' first or use --archive PATH")
    refuse_foreign(path)
    _roll_back(path)
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=30)
        connection.execute("pragma query_only = on")
        connection.execute("pragma cell_size_check = on")
        db = Database(connection)
        _refuse_newer(db, path)
        if not migrations.applied(db):
            raise ArchiveError(f"{path} is empty; run 'spacebeat crawl' first or use --archive PATH")
        if migrations.pending(db):
            raise ArchiveError(
                f"{path} was written by an older Spacebeat; "
                f"run 'spacebeat doctor --archive {quote(str(path))}' once to migrate it"
            )
        refuse_incomplete(db, path)
    except sqlite3.Error as error:
        raise ArchiveError(f"cannot read {path}: {_reason(error, path)}") from error
    return db


def _roll_back(path: Path) -> None:
    """Undo what a killed process left in a rollback journal (sqlite.org/lockingv3.html#hot_journals).

    SQLite cannot do that while it may only read. An archive has a journal until it has its write-ahead log: when it is
    made, and as a copy that a backup made. Where the folder cannot be written, reading says so.
    """
    if path.with_name(f"{path.name}-journal").exists():
        uri = f"{path.absolute().as_uri()}?mode=rw"
        with suppress(sqlite3.Error), closing(sqlite3.connect(uri, uri=True, timeout=30)) as connection:
            connection.execute("select count(*) from sqlite_master").fetchone()


def _reason(error: sqlite3.Error, path: Path) -> str:
    """Return why an archive cannot be read, and what to do.

    SQLite writes two files next to a database with a write-ahead log, also to read it (sqlite.org/wal.html#readonly).
    """
    extended = getattr(error, "sqlite_errorcode", 0)
    if extended == sqlite3.SQLITE_IOERR_SHMSIZE:  # a full disk, in words that send the reader to look for damage
        return "no space left next to it, which SQLite needs to read; free some disk space and run the command again"
    code = extended & 0xFF
    cannot_open = code == sqlite3.SQLITE_CANTOPEN and not os.access(path.absolute().parent, os.W_OK)
    if code == sqlite3.SQLITE_READONLY or cannot_open:
        return "its folder cannot be written, which SQLite needs; read a copy that 'spacebeat backup' made, or move it"
    return f"{error}; run 'spacebeat doctor'"


def _mark(connection: sqlite3.Connection, pragma: str, value: int) -> None:
    """Write the application id or the number of migrations into the header of the file."""
    if connection.execute(f"pragma {pragma}").fetchone() != (value,):
        connection.execute(f"pragma {pragma} = {value}")


def backup_of(path: Path, migration: str) -> Path:
    """Return the path of the backup that is made before a migration."""
    return path.with_name(f"{path.stem}.before-{migration}{path.suffix}")


def back_up(db: Database, place: Path) -> None:
    """Write a consistent copy, even during writes (sqlite.org/lang_vacuum.html, VACUUM INTO)."""
    partial = place.with_name(place.name + ".part")
    partial.unlink(missing_ok=True)
    db.execute("vacuum into ?", [str(partial)])
    with partial.open("rb") as file:
        os.fsync(file.fileno())
    os.replace(partial, place)


@contextmanager
def transaction(db: Database) -> Iterator[None]:
    """Run the block in a write transaction, or within the one that is open; roll back on an error."""
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
    """Raise ArchiveError for an archive of a newer release, or one whose release is not recorded any more."""
    known = {migration.name for migration in migrations._migrations}
    if not migrations.applied(db) and db["articles"].exists():  # each table is made together with its record there
        raise ArchiveError(f"{path} has lost _sqlite_migrations: another program changed it; restore a backup")
    unknown = [applied.name for applied in migrations.applied(db) if applied.name not in known]
    if unknown:
        raise ArchiveError(
            f"{path} was written by a newer Spacebeat (it has {unknown[-1]}); upgrade Spacebeat to use it"
        )


def pending_migrations(path: Path) -> list[str]:
    """Return the names of the migrations that opening an archive for writing would apply. Raises ArchiveError."""
    refuse_foreign(path)
    _roll_back(path)
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=30)
        try:
            db = Database(connection)
            return [migration.name for migration in migrations.pending(db)] if migrations.applied(db) else []
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise ArchiveError(f"cannot read {path}: {_reason(error, path)}") from error
