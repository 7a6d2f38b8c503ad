"""Damaged pages of the database, found in bounded time before anything relies on them.

SQLite notices a damaged page when it reads it, and not always: a page of zeros or of old data may look like a short
list. A crawl that begins on such a file makes the damage worse, and an export of it is partial without a word.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Timer

from archive.errors import ArchiveError
from archive.failures import is_damage

BEFORE_WRITING = 3.0  # seconds; on one machine SQLite checks 300 MB of pages a second
BEFORE_READING = 0.5
REMEDY = "run 'spacebeat doctor', which says how to save what can be read"


def refuse_damaged(path: Path, seconds: float = BEFORE_READING) -> None:
    """Raise ArchiveError for a database with damaged pages, as far as they can be checked in that time."""
    if fault := find_damage(path, seconds):
        raise ArchiveError(f"{path} is damaged ({fault}); {REMEDY}")


def find_damage(path: Path, seconds: float) -> str:
    """Return the first fault of the database, empty if none was found in that time.

    Where there is no time to check all pages (0 seconds: none at all), at least both ends of each table and index of
    columns are read: new rows go there.
    """
    if not path.exists() or not path.stat().st_size:
        return ""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=30, check_same_thread=False)
    with closing(connection):
        if not seconds:
            return _fault_at_the_ends(connection)
        timer = Timer(seconds, connection.interrupt)
        timer.start()
        try:
            lines = [line for (line,) in connection.execute("pragma quick_check(1)")]
            return "" if lines == ["ok"] else _short(lines[0] if lines else "no answer")
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
                return _short(str(error)) if is_damage(error) else ""
        finally:
            timer.cancel()
            timer.join()
        return _fault_at_the_ends(connection)


def _fault_at_the_ends(connection: sqlite3.Connection) -> str:
    for statement in _statements(connection):
        try:
            connection.execute(statement).fetchone()
        except sqlite3.Error as error:  # also: an index of some rows alone, which no such statement can use
            if is_damage(error):
                return _short(str(error))
    return ""


def _statements(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield queries for the first and the last row of each table and of each index."""
    for (table,) in connection.execute(
        "select name from sqlite_master where type = 'table' and rootpage > 0"
    ).fetchall():
        (has_no_rowid,) = connection.execute("select wr from pragma_table_list where name = ?", [table]).fetchone()
        keys = "select name from pragma_table_info(?) where pk > 0 order by pk"
        order = [name for (name,) in connection.execute(keys, [table])] if has_no_rowid else ["rowid"]
        yield from _ends(table, "not indexed", "*", order)
        indexes = "select name from pragma_index_list(?) where origin <> 'pk'"
        for (index,) in connection.execute(indexes, [table]).fetchall():
            columns = [row[0] for row in connection.execute("select name from pragma_index_info(?)", [index])]
            if None in columns:  # an expression, which has no name to order by
                continue
            yield from _ends(table, f'indexed by "{index}"', ", ".join(columns), columns)


def _ends(table: str, through: str, columns: str, order: list[str]) -> Iterator[str]:
    for direction in ("asc", "desc"):
        by = ", ".join(f"{column} {direction}" for column in order)
        yield f'select {columns} from "{table}" {through} order by {by} limit 1'


def _short(message: str) -> str:
    """Return the first line that names a fault: SQLite puts the name of the database above it."""
    lines = [line for line in message.splitlines() if line and not line.startswith("***")]
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in " ".join(lines[:1]))[:120]
