"""Pages of the article tables, which look like Datasette's own but use rows found by tables/rows.py.

Datasette searches by listing all matches, counts by reading all rows, and finds the next page by a condition that no
index supports. Here it receives the ids of the rows as the only filter, and what it cannot know then: the descriptions
of the filters, the count, the next page, and SQL that finds the same rows.
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

from archive.datasette.arguments import check_filters
from archive.datasette.datasette_internals import TableView
from archive.datasette.formatting import day
from archive.datasette.plugin_state import desk_of
from archive.datasette.tables.facets import TABLES, tallied_filters, tallied_total
from archive.datasette.tables.keyset import Order, Place, token
from archive.datasette.tables.request import Parsed, Rows, TableQuery, read_request
from archive.datasette.tables.rows import find_rows
from archive.failures import is_interrupted


@dataclass(frozen=True, slots=True)
class Found:
    """The rows of a page. `ids` are those that Datasette reads to show the first ones and to count further facets;
    `count` is the number of all matches, None if unknown."""

    rows: Rows
    ids: tuple[int, ...]
    count: int | None


def look_up(connection: sqlite3.Connection, query: TableQuery, query_string: str) -> Found:
    """Find the rows and their count. Raises QueryInterrupted for conditions that take too long per row."""
    try:
        rows = find_rows(connection, query)
    except sqlite3.OperationalError as error:
        if not is_interrupted(error):
            raise
        raise QueryInterrupted(error, found_sql(query, ["*"]), query.values) from error
    # Datasette reads all columns of these rows, including texts: it gets more than the page only to count facets.
    places = rows.places if counts_facets(query_string) else rows.rest[: query.size]
    ids = tuple(place.id for place in places)
    if rows.total is not None:
        return Found(rows, ids, rows.total)
    if query.words and not query.conditions and query.table == "articles":  # which the full-text index counts
        sql = "select count(*) from articles_fts where articles_fts match ?"
        return Found(rows, ids, int(connection.execute(sql, [query.words]).fetchone()[0]))
    filters = tallied_filters(query_string)
    return Found(rows, ids, None if filters is None else tallied_total(connection, query.table, filters))


def counts_facets(query_string: str) -> bool:
    """Return whether facets are requested besides those that the page always has."""
    return any(name.startswith("_facet") and name != "_facet_size" for name, _ in parse_qsl(query_string, True))


def heading(description: str, found: Found, faceted: bool) -> str:
    """Complete Datasette's description of the filters.

    Datasette omits the number if it has no count, and does not mention that facets cover only a part of the rows.
    """
    rows = found.rows
    if found.count is None:
        description = (f"More than {rows.more_than:,} rows " if rows.more_than else "Rows ") + description
    if faceted and not rows.complete:
        description += f"; facets count the first {len(rows.places):,}"
    if rows.reached:
        far = day(rows.reached.value) if isinstance(rows.reached.value, str) else f"number {rows.reached.id}"
        description += f"; searched as far as {far}, the next page continues from there"
    return description


def found_sql(query: TableQuery, columns: Sequence[str]) -> str:
    """Return an SQL statement that finds the same rows, for users to read and edit."""
    words = "id in (select rowid from articles_fts where articles_fts match :words)"
    conditions = [*query.conditions, *([words] if query.words else [])]
    where = f" where {' and '.join(conditions)}" if conditions else ""
    order = escape_sqlite(query.order.column) + (" desc" if query.order.descending else "")
    names = ", ".join(name if name == "*" else escape_sqlite(name) for name in columns)
    return f"select {names} from {query.table}{where} order by {order}, id limit {query.size + 1}"


_FILTERS = ("_where", "_through", "_search", "_fts_", "_next")


class FoundRequest(Request):  # type: ignore[misc]  # datasette is untyped
    """A request whose filters, words and position Datasette ignores, but keeps in its links."""

    def __init__(self, request: Request, parsed: Parsed, found: Found) -> None:
        super().__init__(request.scope, request.receive)
        self.parsed, self.found = parsed, found

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
    """Datasette's table view, with fast pages for the article tables of any size."""

    async def data(
        self, request: Request, default_labels: bool = False, _next: str | None = None, _size: Any = None
    ) -> Any:
        table, database = request.url_vars["table"], tilde_decode(request.url_vars["database"])
        if any(name[0] != "_" for name in request.args if name) and database in desk_of(self.ds).archives:
            columns = await self.ds.databases[database].table_columns(table)
            if columns:  # none of a question
                check_filters(request.args, (*columns, "rowid"))
        parsed = None
        if table in TABLES and database in desk_of(self.ds).archives:
            parsed = await read_request(self.ds, request, database, _next, _size)
        if parsed is None:
            return await super().data(request, default_labels, _next, _size)
        query, parameters = parsed.query, request.query_string
        found = await self.ds.databases[database].execute_fn(lambda connection: look_up(connection, query, parameters))
        shown = FoundRequest(request, parsed, found)
        # With a place, Datasette sorts rows of the same date by id, as here; a view it pages by counting.
        place = token(query.start or _before_all(query.order)) if table == "articles" else None
        answer = await super().data(shown, default_labels, place, _size)
        if isinstance(answer, tuple):
            self._complete(request, answer[0], parsed, found)
        return answer

    def _complete(self, request: Request, data: dict[str, Any], parsed: Parsed, found: Found) -> None:
        following = found.rows.next
        if "_nocount" not in request.args:
            data["filtered_table_rows_count"] = found.count
        data["next"] = token(following) if following else None
        address = path_with_replaced_args(request, {"_next": data["next"]})
        data["next_url"] = self.ds.absolute_url(request, self.ds.urls.path(address)) if following else None
        description, faceted = data["human_description_en"], counts_facets(request.query_string)
        data["human_description_en"] = heading(description, found, faceted)
        data["query"] = {"sql": found_sql(parsed.query, data["columns"]), "params": parsed.parameters}


def filter_found(request: Request) -> FilterArguments | None:
    """Filter by the ids of the rows instead of all filters and words, and return the descriptions of those."""
    if not isinstance(request, FoundRequest):
        return None
    # A literal list, since SQLite then knows how few they are and fetches them instead of scanning the index.
    ids = ", ".join(map(str, request.found.ids))
    return FilterArguments([f"id in ({ids})"], {}, list(request.parsed.descriptions), request.parsed.context)


def _before_all(order: Order) -> Place:
    """Return a place before all articles, in the format of `_next`."""
    if not order.descending:
        return Place(-1, None)
    return Place(-1, 1 << 62 if order.column == "id" else "~")
