"""The pages of the tables of articles: Datasette's own in look and links, over rows that we find (table_rows).

Datasette searches by listing all that has the words, counts by reading all rows, and goes to the next page by a
condition that no index answers. Here it is handed the rows and nothing else to filter by, and told what it cannot know
then: the filters it has to show, the count, the next page, and SQL that finds the same.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from datasette.database import QueryInterrupted
from datasette.filters import FilterArguments
from datasette.utils import MultiParams, escape_sqlite, path_with_replaced_args, tilde_decode
from datasette.utils.asgi import Request
from datasette.views.table import TableView

from archive.datasette.formatting import day
from archive.datasette.plugin_state import desk_of
from archive.datasette.tables.facets import TABLES, tallied_filters, tallied_total
from archive.datasette.tables.keyset import Order, Place, token
from archive.datasette.tables.request import Asked, Rows, Wanted, read_request
from archive.datasette.tables.rows import find_rows

# What was found for a page of a table of articles, and how the page says it.


@dataclass(frozen=True, slots=True)
class Found:
    """`ids` are the rows that Datasette shows the first of and counts further facets over; `count` is how many match
    in all, None where that is not known."""

    rows: Rows
    ids: tuple[int, ...]
    count: int | None


def look_up(connection: sqlite3.Connection, wanted: Wanted, query_string: str) -> Found:
    """Find the rows and their count. Raises QueryInterrupted for conditions that take too long by row."""
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
    """Return whether facets are asked for besides those that the page has anyway."""
    return any(name.startswith("_facet") and name != "_facet_size" for name, _ in parse_qsl(query_string, True))


def heading(said: str, found: Found, faceted: bool) -> str:
    """Complete Datasette's description of the filters.

    Datasette leaves the number out where it has no count, and does not say that it counted facets over less than all.
    """
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
    """Return a statement that finds the same rows, for people to read and change."""
    words = "id in (select rowid from articles_fts where articles_fts match :words)"
    conditions = [*wanted.conditions, *([words] if wanted.words else [])]
    where = f" where {' and '.join(conditions)}" if conditions else ""
    order = escape_sqlite(wanted.order.column) + (" desc" if wanted.order.descending else "")
    names = ", ".join(name if name == "*" else escape_sqlite(name) for name in columns)
    return f"select {names} from {wanted.table}{where} order by {order}, id limit {wanted.size + 1}"


_FILTERS = ("_where", "_through", "_search", "_fts_", "_next")


class FoundRequest(Request):  # type: ignore[misc]  # datasette is untyped
    """A request of which Datasette reads neither filters nor words nor place, though it keeps them in its links."""

    def __init__(self, request: Request, asked: Asked, found: Found) -> None:
        super().__init__(request.scope, request.receive)
        self.asked, self.found = asked, found

    @property
    def args(self) -> MultiParams:
        given = super().args
        return MultiParams(
            {
                name: given.getlist(name)
                for name in given
                if name == "_searchmode" or (name[0] == "_" and "__" not in name and not name.startswith(_FILTERS))
            }
        )


class ArticlesView(TableView):  # type: ignore[misc]
    """Tables as Datasette shows them, those of articles at any size."""

    async def data(
        self, request: Request, default_labels: bool = False, _next: str | None = None, _size: Any = None
    ) -> Any:
        table, database = request.url_vars["table"], tilde_decode(request.url_vars["database"])
        asked = None
        if table in TABLES and database in desk_of(self.ds).archives:
            asked = await read_request(self.ds, request, database, _next, _size)
        if asked is None:
            return await super().data(request, default_labels, _next, _size)
        wanted, query = asked.wanted, request.query_string
        found = await self.ds.databases[database].execute_fn(lambda connection: look_up(connection, wanted, query))
        shown = FoundRequest(request, asked, found)
        # A place makes Datasette sort what has the same date by id, as we do; a view it pages by counting.
        place = token(wanted.start or _before_all(wanted.order)) if table == "articles" else None
        answer = await super().data(shown, default_labels, place, _size)
        if isinstance(answer, tuple):
            self._tell(request, answer[0], asked, found)
        return answer

    def _tell(self, request: Request, data: dict[str, Any], asked: Asked, found: Found) -> None:
        following = found.rows.next
        if "_nocount" not in request.args:
            data["filtered_table_rows_count"] = found.count
        data["next"] = token(following) if following else None
        address = path_with_replaced_args(request, {"_next": data["next"]})
        data["next_url"] = self.ds.absolute_url(request, self.ds.urls.path(address)) if following else None
        said, faceted = data["human_description_en"], counts_facets(request.query_string)
        data["human_description_en"] = heading(said, found, faceted)
        data["query"] = {"sql": found_sql(asked.wanted, data["columns"]), "params": asked.parameters}


def filter_found(request: Request) -> FilterArguments | None:
    """Filter by the ids of the rows, in place of all filters and words, and describe what those were."""
    if not isinstance(request, FoundRequest):
        return None
    # Spelt out, since SQLite then knows how few they are and fetches them rather than go along the index.
    ids = ", ".join(map(str, request.found.ids))
    return FilterArguments([f"id in ({ids})"], {}, list(request.asked.said), request.asked.context)


def _before_all(order: Order) -> Place:
    """Return a place that all articles follow, in the language of `_next`."""
    if not order.descending:
        return Place(-1, None)
    return Place(-1, 1 << 62 if order.column == "id" else "~")
