"""Row counts for the list of tables.

Datasette counts with a time limit, but SQLite counts a table in one step that cannot be interrupted: with a million
articles the list would take seconds to appear.
"""

import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any

from datasette.utils import escape_sqlite

COUNTED = 20_000  # rows up to which a table is counted; beyond, Datasette shows "many"


def counts(connection: sqlite3.Connection) -> dict[str, int | None]:
    """Count rows by table; None if there are many and no counter has their number."""
    names = [row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")]
    found = {name: _count(connection, name) for name in names}
    (found["articles"],) = connection.execute("select coalesce(sum(articles), 0) from source_months").fetchone()
    return found


def counter(database: Any) -> Callable[..., Awaitable[dict[str, int | None]]]:
    """Return a replacement for a Datasette database's `table_counts`."""

    async def table_counts(limit: int = 10) -> dict[str, int | None]:
        found = await database.execute_fn(counts)
        assert isinstance(found, dict)
        return found

    return table_counts


def _count(connection: sqlite3.Connection, table: str) -> int | None:
    sql = f"select count(*) from (select 1 from {escape_sqlite(table)} limit {COUNTED + 1})"
    try:
        (found,) = connection.execute(sql).fetchone()
    except sqlite3.DatabaseError:
        return None
    return int(found) if found <= COUNTED else None
