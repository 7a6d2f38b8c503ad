"""Facets of the article tables that cost the same at a thousand and at a million rows.

Datasette counts a facet by reading every row. These facets come from the tallies as long as the filters are among their
columns; for any other filter, and for a search, they are counted over the rows that were found (tables/rows.py), and
are labelled so if these are not all.
"""

import sqlite3
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from datasette.database import QueryInterrupted
from datasette.facets import Facet
from datasette.utils import path_with_added_args, path_with_removed_args

IN_FOUND = "id in (select value from json_each(:ids))"
TABLES = {"articles": "articles", "unique_articles": "articles - copies"}
COLUMNS = ("source_id", "language")
_IGNORED = ("_sort", "_sort_desc", "_size", "_next", "_facet_size", "_labels", "_nocount", "_nofacet", "_shape", "_ttl")
_TITLES = {"source_id": "source", "language": "language"}


class TalliedFacet(Facet):  # type: ignore[misc]  # datasette is untyped
    """A facet with counts by source and by language."""

    type = "tally"

    async def suggest(self) -> list[Any]:
        return []

    async def facet_results(self) -> tuple[list[dict[str, Any]], list[str]]:
        found = getattr(self.request, "found", None)
        if found is None or not (found.count or found.rows.places):
            return [], []
        results, timed_out = [], []
        for column in COLUMNS:
            try:
                results.append(await self._one(column))
            except QueryInterrupted:
                timed_out.append(_TITLES[column])
        return results, timed_out

    async def _one(self, column: str) -> dict[str, Any]:
        size = self.get_facet_size()
        filters = tallied_filters(self.request.query_string)
        found = self.request.found
        counted, where, values = TABLES[self.table], "1", filters or {}
        if filters is None:
            sql = f"select {column} as value, count(*) as count from articles where {IN_FOUND}"
            values = {"ids": str([place.id for place in found.rows.places])}
        else:
            where = _where(filters)
            sql = f"select {column} as value, sum({counted}) as count from source_months where {where}"
        rows = (await self._run(f"{sql} group by 1 having count > 0 order by 2 desc, 1 limit {size + 1}", values)).rows
        sampled = filters is None and not found.rows.complete
        return {
            "name": f"{_TITLES[column]}{f', of the first {len(found.rows.places):,}' if sampled else ''}",
            "type": "column",
            "hideable": False,
            "toggle_url": "",
            "results": await self._values(column, rows[:size]),
            "truncated": len(rows) > size,
        }

    async def _run(self, sql: str, values: Any) -> Any:
        limit = self.ds.setting("facet_time_limit_ms")
        return await self.ds.execute(self.database, sql, values or {}, truncate=False, custom_time_limit=limit)

    async def _values(self, column: str, rows: Any) -> list[dict[str, Any]]:
        labels = await self.ds.expand_foreign_keys(self.database, "articles", column, [row["value"] for row in rows])
        pairs = self.get_querystring_pairs()
        found = []
        for row in rows:
            pair = (column, str(row["value"]))
            selected = pair in pairs
            change = path_with_removed_args if selected else path_with_added_args
            path = change(self.request, {pair[0]: pair[1]})
            found.append(
                {
                    "value": row["value"],
                    "label": labels.get((column, row["value"]), row["value"]),
                    "count": row["count"],
                    "toggle_url": self.ds.absolute_url(self.request, self.ds.urls.path(path)),
                    "selected": selected,
                }
            )
        return found


def tallied_filters(query_string: str) -> dict[str, str] | None:
    """Parse the filters of a request; None if the counters do not support all of them."""
    filters: dict[str, str] = {}
    for name, value in parse_qsl(query_string, keep_blank_values=True):
        column = name.removesuffix("__exact")
        if name in _IGNORED or (name == "_search" and not value.strip()):
            continue
        if column not in COLUMNS or column in filters:
            return None
        filters[column] = value
    return filters


def tallied_total(connection: sqlite3.Connection, table: str, filters: Mapping[str, str]) -> int:
    """Count the rows of a table with these values."""
    sql = f"select coalesce(sum({TABLES[table]}), 0) from source_months where {_where(filters)}"
    return int(connection.execute(sql, filters).fetchone()[0])


def _where(filters: Mapping[str, str]) -> str:
    return " and ".join(f"{name} = :{name}" for name in filters) or "1"
