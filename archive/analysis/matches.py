"""Count the matches of one search by day, by outlet and by country spoken of, in one statement.

The index is searched and the rows of the matches are read once for all three, which is what a common word costs.
"""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from archive.reports.counters import WHEN_OF_A
from archive.search.filters import Selection

_DAYS = f"select substr({WHEN_OF_A}, 1, 10) as day, count(*) from articles a where {{}} group by 1"
_MATCHES = f"""
with found as materialized (select a.id, a.source_id, substr({WHEN_OF_A}, 1, 10) as day from articles a where {{}})
select 'days', day, count(*) from found group by 2
union all select 'outlets', source_id, count(*) from found group by 2
union all select 'countries', l.country, count(*)
  from found f cross join article_countries l on l.article_id = f.id group by 2
"""


@dataclass(frozen=True, slots=True)
class Matches:
    """Numbers of matches by day, by id of the outlet and by code of a country; an article may speak of several."""

    days: Mapping[str, int]
    outlets: Mapping[str, int]
    countries: Mapping[str, int]


def count_matches(connection: sqlite3.Connection, selection: Selection) -> Matches:
    """Count the matches of a search; those without a day are left out of `days`."""
    where, values = selection.where()
    counts: dict[str, dict[str, int]] = {"days": {}, "outlets": {}, "countries": {}}
    for name, value, number in connection.execute(_MATCHES.format(where), values):
        if value:
            counts[name][value] = number
    return Matches(**counts)


def count_days(connection: sqlite3.Connection, selection: Selection) -> dict[str, int]:
    """Count the matches of a search by day."""
    where, values = selection.where()
    return {day: number for day, number in connection.execute(_DAYS.format(where), values) if day}
