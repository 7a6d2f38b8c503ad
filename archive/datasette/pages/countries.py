"""Page of the countries that the articles of a search speak of: a world map, its table, and the table as CSV."""

import json
import sqlite3
from collections.abc import Sequence
from typing import Any

from datasette.utils.asgi import Response

from archive.codes import name_of
from archive.datasette.charts.world_map import world_map
from archive.datasette.pages.latest_matches import download_latest, show_latest

COLUMNS = ("country", "name", "articles")
_COUNTED = """
select l.country, count(*) as number from json_each(?) f cross join article_countries l on l.article_id = f.value
group by 1 order by number desc, 1
"""
Row = tuple[str, str, int]


async def countries_page(datasette: Any, request: Any) -> Response:
    """Draw how many articles of a search speak of each country."""

    def describe(found: Sequence[Row]) -> dict[str, Any]:
        names = {code: name for code, name, _ in found}
        return {"map": world_map({code: number for code, _, number in found}), "names": names}

    return await show_latest(datasette, request, "desk/countries.html", count_countries, describe)


async def countries_table(datasette: Any, request: Any) -> Response:
    """Serve all countries as CSV."""
    return await download_latest(datasette, request, "spacebeat-countries.csv", count_countries, COLUMNS, list)


def count_countries(connection: sqlite3.Connection, articles: Sequence[int]) -> list[Row]:
    """Count the articles that speak of each country: code, name and number, the most frequent first."""
    rows = connection.execute(_COUNTED, [json.dumps(list(articles))])
    return [(code, name_of("countries", code) or code, number) for code, number in rows]
