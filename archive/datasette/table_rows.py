"""The rows of one table page under any filters and words, at a cost that does not grow with the archive.

Where words or filters leave few articles over, all of them are found, so counts are exact. Where they leave many, the
articles are walked in the order of the page until it is full. What is neither few nor met soon ends the walk at a
deadline: the page then holds what was found so far and the next one goes on from there, so nothing is passed over and
nothing is refused for its size.
"""

import sqlite3
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from datasette.utils import sqlite_timelimit

from archive.datasette.index_walk import Order, Place, slices

_MATCH = "articles_fts match :words"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is done for one page.

    `few` articles at most are all found, counted and sorted; `sample` are met on a walk for the facets, if there is
    time. Milliseconds: `trying` to find out whether they are few, `sampling` after the page is full, `walking` until
    it is, and for one `statement`, after which the page is refused.
    """

    few: int = 5_000
    sample: int = 500
    trying: int = 150
    sampling: int = 200
    walking: int = 500
    statement: int = 1_500


@dataclass(frozen=True, slots=True)
class Wanted:
    """`conditions` are over the columns of `table`, with their `values`; `indexed` are those among them that the index
    of the order answers. `words` are in FTS5's language, empty for none."""

    table: str
    order: Order
    size: int
    start: Place | None = None
    conditions: tuple[str, ...] = ()
    indexed: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    words: str = ""

    @property
    def where(self) -> str:
        return " and ".join(self.conditions) or "1"


@dataclass(frozen=True, slots=True)
class Rows:
    """All `places` that match in their order where `complete`, else the first ones from the start on.

    `rest` are those of them that follow the start. `next` is where the page after goes on. `reached` is set when time
    ran out before the page was full. `more_than` is a number that the matches are known to exceed, 0 if none is.
    """

    places: tuple[Place, ...]
    complete: bool
    rest: tuple[Place, ...]
    next: Place | None = None
    reached: Place | None = None
    more_than: int = 0


def find_rows(connection: sqlite3.Connection, wanted: Wanted, limits: Limits = Limits()) -> Rows:
    """Raises sqlite3.OperationalError for words or conditions that cannot be read, or that take too long by row."""
    few, more_than = _few(connection, wanted, limits)
    if few is None and not wanted.size:
        return Rows((), False, (), more_than=more_than)
    if few is None:
        return _walk(connection, wanted, more_than, limits)
    ordered = _in_order(few, wanted.order)
    rest = _following(ordered, wanted.order, wanted.start)
    more = rest[wanted.size - 1] if len(rest) > wanted.size > 0 else None
    return Rows(tuple(ordered), True, tuple(rest), more)


def _following(places: Sequence[Place], order: Order, start: Place | None) -> list[Place]:
    """The places of a sorted list that follow `start`, which need not be among them any more."""
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


def _few(connection: sqlite3.Connection, wanted: Wanted, limits: Limits) -> tuple[list[Place] | None, int]:
    """All that match, when words alone or conditions alone leave few over; else None and what they exceed."""
    more_than = 0
    if wanted.words:
        sql = f"select rowid from articles_fts where {_MATCH} limit {limits.few + 1}"
        hits = _in_time(connection, limits.trying, sql, {"words": wanted.words})
        if hits is not None and len(hits) <= limits.few:
            return _matching(connection, wanted, hits, limits, words=False), 0
        more_than = limits.few if hits and not wanted.conditions else 0
    if wanted.conditions or not wanted.words:
        sql = f"select id from {wanted.table} where {wanted.where} limit {limits.few + 1}"
        found = _in_time(connection, limits.trying, sql, wanted.values)
        if found is not None and len(found) <= limits.few:
            return _matching(connection, wanted, found, limits, words=bool(wanted.words)), 0
        more_than = limits.few if found and not wanted.words else 0
    return None, more_than


def _matching(
    connection: sqlite3.Connection, wanted: Wanted, ids: Sequence[int], limits: Limits, words: bool
) -> list[Place]:
    """Those among `ids` that fulfil the conditions, and have the words if these are still to be asked for."""
    have = f"exists (select 1 from articles_fts where {_MATCH} and rowid = asked_id)" if words else "1"
    sql = f"""
        select id, {wanted.order.column} from (select value as asked_id from json_each(:asked_ids))
        cross join {wanted.table} on id = asked_id where {wanted.where} and {have}
    """
    given = {**wanted.values, "words": wanted.words, "asked_ids": str(list(ids))}
    with sqlite_timelimit(connection, limits.statement):
        return [Place(*row) for row in connection.execute(sql, given)]


def _walk(connection: sqlite3.Connection, wanted: Wanted, more_than: int, limits: Limits) -> Rows:
    begun = time.monotonic()
    found: list[Place] = []
    reached = None
    for part in slices(connection, wanted.order, wanted.start, wanted.indexed, wanted.values):
        ids = [place.id for place in part]
        met = {place.id for place in _matching(connection, wanted, ids, limits, words=bool(wanted.words))}
        found += [place for place in part if place.id in met]
        if _is_enough(len(found), wanted.size, 1000 * (time.monotonic() - begun), limits):
            reached = part[-1]
            break
    places = tuple(found)
    if len(found) > wanted.size:
        return Rows(places, False, places, found[wanted.size - 1], more_than=more_than)
    return Rows(places, False, places, reached, reached, more_than)


def _is_enough(found: int, size: int, milliseconds: float, limits: Limits) -> bool:
    if found <= size:
        return milliseconds > limits.walking
    return found > limits.sample or milliseconds > limits.sampling


def _in_time(
    connection: sqlite3.Connection, milliseconds: int, sql: str, values: Mapping[str, Any]
) -> list[int] | None:
    """The first column of all rows, None when there was no time for all."""
    try:
        with sqlite_timelimit(connection, milliseconds):
            return [row[0] for row in connection.execute(sql, values)]
    except sqlite3.OperationalError as error:
        if str(error) != "interrupted":
            raise
        return None
