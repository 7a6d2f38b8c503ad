"""Finding articles by words and filters, newest or best first, at a cost that does not grow with the archive.

How many match is counted up to a bound. Few matches are fetched and then sorted; many are met soon enough by walking
along the index of dates, so neither way reads them all (sqlite.org/optoverview.html#the_unary_operator: a unary plus
keeps the planner from the other one).
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from datasette.utils import sqlite_timelimit

from archive.datasette.listing import by_ids
from archive.datasette.snippets import snippets
from archive.selection import Selection
from archive.tallies import WHEN

BOUND = 10_000  # matches that are counted, and paged through
PAGE = 20
TIME_LIMIT = 2_000  # milliseconds for one statement
_MOMENT = "coalesce(a.published_at, a.first_seen_at)"
assert _MOMENT.replace("a.", "") == WHEN


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked. `expression` is in FTS5's language, empty without words. Pages count from 1."""

    selection: Selection
    expression: str = ""
    instrument: str = ""
    seen_since: str = ""
    seen_until: str = ""
    best: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class Found:
    """One page of hits; `total` is at most BOUND, `more` that it is more."""

    hits: list[dict[str, Any]]
    total: int
    more: bool


def find(connection: sqlite3.Connection, query: Query, public: bool) -> Found:
    """Raises sqlite3.OperationalError when it takes too long."""
    with sqlite_timelimit(connection, TIME_LIMIT):
        where, values = _where(query)
        total = _count(connection, query, where, values)
        more = total > BOUND
        ids = _page_of_ids(connection, query, where, values, walk=more)
        hits = by_ids(connection, ids)
        passages = snippets(connection, query.expression, ids, public)
    return Found([hit | {"snippet": passages.get(hit["id"], "")} for hit in hits], min(total, BOUND), more)


def _where(query: Query) -> tuple[str, list[Any]]:
    where, values = query.selection.where()
    if query.instrument:
        where += " and a.id in (select article_id from article_instruments where instrument_id = ?)"
        values.append(query.instrument)
    if query.seen_since:
        where += " and a.first_seen_at >= ?"
        values.append(query.seen_since)
    if query.seen_until:
        where += " and a.first_seen_at < date(?, '+1 day')"
        values.append(query.seen_until)
    return where, values


def _count(connection: sqlite3.Connection, query: Query, where: str, values: Sequence[Any]) -> int:
    if query == replace(Query(Selection(include_copies=True)), best=query.best, page=query.page):
        return int(connection.execute("select coalesce(sum(articles), 0) from source_months").fetchone()[0])
    words = ""
    if query.expression:
        words = "a.id in (select rowid from articles_fts where articles_fts match ?) and "
        values = [query.expression, *values]
    sql = f"select count(*) from (select 1 from articles a where {words}{where} limit {BOUND + 1})"
    return int(connection.execute(sql, values).fetchone()[0])


def _page_of_ids(
    connection: sqlite3.Connection, query: Query, where: str, values: Sequence[Any], walk: bool
) -> list[int]:
    offset = (query.page - 1) * PAGE
    if query.best and query.expression:
        sql = f"""
            select f.rowid from articles_fts f cross join articles a on a.id = f.rowid
            where articles_fts match ? and {where} order by f.rank limit {PAGE} offset {offset}
        """
    else:
        words = "a.id in (select rowid from articles_fts where articles_fts match ?) and "
        condition = f"{words if query.expression else ''}{where}"
        order = f"{_MOMENT} desc, a.id desc"
        if walk:
            condition = condition.replace("a.id in", "+a.id in")
        else:
            order = f"+{order}"
        sql = f"select a.id from articles a where {condition} order by {order} limit {PAGE} offset {offset}"
    given = [query.expression, *values] if query.expression else list(values)
    return [row[0] for row in connection.execute(sql, given)]
