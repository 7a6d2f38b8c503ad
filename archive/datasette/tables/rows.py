"""The rows of one table page under any filters and words, at a cost that does not grow with the archive.

Where words or filters leave few articles over, all of them are found, so counts are exact. Where they leave many, the
articles are walked in the order of the page until it is full. What is neither few nor met soon ends the walk at a
deadline: the page then holds what was found so far and the next one goes on from there, so nothing is passed over and
nothing is refused for its size.
"""

import re
import sqlite3
import time
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from datasette.utils import sqlite_timelimit

from archive.datasette.tables.keyset import Order, Place, slices
from archive.datasette.tables.request import LIMITS, Limits, Rows, Wanted

_MATCH = "articles_fts match :words"
_PREFIX = re.compile(r'"\s*\*')


def find_rows(connection: sqlite3.Connection, wanted: Wanted, limits: Limits = LIMITS) -> Rows:
    """Find the rows of a page.

    Raises sqlite3.OperationalError for words or conditions that cannot be read, or that take too long by row.
    """
    hits = _hits(connection, wanted, limits) if wanted.words else None
    few, more_than = _few(connection, wanted, hits, limits)
    if few is not None:
        ordered = _in_order(few, wanted.order)
        rest = _following(ordered, wanted.order, wanted.start)
        more = rest[wanted.size - 1] if len(rest) > wanted.size > 0 else None
        return Rows(tuple(ordered), True, tuple(rest), more, total=len(ordered))
    rows = _walk(connection, wanted, hits, limits) if wanted.size else Rows((), False, ())
    only_words = hits is not None and wanted.table == "articles" and not wanted.conditions
    return replace(rows, more_than=more_than, total=len(hits or ()) if only_words else None)


def _following(places: Sequence[Place], order: Order, start: Place | None) -> list[Place]:
    """Return the places of a sorted list that follow `start`, which need not be among them any more."""
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


def _hits(connection: sqlite3.Connection, wanted: Wanted, limits: Limits) -> "array[int] | None":
    """List all articles that have the words, ascending; None when they are too many."""
    given = {"words": wanted.words}
    if _PREFIX.search(wanted.words):
        # FTS5 makes the whole list of a prefix for every question (sqlite.org/fts5.html#prefix_indexes): ask once.
        with sqlite_timelimit(connection, limits.statement):
            return array("q", _ids(connection, f"select rowid from articles_fts where {_MATCH}", given))
    sql = f"select rowid from articles_fts where {_MATCH} limit {limits.listed + 1}"
    hits = _in_time(connection, limits.trying, sql, given)
    return hits if hits is not None and len(hits) <= limits.listed else None


def _few(
    connection: sqlite3.Connection, wanted: Wanted, hits: Sequence[int] | None, limits: Limits
) -> tuple[list[Place] | None, int]:
    """Find all that match, when words alone or conditions alone leave few; else return None and what they exceed."""
    if hits is not None and len(hits) <= (limits.read if wanted.conditions else limits.few):
        found = _matching(connection, replace(wanted, words=""), hits, limits)
        return (found, 0) if len(found) <= limits.few else (None, limits.few)
    if wanted.words and not wanted.conditions:
        return None, limits.few
    sql = f"select id from {wanted.table} where {wanted.where} limit {limits.few + 1}"
    ids = _in_time(connection, limits.trying, sql, wanted.values)
    if ids is None or len(ids) > limits.few:
        return None, 0 if wanted.words or ids is None else limits.few
    return _having(connection, wanted, ids, hits, limits), 0


def _having(
    connection: sqlite3.Connection, wanted: Wanted, ids: Iterable[int], hits: Sequence[int] | None, limits: Limits
) -> list[Place]:
    """Filter `ids` to those that match, with the words looked up in `hits` where these are known."""
    if hits is None:
        return _matching(connection, wanted, ids, limits)
    met = [asked for asked in ids if (at := bisect_left(hits, asked)) < len(hits) and hits[at] == asked]
    return _matching(connection, replace(wanted, words=""), met, limits)


def _matching(connection: sqlite3.Connection, wanted: Wanted, ids: Iterable[int], limits: Limits) -> list[Place]:
    """Filter `ids` to those that fulfil the conditions and have the words, testing each for both."""
    have = f"exists (select 1 from articles_fts where {_MATCH} and rowid = asked_id)" if wanted.words else "1"
    sql = f"""
        select id, {wanted.order.column} from (select value as asked_id from json_each(:asked_ids))
        cross join {wanted.table} on id = asked_id where {wanted.where} and {have}
    """
    given = {**wanted.values, "words": wanted.words, "asked_ids": str(list(ids))}
    with sqlite_timelimit(connection, limits.statement):
        return [Place(*row) for row in connection.execute(sql, given)]


def _walk(connection: sqlite3.Connection, wanted: Wanted, hits: Sequence[int] | None, limits: Limits) -> Rows:
    begun = time.monotonic()
    found: list[Place] = []
    reached = None
    for part in slices(connection, wanted.order, wanted.start, wanted.indexed, wanted.values):
        met = {place.id for place in _having(connection, wanted, [place.id for place in part], hits, limits)}
        found += [place for place in part if place.id in met]
        if _is_enough(len(found), wanted.size, 1000 * (time.monotonic() - begun), limits):
            reached = part[-1]
            break
    places = tuple(found)
    if len(found) > wanted.size:
        return Rows(places, False, places, found[wanted.size - 1])
    return Rows(places, False, places, reached, reached)


def _is_enough(found: int, size: int, milliseconds: float, limits: Limits) -> bool:
    if found <= size:
        return milliseconds > limits.walking
    return found > limits.sample or milliseconds > limits.sampling


def _in_time(
    connection: sqlite3.Connection, milliseconds: int, sql: str, values: Mapping[str, Any]
) -> "array[int] | None":
    """Run a statement for ids; None when there was no time for all."""
    try:
        with sqlite_timelimit(connection, milliseconds):
            return array("q", _ids(connection, sql, values))
    except sqlite3.OperationalError as error:
        if str(error) != "interrupted":
            raise
        return None


def _ids(connection: sqlite3.Connection, sql: str, values: Mapping[str, Any]) -> Iterator[int]:
    return (row[0] for row in connection.execute(sql, values))
