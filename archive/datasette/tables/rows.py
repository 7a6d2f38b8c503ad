"""Rows of a table page under any filters and words, at a cost that does not grow with the archive.

If words or filters leave few articles, all of them are found, so counts are exact. If they leave many, the articles are
scanned in the order of the page until it is full. If there are many but matches are rare, the scan ends at a deadline:
the page then has the matches so far and the next one continues from there, so that nothing is skipped and no request
is rejected for the size of its result.
"""

import json
import sqlite3
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
from datasette.utils import sqlite_timelimit

from archive.datasette.tables.keyset import Order, Place, slices
from archive.datasette.tables.request import LIMITS, Limits, Rows, TableQuery
from archive.failures import is_interrupted
from archive.search.query_parser import has_prefix

Ids = npt.NDArray[np.int64]
_MATCH = "articles_fts match :words"


def find_rows(connection: sqlite3.Connection, query: TableQuery, limits: Limits = LIMITS) -> Rows:
    """Find the rows of a page.

    Raises sqlite3.OperationalError for invalid words or conditions, and for ones that take too long per row.
    """
    started = time.monotonic()
    hits = _hits(connection, query, limits) if query.words else None
    few, more_than = _few(connection, query, hits, limits)
    if few is not None:
        ordered = _in_order(few, query.order)
        rest = _following(ordered, query.order, query.start)
        more = rest[query.size - 1] if len(rest) > query.size > 0 else None
        return Rows(tuple(ordered), True, tuple(rest), more, total=len(ordered))
    rows = _walk(connection, query, hits, limits, started) if query.size else Rows((), False, ())
    if hits is not None and query.table == "articles" and not query.conditions:
        return replace(rows, more_than=more_than, total=len(hits))
    return replace(rows, more_than=more_than)


def _following(places: Sequence[Place], order: Order, start: Place | None) -> list[Place]:
    """Return the places after `start`, which need not be in the list any more."""
    if start is None:
        return list(places)
    start = Place(start.id, int(start.value)) if order.column == "id" else start
    ordered = _in_order([*places, start], order)
    return [place for place in ordered[ordered.index(start) + 1 :] if place != start]


def _in_order(places: Sequence[Place], order: Order) -> list[Place]:
    by_id = sorted(places, key=lambda place: place.id)
    empty = [place for place in by_id if place.value is None]
    filled = sorted(
        (place for place in by_id if place.value is not None), key=lambda place: place.value, reverse=order.descending
    )
    return filled + empty if order.descending else empty + filled


def _hits(connection: sqlite3.Connection, query: TableQuery, limits: Limits) -> Ids | None:
    """List all articles that contain the words, ascending; None if there are too many."""
    given = {"words": query.words}
    sql = f"select rowid as id from articles_fts where {_MATCH}"
    if has_prefix(query.words):  # to test an article for one costs as much as to list all
        with sqlite_timelimit(connection, limits.statement):
            return _ids(connection, sql, given)
    hits = _in_time(connection, limits.trying, f"{sql} limit {limits.listed + 1}", given)
    return hits if hits is not None and len(hits) <= limits.listed else None


def _few(
    connection: sqlite3.Connection, query: TableQuery, hits: Ids | None, limits: Limits
) -> tuple[list[Place] | None, int]:
    """Find all matches if words alone or conditions alone leave few; else return None and a lower bound."""
    if hits is not None and len(hits) <= (limits.read if query.conditions else limits.few):
        found = _matching(connection, replace(query, words=""), hits, limits)
        return (found, 0) if len(found) <= limits.few else (None, limits.few)
    if query.words and not query.conditions:
        return None, limits.few
    sql = f"select id from {query.table} where {query.where} limit {limits.few + 1}"
    is_scan = _reads_much(connection, sql, query.values, limits)
    ids = _in_time(connection, limits.scanning if is_scan else limits.trying, sql, query.values)
    if ids is None or len(ids) > limits.few:
        return None, 0 if query.words or ids is None else limits.few
    return _having(connection, query, ids, hits, limits), 0


def _reads_much(connection: sqlite3.Connection, sql: str, values: Mapping[str, Any], limits: Limits) -> bool:
    """Return whether no index answers the conditions, and there are more articles than are tested one by one."""
    (articles,) = connection.execute("select max(id) from articles").fetchone()
    plan = connection.execute(f"explain query plan {sql}", values).fetchall()
    return (articles or 0) > limits.read and any(step.startswith("SCAN") for *_, step in plan)


def _having(
    connection: sqlite3.Connection, query: TableQuery, ids: Iterable[int], hits: Ids | None, limits: Limits
) -> list[Place]:
    """Filter `ids` to the matches, looking up the words in `hits` if these are known."""
    if hits is None:
        return _matching(connection, query, ids, limits)
    asked = np.fromiter(ids, np.int64)
    met = asked[np.searchsorted(hits, asked, "right") > np.searchsorted(hits, asked)]
    return _matching(connection, replace(query, words=""), met, limits)


def _matching(connection: sqlite3.Connection, query: TableQuery, ids: Iterable[int], limits: Limits) -> list[Place]:
    """Filter `ids` to those that fulfil the conditions and contain the words, testing each for both."""
    have = f"exists (select 1 from articles_fts where {_MATCH} and rowid = asked_id)" if query.words else "1"
    sql = f"""
        select id, {query.order.column} from (select value as asked_id from json_each(:asked_ids))
        cross join {query.table} on id = asked_id where {query.where} and {have}
    """
    given = {**query.values, "words": query.words, "asked_ids": json.dumps(list(map(int, ids)))}
    with sqlite_timelimit(connection, limits.statement):
        return [Place(*row) for row in connection.execute(sql, given)]


def _walk(connection: sqlite3.Connection, query: TableQuery, hits: Ids | None, limits: Limits, started: float) -> Rows:
    found: list[Place] = []
    reached = None
    for part in slices(connection, query.order, query.start, query.indexed, query.values):
        met = {place.id for place in _having(connection, query, [place.id for place in part], hits, limits)}
        found += [place for place in part if place.id in met]
        if _is_enough(len(found), query.size, 1000 * (time.monotonic() - started), limits):
            reached = part[-1]
            break
    places = tuple(found)
    if len(found) > query.size:
        return Rows(places, False, places, found[query.size - 1])
    return Rows(places, False, places, reached, reached)


def _is_enough(found: int, size: int, milliseconds: float, limits: Limits) -> bool:
    if found <= size:
        return milliseconds > limits.walking
    return found > limits.sample or milliseconds > limits.sampling


def _in_time(connection: sqlite3.Connection, milliseconds: int, sql: str, values: Mapping[str, Any]) -> Ids | None:
    """Run a statement that selects ids; None if it runs out of time."""
    try:
        with sqlite_timelimit(connection, milliseconds):
            return _ids(connection, sql, values)
    except sqlite3.OperationalError as error:
        if not is_interrupted(error):
            raise
        return None


def _ids(connection: sqlite3.Connection, sql: str, values: Mapping[str, Any]) -> Ids:
    """Run a statement that selects `id`. A million rows, one by one, would take three times as long as their text."""
    (listed,) = connection.execute(f"select group_concat(id) from ({sql})", values).fetchone()
    return np.fromstring(listed, np.int64, sep=",") if listed else np.empty(0, np.int64)
