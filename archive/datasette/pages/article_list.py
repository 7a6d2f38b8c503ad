"""Queries for lists of articles, which show metadata without texts."""

import sqlite3
from collections.abc import Sequence
from typing import Any

from archive.reports.counters import WHEN

_COLUMNS = """
a.id, a.title, a.url, a.source_id, s.name as source_name, a.published_at, a.published_precision, a.first_seen_at,
a.language, a.word_count, a.copy_of, a.access
"""


def newest(connection: sqlite3.Connection, count: int, now: str) -> list[dict[str, Any]]:
    """Fetch the latest originals that are not dated in the future."""
    return dicts(
        connection,
        f"""
        select {_COLUMNS} from articles a join sources s on s.id = a.source_id
        where {WHEN} <= ? and a.copy_of is null order by {WHEN} desc limit ?
        """,
        [now, count],
    )


def by_ids(connection: sqlite3.Connection, ids: Sequence[int]) -> list[dict[str, Any]]:
    """Fetch the articles with these ids, in the same order."""
    rows = dicts(
        connection,
        f"""
        select {_COLUMNS} from articles a join sources s on s.id = a.source_id
        where a.id in ({", ".join("?" * len(ids))})
        """,
        list(ids),
    )
    place = {article_id: index for index, article_id in enumerate(ids)}
    return sorted(rows, key=lambda row: place[row["id"]])


def most_copied(connection: sqlite3.Connection, since: str, count: int) -> list[dict[str, Any]]:
    """Fetch stories with copies published on `since` or later, and the numbers of copies and outlets."""
    return dicts(
        connection,
        f"""
        with copied as (
          select copy_of, count(*) as copies, count(distinct source_id) as outlets from articles
          where copy_of is not null and {WHEN} >= ? group by +copy_of order by copies desc, copy_of desc limit ?
        )
        select {_COLUMNS}, c.copies, c.outlets
        from copied c join articles a on a.id = c.copy_of join sources s on s.id = a.source_id
        order by c.copies desc, a.id desc
        """,
        [since, count],
    )


def dicts(connection: sqlite3.Connection, sql: str, values: Sequence[Any]) -> list[dict[str, Any]]:
    cursor = connection.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]
