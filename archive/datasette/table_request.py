"""What is asked of a table of articles, read from the address as Datasette reads it (docs.datasette.io, JSON API)."""

from dataclasses import dataclass, field
from typing import Any

from datasette.filters import Filters
from datasette.plugins import pm
from datasette.utils import MultiParams, await_me_maybe
from datasette.utils.asgi import BadRequest, Request

from archive.datasette.index_walk import Order, Place, read_token
from archive.datasette.metadata import NEWEST_FIRST, SORTABLE
from archive.datasette.table_search import table_search
from archive.datasette.table_wanted import Wanted

SIZE = 50  # rows of a page, where nobody says otherwise
_RANGES = ("exact", "gt", "gte", "lt", "lte")
_COLUMNS = ("title", "summary", "text")


@dataclass(frozen=True, slots=True)
class Asked:
    """`said` are descriptions of words and filters for people, `context` is what the template needs of them."""

    wanted: Wanted
    said: tuple[str, ...] = ()
    context: dict[str, Any] = field(default_factory=dict)

    @property
    def parameters(self) -> dict[str, Any]:
        """The values of the SQL that finds the same."""
        words = {"words": self.wanted.words} if self.wanted.words else {}
        return {**self.wanted.values, **words}


class _Wordless(Request):  # type: ignore[misc]  # datasette is untyped
    """A request in which Datasette's own search finds nothing to do."""

    @property
    def args(self) -> MultiParams:
        given = super().args
        return MultiParams({name: given.getlist(name) for name in given if not name.startswith(("_search", "_fts_"))})


async def read_request(datasette: Any, request: Request, database: str, place: str | None, size: Any) -> Asked | None:
    """What is wanted, None where Datasette has to answer itself. `place` and `size` come before what the address says.
    Raises BadRequest for a place that is none."""
    args, table = request.args, request.url_vars["table"]
    order = _order(args, table)
    count = _size(size or args.get("_size"), datasette.max_returned_rows)
    if order is None or count is None or _is_left_to_datasette(args, table):
        return None
    search, words = _words(args)
    filters = _filters(args)
    conditions, values = filters.build_where_clauses(table)
    indexed = _indexed(filters, conditions, order)
    said = [f'search matches "{search}"'] if words else []
    context = {"filters": filters} | ({"search": search} if words else {})
    wordless = _Wordless(request.scope, request.receive)
    for hook in pm.hook.filters_from_request(request=wordless, table=table, database=database, datasette=datasette):
        more = await await_me_maybe(hook)
        if more:
            conditions += [f"({clause})" for clause in more.where_clauses]
            values |= more.params
            said += more.human_descriptions
            context |= more.extra_context
    if filters.has_selections():
        said.append(filters.human_description_en().removeprefix("where "))
    start = _place(place or args.get("_next"))
    wanted = Wanted(table, order, count, start, tuple(conditions), indexed, values, words)
    return Asked(wanted, tuple(filter(None, said)), context)


def _is_left_to_datasette(args: MultiParams, table: str) -> bool:
    """Whether Datasette answers with a redirect, or counts facets of a view."""
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
        raise BadRequest("_next is no place in this table") from error


def _words(args: MultiParams) -> tuple[str, str]:
    """What was typed, and its expression in FTS5's language: `_search`, or `_search_COLUMN` for each column."""
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
    """Those of the conditions of the filters that the index of the order answers."""
    known = [(column, lookup) for column, lookup, _ in filters.selections() if lookup in filters._filters_by_key]
    return tuple(
        condition
        for condition, (column, lookup) in zip(conditions, known, strict=True)
        if (column == order.column and lookup in _RANGES)
        or (column, lookup, order.column) == ("source_id", "exact", "published_at")
    )
