"""Keyset pagination: reads the articles in the order of an index, slice by slice, from any position.

A slice is read from the index alone and costs the same at any position: the index seeks the position instead of
counting up to it. Articles with the same value are ordered by id, and those without a value are last when descending,
as in Datasette's pagination (docs.datasette.io/en/stable/json_api.html#pagination) and SQLite's sort order.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from datasette.utils import tilde_encode, urlsafe_components

FIRST_SLICE, LARGEST_SLICE = 200, 500  # the time that a page may take is looked at after each
_NULL = "$null"


@dataclass(frozen=True, slots=True)
class Order:
    """An indexed column of `articles`, and the direction."""

    column: str
    descending: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """The position of an article: its id and its value in the column of the order."""

    id: int
    value: Any


def token(place: Place) -> str:
    """Encode a place in the format of Datasette's `_next`."""
    value = _NULL if place.value is None else tilde_encode(str(place.value))
    return f"{value},{place.id}"


def read_token(written: str) -> Place:
    """Decode a `_next` token. Raises ValueError for one that `token` never returned."""
    value, article_id = urlsafe_components(written)
    return Place(int(article_id), None if written.partition(",")[0] == _NULL else value)


def slices(
    connection: sqlite3.Connection,
    order: Order,
    start: Place | None,
    conditions: Sequence[str],
    values: Mapping[str, Any],
) -> Iterator[list[Place]]:
    """Yield all articles after `start`.

    `conditions` must be ones that an index on their columns can answer.
    """
    size = FIRST_SLICE
    place = start
    while True:
        for stretch in _stretches(order, place):
            where = " and ".join([*conditions, stretch])
            given = {**values, "at_value": place and place.value, "at_id": place and place.id}
            direction = "desc" if order.descending else "asc"
            rows = connection.execute(
                f"select id, {order.column} from articles where {where} order by {order.column} {direction}, id "
                f"limit {size}",
                given,
            ).fetchall()
            if rows:
                break
        else:
            return
        found = [Place(*row) for row in rows]
        place = found[-1]
        yield found
        size = min(2 * size, LARGEST_SLICE)


def _stretches(order: Order, place: Place | None) -> list[str]:
    """Return the conditions for all rows after a place, in order; each takes one seek in the index."""
    column = order.column
    empty, filled = f"{column} is null", f"{column} is not null"
    if place is None:
        return [filled, empty] if order.descending else [empty, filled]
    if place.value is None:
        rest = [f"{empty} and id > :at_id"]
        return rest if order.descending else [*rest, filled]
    tied = f"{column} = :at_value and id > :at_id"
    beyond = f"{column} {'<' if order.descending else '>'} :at_value"
    return [tied, beyond, empty] if order.descending else [tied, beyond]
