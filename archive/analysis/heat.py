"""Tables of searches against outlets, or against the countries spoken of: where each search finds most."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from archive.codes import name_of
from archive.search.filters import Selection

ROWS = 20
_OUTLETS = "select a.source_id, count(*) from articles a where {} group by 1"
_COUNTRIES = """
select l.country, count(*) from articles a cross join article_countries l on l.article_id = a.id where {} group by 1
"""


@dataclass(frozen=True, slots=True)
class Heat:
    """One row: an outlet or a country, with the matches of each search."""

    id: str
    name: str
    counts: tuple[int, ...]


def by_outlet(connection: sqlite3.Connection, searches: Mapping[str, Selection]) -> tuple[Heat, ...]:
    """Count the matches by outlet, for the ROWS outlets with most."""
    ranked = _ranked(connection, _OUTLETS, searches)
    marks = ", ".join("?" * len(ranked))
    names = dict(connection.execute(f"select id, name from sources where id in ({marks})", [*ranked]).fetchall())
    return tuple(Heat(id_, names[id_], counts) for id_, counts in ranked.items())


def by_country(connection: sqlite3.Connection, searches: Mapping[str, Selection]) -> tuple[Heat, ...]:
    """Count the matches by country spoken of, for the ROWS countries with most; an article may speak of several."""
    ranked = _ranked(connection, _COUNTRIES, searches)
    return tuple(Heat(code, name_of("countries", code) or code, counts) for code, counts in ranked.items())


def _ranked(
    connection: sqlite3.Connection, statement: str, searches: Mapping[str, Selection]
) -> dict[str, tuple[int, ...]]:
    counts: dict[str, list[int]] = {}
    for place, selection in enumerate(searches.values()):
        where, values = selection.where()
        for id_, number in connection.execute(statement.format(where), values):
            counts.setdefault(id_, [0] * len(searches))[place] = number
    best = sorted(counts, key=lambda id_: (-sum(counts[id_]), id_))[:ROWS]
    return {id_: tuple(counts[id_]) for id_ in best}
