"""Exact numbers of matches that a counter or the full-text index has, so that nothing needs to be read for them.

The counters are by month or week (archive/reports/counters.py), so days that end with a month or a week can be counted;
and the full-text index knows how many articles have a word.
"""

import sqlite3
from calendar import monthrange
from dataclasses import replace
from datetime import date
from typing import Any

from archive.search.filters import Selection


def known_total(connection: sqlite3.Connection, selection: Selection, expression: str) -> int | None:
    """Return the number of matches if a counter or the index has it, else None."""
    bare = replace(selection, since="", until="")
    if expression:
        if selection != Selection(include_copies=True):
            return None
        sql = "select count(*) from articles_fts where articles_fts match ?"
        return int(connection.execute(sql, [expression]).fetchone()[0])
    counted = "articles" if selection.include_copies else "articles - copies"
    by_source = replace(bare, sources=(), kinds=(), include_copies=True)
    if replace(by_source, languages=()) == Selection(include_copies=True):
        if _are_months(selection):
            return _sum(connection, "source_months", "month", counted, selection)
        if not selection.languages and _are_weeks(selection):
            return _sum(connection, "source_weeks", "week", counted, selection)
    one_country = replace(bare, countries=(), include_copies=True) == Selection(include_copies=True)
    if one_country and len(selection.countries) == 1 and _are_months(selection):
        return _sum(connection, "country_months", "month", counted, selection)
    one_topic = replace(bare, topics=(), include_copies=True) == Selection(include_copies=True)
    if one_topic and len(selection.topics) == 1 and _are_weeks(selection):
        return _sum(connection, "topic_weeks", "week", counted, selection)
    return None


def _are_months(selection: Selection) -> bool:
    """Return whether the days are whole months, or not limited."""
    until = selection.until
    ends = not until or int(until[8:]) == monthrange(int(until[:4]), int(until[5:7]))[1]
    return ends and selection.since[8:] in ("", "01")


def _are_weeks(selection: Selection) -> bool:
    """Return whether the days are whole weeks from Monday to Sunday, or not limited."""
    starts = not selection.since or date.fromisoformat(selection.since).weekday() == 0
    return starts and (not selection.until or date.fromisoformat(selection.until).weekday() == 6)


def _sum(connection: sqlite3.Connection, table: str, period: str, counted: str, selection: Selection) -> int:
    parts, values = [f"{period} <> ''"], list[Any]()
    for column, allowed in (
        ("source_id", selection.sources),
        ("language", selection.languages),
        ("country", selection.countries),
        ("topic_id", selection.topics),
    ):
        if allowed:
            parts.append(f"{column} in ({', '.join('?' * len(allowed))})")
            values += allowed
    if selection.kinds:
        parts.append(f"source_id in (select id from sources where kind in ({', '.join('?' * len(selection.kinds))}))")
        values += selection.kinds
    length = 7 if period == "month" else 10
    if selection.since:
        parts.append(f"{period} >= ?")
        values.append(selection.since[:length])
    if selection.until:
        parts.append(f"{period} <= ?")
        values.append(selection.until[:length])
    sql = f"select coalesce(sum({counted}), 0) from {table} where {' and '.join(parts)}"
    return int(connection.execute(sql, values).fetchone()[0])
