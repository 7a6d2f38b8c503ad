"""What was found for a page of a table of articles, and how the page says it."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from datasette.database import QueryInterrupted
from datasette.utils import escape_sqlite

from archive.datasette.facets import tallied_filters, tallied_total
from archive.datasette.table_rows import find_rows
from archive.datasette.table_wanted import Rows, Wanted
from archive.datasette.wording import day


@dataclass(frozen=True, slots=True)
class Found:
    """`ids` are the rows that Datasette shows the first of and counts further facets over; `count` is how many match
    in all, None where that is not known."""

    rows: Rows
    ids: tuple[int, ...]
    count: int | None


def look_up(connection: sqlite3.Connection, wanted: Wanted, query_string: str) -> Found:
    """Raises QueryInterrupted for conditions that take too long by row."""
    try:
        rows = find_rows(connection, wanted)
    except sqlite3.OperationalError as error:
        if str(error) != "interrupted":
            raise
        raise QueryInterrupted(error, found_sql(wanted, ["*"]), wanted.values) from error
    # Datasette reads each of these rows whole, texts and all: it gets more than the page only to count facets.
    places = rows.places if counts_facets(query_string) else rows.rest[: wanted.size]
    ids = tuple(place.id for place in places)
    if rows.total is not None:
        return Found(rows, ids, rows.total)
    filters = tallied_filters(query_string)
    return Found(rows, ids, None if filters is None else tallied_total(connection, wanted.table, filters))


def counts_facets(query_string: str) -> bool:
    """Whether facets are asked for beside those that the page has anyway."""
    return any(name.startswith("_facet") and name != "_facet_size" for name, _ in parse_qsl(query_string, True))


def heading(said: str, found: Found, faceted: bool) -> str:
    """Datasette's description of the filters, with what it leaves out where it has no count to put before, or where it
    counted further facets over less than all."""
    rows = found.rows
    if found.count is None:
        said = (f"More than {rows.more_than:,} rows " if rows.more_than else "Rows ") + said
    if faceted and not rows.complete:
        said += f"; facets count the first {len(rows.places):,}"
    if rows.reached:
        far = day(rows.reached.value) if isinstance(rows.reached.value, str) else f"number {rows.reached.id}"
        said += f"; looked through as far as {far}, the next page goes on from there"
    return said


def found_sql(wanted: Wanted, columns: Sequence[str]) -> str:
    """A statement that finds the same rows, for people to read and change."""
    words = "id in (select rowid from articles_fts where articles_fts match :words)"
    conditions = [*wanted.conditions, *([words] if wanted.words else [])]
    where = f" where {' and '.join(conditions)}" if conditions else ""
    order = escape_sqlite(wanted.order.column) + (" desc" if wanted.order.descending else "")
    names = ", ".join(name if name == "*" else escape_sqlite(name) for name in columns)
    return f"select {names} from {wanted.table}{where} order by {order}, id limit {wanted.size + 1}"
