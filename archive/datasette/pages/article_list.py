"""Queries for lists of articles, which show metadata without texts."""

import sqlite3
from collections.abc import Sequence
from typing import Any

from archive.codes import name_of
from archive.reports.counters import WHEN

_COLUMNS = """
a.id, a.title, a.url, a.source_id, s.name as source_name, s.country as source_country, a.published_at,
a.published_precision, a.published_zone, a.first_seen_at,
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


def subjects(connection: sqlite3.Connection, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return topics and countries of these articles, the strongest first, and what each is a copy of."""
    marks, given = ", ".join("?" * len(ids)), list(ids)
    found: dict[int, dict[str, Any]] = {one: {"topics": [], "countries": [], "original": None} for one in ids}
    for article_id, topic, name in connection.execute(
        f"""
        select l.article_id, t.id, t.name from article_topics l join topics t on t.id = l.topic_id
        where l.article_id in ({marks}) order by l.article_id, l.score desc
        """,
        given,
    ):
        found[article_id]["topics"].append((topic, name))
    for article_id, country in connection.execute(
        f"select article_id, country from article_countries where article_id in ({marks}) order by 1, count desc", given
    ):
        found[article_id]["countries"].append((country, name_of("countries", country) or country))
    for article_id, original, title, source in connection.execute(
        f"""
        select a.id, o.id, o.title, s.name from articles a
        join articles o on o.id = a.copy_of join sources s on s.id = o.source_id where a.id in ({marks})
        """,
        given,
    ):
        found[article_id]["original"] = {"id": original, "title": title, "source_name": source}
    return found


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
