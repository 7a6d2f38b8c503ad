"""Facets of the articles table that cost the same at a thousand and at a million rows.

Datasette counts a facet by reading every row. Ours come from the tallies as long as the filters are among their
columns; for any other filter, and for a search, they are counted over the first matches and say so.
"""

from typing import Any

from datasette.database import QueryInterrupted
from datasette.facets import Facet
from datasette.utils import path_with_added_args, path_with_removed_args

from archive.datasette.desk import desk_of

SAMPLE = 2_000  # matching rows that are counted where the tallies do not help
TABLES = {"articles": "articles", "unique_articles": "articles - copies"}
COLUMNS = ("source_id", "language")
_TITLES = {"source_id": "source", "language": "language"}


class TalliedFacet(Facet):  # type: ignore[misc]  # datasette is untyped
    """Counts by source and by language."""

    type = "tally"

    async def suggest(self) -> list[Any]:
        return []

    async def facet_results(self) -> tuple[list[dict[str, Any]], list[str]]:
        if self.table not in TABLES or self.database not in desk_of(self.ds).archives:
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
        filters = self._tallied_filters()
        if filters is None:
            sql = (
                f"select {column} as value, count(*) as count from (select {column} from ({self.sql}) "
                f"limit {SAMPLE}) group by 1 order by 2 desc, 1 limit {size + 1}"
            )
            rows = (await self._run(sql, self.params)).rows
        else:
            where = " and ".join(f"{name} = :{name}" for name in filters) or "1"
            counted = TABLES[self.table]
            sql = (
                f"select {column} as value, sum({counted}) as count from source_months where {where} "
                f"group by 1 having sum({counted}) > 0 order by 2 desc, 1 limit {size + 1}"
            )
            rows = (await self._run(sql, filters)).rows
        sampled = filters is None and (self.row_count is None or self.row_count > SAMPLE)
        return {
            "name": f"{_TITLES[column]}{f', of the first {SAMPLE:,}' if sampled else ''}",
            "type": "column",
            "hideable": False,
            "toggle_url": "",
            "results": await self._values(column, rows[:size]),
            "truncated": len(rows) > size,
        }

    async def _run(self, sql: str, values: Any) -> Any:
        limit = self.ds.setting("facet_time_limit_ms")
        return await self.ds.execute(self.database, sql, values or {}, truncate=False, custom_time_limit=limit)

    def _tallied_filters(self) -> dict[str, str] | None:
        """The filters of this request, None when the tallies cannot apply them."""
        given: dict[str, str] = {}
        for name, value in self.get_querystring_pairs():
            column = name.removesuffix("__exact")
            if name in ("_sort", "_sort_desc", "_size", "_next", "_facet_size", "_labels", "_nocount"):
                continue
            if column not in COLUMNS or column in given:
                return None
            given[column] = value
        return given

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
