"""The choices that the forms of all search pages offer: by filter, what the archive has."""

import sqlite3
from typing import Any

from archive.codes import name_of
from archive.datasette.snapshot_cache import read_kept
from archive.reports.counters import used_languages

Choices = dict[str, list[tuple[str, str]]]


async def filter_choices(database: Any) -> Choices:
    """Return the choices of each filter as (value, label), read again when the archive has been written."""
    choices: Choices = await read_kept(database, "choices", _read)
    return choices


def _read(connection: sqlite3.Connection) -> Choices:
    def pairs(sql: str) -> list[tuple[str, str]]:
        return [(row[0], row[1]) for row in connection.execute(sql)]

    countries = pairs(
        "select country, country from country_months group by country having sum(articles) > 0 order by 1"
    )
    languages = used_languages(connection)
    return {
        "source": pairs("select id, name from sources order by name collate nocase"),
        "topic": pairs("select id, name from topics order by name collate nocase"),
        "actor": pairs("select id, name from actors order by name collate nocase limit 1000"),
        "country": sorted(((code, name_of("countries", code) or code) for code, _ in countries), key=lambda c: c[1]),
        "language": sorted(((code, name_of("languages", code) or code) for code in languages), key=lambda c: c[1]),
    }
