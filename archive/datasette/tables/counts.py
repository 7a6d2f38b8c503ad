"""Row counts for the list of tables: of counters, else by counting at most COUNTED rows.

Datasette counts with a time limit, but SQLite counts a table in one step that cannot be interrupted: with a million
articles the list would take seconds to appear.
"""

import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any

from datasette.utils import escape_sqlite

from archive.datasette.snapshot_cache import read_kept
from archive.reports.counters import number_of_articles

COUNTED = 20_000  # rows up to which a table is counted; beyond, the list says "many", as Datasette does
# Exact however many rows there are.
_TALLIED = {
    "article_topics": "select coalesce(sum(articles), 0) from topic_weeks",
    "article_countries": "select coalesce(sum(articles), 0) from country_months",
}
_OF_FTS5 = "articles_fts"  # the table has a row for each article; those behind it have pages of an index, not rows


def counts(connection: sqlite3.Connection) -> dict[str, int | None]:
    """Count rows by table; None if there are more than COUNTED and no counter has their number."""
    names = [row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")]
    articles = number_of_articles(connection)
    counted = (name for name in names if not name.startswith(_OF_FTS5) and name not in ("articles", *_TALLIED))
    found = dict.fromkeys(names) | {name: _count(connection, name) for name in counted}
    for name, sql in _TALLIED.items():
        (found[name],) = connection.execute(sql).fetchone()
    return found | {"articles": articles, _OF_FTS5: articles}


def counter(database: Any) -> Callable[..., Awaitable[dict[str, int | None]]]:
    """Return a replacement for a Datasette database's `table_counts`."""

    async def table_counts(limit: int = 10) -> dict[str, int | None]:
        return await read_kept(database, "rows", counts)

    return table_counts


def _count(connection: sqlite3.Connection, table: str) -> int | None:
    sql = f"select count(*) from (select 1 from {escape_sqlite(table)} limit {COUNTED + 1})"
    try:
        (found,) = connection.execute(sql).fetchone()
    except sqlite3.DatabaseError:
        return None
    return int(found) if found <= COUNTED else None
