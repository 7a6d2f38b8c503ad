"""Parser for requests to an article table, with Datasette's URL parameters (docs.datasette.io, JSON API)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from datasette.filters import Filters
from datasette.plugins import pm
from datasette.utils import MultiParams, await_me_maybe
from datasette.utils.asgi import BadRequest, Request

from archive.datasette.datasette_internals import filter_lookups
from archive.datasette.metadata import NEWEST_FIRST, SORTABLE
from archive.datasette.tables.keyset import Order, Place, read_token
from archive.errors import SpacebeatError


def table_search(query: str | None) -> str:
    """Translate a query of a table's search box for FTS5; if it is malformed, search for its words."""
    from archive.search.fts_index import fold
    from archive.search.search import match_expression

    try:
        return match_expression(query or "")
    except SpacebeatError:
        return " ".join(f'"{word}"' for word in re.findall(r"\w+", fold(query or ""))) or '""'


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits on the work for one page.

    Up to `few` articles are all found, counted and sorted; up to `read` are tested one by one for the conditions, up to
    `listed` are listed by the full-text index; `sample` are read for the facets, if there is time. Milliseconds:
    `trying` to find out whether they are few, or `scanning` where that means to read all articles; from the beginning,
    `walking` until the page is full, and `sampling` for more when it is; and for one `statement`, after which the
    request fails.
    """

    few: int = 5_000
    read: int = 20_000
    listed: int = 50_000
    sample: int = 500
    trying: int = 100
    scanning: int = 25
    sampling: int = 100
    walking: int = 150
    statement: int = 3_000


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class TableQuery:
    """The query of a table page. `conditions` are over the columns of `table`, with their `values`; `indexed` are those
    that the index of the order answers. `words` is in FTS5's syntax, empty for none."""

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
    """The matching `places` in order: all of them if `complete`, else the first ones after the start.

    `rest` are those after the start. `next` is where the following page starts. `reached` is set if time ran out before
    the page was full. `total` is the number of matches, if known, and `more_than` a lower bound, 0 if none is known.
    """

    places: tuple[Place, ...]
    complete: bool
    rest: tuple[Place, ...]
    next: Place | None = None
    reached: Place | None = None
    more_than: int = 0
    total: int | None = None


SIZE = 50  # default number of rows per page
_RANGES = ("exact", "gt", "gte", "lt", "lte")
_COLUMNS = ("title", "summary", "text")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A parsed request: descriptions of words and filters for people, and `context` for the template."""

    query: TableQuery
    descriptions: tuple[str, ...] = ()
    context: dict[str, Any] = field(default_factory=dict)

    @property
    def parameters(self) -> dict[str, Any]:
        """Return the values for the SQL of `found_sql`."""
        words = {"words": self.query.words} if self.query.words else {}
        return {**self.query.values, **words}


class _Wordless(Request):  # type: ignore[misc]  # datasette is untyped
    """A request without search parameters, so that Datasette does not search."""

    @property
    def args(self) -> MultiParams:
        args = super().args
        return MultiParams({name: args.getlist(name) for name in args if not name.startswith(("_search", "_fts_"))})


async def read_request(datasette: Any, request: Request, database: str, place: str | None, size: Any) -> Parsed | None:
    """Parse the request; None if Datasette has to handle it itself.

    `place` and `size` override those in the URL. Raises BadRequest for an invalid place.
    """
    args, table = request.args, request.url_vars["table"]
    order = _order(args, table)
    count = _size(size or args.get("_size"), datasette.max_returned_rows)
    if order is None or count is None or _is_left_to_datasette(args, table):
        return None
    search, words = _words(args)
    filters = _filters(args)
    conditions, values = filters.build_where_clauses(table)
    indexed = _indexed(filters, conditions, order)
    descriptions = [f'search matches "{search}"'] if words else []
    context = {"filters": filters} | ({"search": search} if words else {})
    wordless = _Wordless(request.scope, request.receive)
    for hook in pm.hook.filters_from_request(request=wordless, table=table, database=database, datasette=datasette):
        more = await await_me_maybe(hook)
        if more:
            conditions += [f"({clause})" for clause in more.where_clauses]
            values |= more.params
            descriptions += more.human_descriptions
            context |= more.extra_context
    if filters.has_selections():
        descriptions.append(filters.human_description_en().removeprefix("where "))
    start = _place(place or args.get("_next"))
    query = TableQuery(table, order, count, start, tuple(conditions), indexed, values, words)
    return Parsed(query, tuple(filter(None, descriptions)), context)


def _is_left_to_datasette(args: MultiParams, table: str) -> bool:
    """Return whether Datasette answers with a redirect, or counts facets of a view."""
    facets = any(name.startswith("_facet") and name != "_facet_size" for name in args)
    redirects = any(name.startswith("_filter_") or name == "_sort_by_desc" for name in args)
    return redirects or (facets and table != "articles")


def _order(args: MultiParams, table: str) -> Order | None:
    up, down = args.get("_sort"), args.get("_sort_desc")
    if up and down:
        return None
    column = up or down or NEWEST_FIRST[table]
    return Order(column, descending=not up) if column in SORTABLE[table] else None


def _size(asked: Any, largest: int) -> int | None:
    if asked == "max":
        return largest
    written = str(asked or SIZE)
    return int(written) if written.isascii() and written.isdigit() and int(written) <= largest else None


def _place(written: str | None) -> Place | None:
    try:
        return read_token(written) if written else None
    except ValueError as error:
        raise BadRequest("_next is not a valid position in this table") from error


def _words(args: MultiParams) -> tuple[str, str]:
    """Return the search as typed and in FTS5's syntax, from `_search` or `_search_COLUMN` for each column."""
    expression = str if args.get("_searchmode") == "raw" else table_search
    typed = args.get("_search") or ""
    if "_search" in args:
        return typed, expression(typed) if typed.strip() else ""
    by_column = {name.removeprefix("_search_"): args[name] for name in args if name.startswith("_search_")}
    if not set(by_column) <= set(_COLUMNS):
        raise BadRequest("Cannot search by that column")
    parts = [f"({column} : ({expression(text)}))" for column, text in by_column.items() if text.strip()]
    return ", ".join(by_column.values()), " AND ".join(parts)


def _filters(args: MultiParams) -> Filters:
    named = [name for name in args if not name.startswith("_") or "__" in name]
    return Filters(sorted((name, value) for name in named for value in args.getlist(name)))


def _indexed(filters: Filters, conditions: list[str], order: Order) -> tuple[str, ...]:
    """Select the conditions of the filters that the index of the order answers."""
    lookups = filter_lookups(filters)
    return tuple(
        condition
        for condition, (column, lookup) in zip(conditions, lookups, strict=True)
        if (column == order.column and lookup in _RANGES)
        or (column, lookup, order.column) == ("source_id", "exact", "published_at")
    )
