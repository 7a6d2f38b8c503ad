"""Tables of searches against outlets, or against the countries spoken of: where each search finds most."""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive.analysis.matches import Matches
from archive.codes import name_of

ROWS = 20


@dataclass(frozen=True, slots=True)
class Heat:
    """One row: an outlet or a country, with the matches of each search."""

    id: str
    name: str
    counts: tuple[int, ...]


def by_outlet(connection: sqlite3.Connection, searches: Sequence[Matches]) -> tuple[Heat, ...]:
    """Return the ROWS outlets with most matches."""
    ranked = _ranked([one.outlets for one in searches])
    marks = ", ".join("?" * len(ranked))
    names = dict(connection.execute(f"select id, name from sources where id in ({marks})", [*ranked]).fetchall())
    return tuple(Heat(id_, names[id_], counts) for id_, counts in ranked.items())


def by_country(searches: Sequence[Matches]) -> tuple[Heat, ...]:
    """Return the ROWS countries spoken of with most matches."""
    ranked = _ranked([one.countries for one in searches])
    return tuple(Heat(code, name_of("countries", code) or code, counts) for code, counts in ranked.items())


def _ranked(counts: Sequence[Mapping[str, int]]) -> dict[str, tuple[int, ...]]:
    rows = {id_: tuple(one.get(id_, 0) for one in counts) for id_ in set().union(*counts)}
    best = sorted(rows, key=lambda id_: (-sum(rows[id_]), id_))[:ROWS]
    return {id_: rows[id_] for id_ in best}
