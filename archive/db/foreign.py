"""Recognize databases of other programs without writing to them or next to them."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.db.migrations import migrations
from archive.db.requirements import refuse_special
from archive.errors import ArchiveError

APPLICATION_ID = 0x53504254  # "SPBT", in the header of the file (sqlite.org/pragma.html#pragma_application_id)

_RECORD = "_sqlite_migrations"
_COPIED_AT_MOST = 64 * 1024 * 1024  # bytes; a larger file without a readable table is a damaged one


def refuse_foreign(path: Path) -> None:
    """Raise ArchiveError for a database of another program, before anything is written to it.

    An archive is recognized by the application id in its header; one from before that by its table of migrations. The
    header is read through SQLite: opening and closing the file here would drop the locks of other connections of this
    process (sqlite.org/howtocorrupt.html, 2.2).
    """
    refuse_special(path)
    if not path.exists() or path.stat().st_size == 0:
        return
    try:
        is_ours = _is_ours_without_log(path)
        if is_ours is None:
            with _opened_with_log(path.resolve()) as connection:
                is_ours = _is_ours(connection)
    except (sqlite3.Error, OSError) as error:
        raise ArchiveError(f"cannot open {path}: {error}; check the path, or run 'spacebeat doctor'") from error
    if not is_ours:
        raise ArchiveError(f"{path} is a database of another program; choose another path with --archive")


def _is_ours_without_log(path: Path) -> bool | None:
    """Return whether the file itself shows an archive; None where only its log can say it.

    A program that was killed may have all its tables in the log, and a checkpoint that was cut off may have left half
    of the first page. The mark of an archive is in the file before any table is.
    """
    with suppress(sqlite3.Error), closing(_open_alone(path)) as connection:
        if mark := _mark(connection):
            return mark == APPLICATION_ID
        names = _names(connection)
        if names and _RECORD not in names:
            return False
    return None


def _is_ours(connection: sqlite3.Connection) -> bool:
    """Return whether a database is an archive, or has nothing in it: no table, no view, no version."""
    if mark := _mark(connection):
        return mark == APPLICATION_ID
    names = _names(connection)
    if {_RECORD, "articles"} <= names:
        ours = f"select count(*) from {_RECORD} where migration_set = ?"
        return bool(connection.execute(ours, [migrations.name]).fetchone()[0])
    return not names and not connection.execute("pragma user_version").fetchone()[0]


def _mark(connection: sqlite3.Connection) -> int:
    mark: int = connection.execute("pragma application_id").fetchone()[0]
    return mark


def _names(connection: sqlite3.Connection) -> set[str]:
    return {name for (name,) in connection.execute("select name from sqlite_master")}


def _open_alone(path: Path) -> sqlite3.Connection:
    """Open the file as immutable, without its log, so that no lock or shared-memory file is created."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)


@contextmanager
def _opened_with_log(path: Path) -> Iterator[sqlite3.Connection]:
    """Open the database read-only with its log, without which it may be empty or malformed after a kill.

    Reading the log makes a shared-memory file and leaves it there, so a database without one, which nobody has open,
    is read as a copy.
    """
    log, shared = (path.with_name(path.name + suffix) for suffix in ("-wal", "-shm"))
    if not log.exists() or not log.stat().st_size:
        with closing(_open_alone(path)) as connection:
            yield connection
    elif shared.exists() or path.stat().st_size > _COPIED_AT_MOST:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=30)) as connection:
            yield connection
    else:
        with TemporaryDirectory() as folder:
            copy = Path(folder, path.name)
            shutil.copyfile(path, copy)
            shutil.copyfile(log, copy.with_name(log.name))
            with closing(sqlite3.connect(copy)) as connection:
                yield connection
