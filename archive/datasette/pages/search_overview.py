"""Timeline and facets of a whole search result: how many matches on each day, at each source, in each country, ...

They are counted in one statement over all matches. That takes about 15 µs a match: few matches are counted with the
page, many are counted by a second request, while their first hits can be read already.
"""

import sqlite3
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from datasette.utils import sqlite_timelimit

from archive.analysis.periods import choose_interval, periods
from archive.codes import name_of
from archive.datasette import formatting
from archive.datasette.charts.svg import Chart, Series, stacked
from archive.reports.counters import WHEN_OF_A
from archive.search.filters import FULL

AT_ONCE = 2_000  # matches that are counted with the page
LONGEST, LONGEST_PUBLIC = 30_000, 5_000  # milliseconds
VALUES = 40  # of a facet
_MONTHS = 160  # columns of a timeline, before it changes to years
_LISTED = "a.id in (select value from json_each(?))"
_COUNTS = """
with found as materialized (
  select a.id, a.source_id, a.language, a.access, substr({when}, 1, 10) as day from articles a where {where}
)
select 'day', day, count(*) from found group by 2
union all select 'source', source_id, count(*) from found group by 2
union all select 'kind', s.kind, count(*) from found f join sources s on s.id = f.source_id group by 2
union all select 'country', l.country, count(*)
  from found f cross join article_countries l on l.article_id = f.id group by 2
union all select 'topic', l.topic_id, count(*)
  from found f cross join article_topics l on l.article_id = f.id group by 2
union all select 'actor', l.actor_id, count(*)
  from found f cross join article_actors l on l.article_id = f.id group by 2
union all select 'language', language, count(*) from found where language <> '' group by 2
union all select 'access', iif(access = '', 'full', access), count(*) from found group by 2
"""
TITLES = {
    "source": "Source",
    "country": "Country",
    "topic": "Topic",
    "actor": "Actor",
    "kind": "Kind of source",
    "language": "Language",
    "access": "Access",
}


def longest(public: bool) -> int:
    """Return the milliseconds after which counting all matches is given up."""
    return LONGEST_PUBLIC if public else LONGEST


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet and the number of matches with it."""

    id: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The counts of all matches. `spans` are the first and last day of each column of the timeline."""

    total: int
    timeline: Chart
    spans: tuple[tuple[str, str], ...]
    facets: Mapping[str, Sequence[Value]]


Link = Callable[..., str]
Counts = Mapping[str, Mapping[str, int]]


def overview_of_ids(connection: sqlite3.Connection, ids: Sequence[int], link: Link) -> Overview:
    """Count the matches with these ids."""
    return describe(connection, count(connection, _LISTED, [str(list(ids))]), link)


def count_within(connection: sqlite3.Connection, where: str, values: Sequence[Any], limit: int) -> Counts:
    """Count all matches of a condition. Raises sqlite3.OperationalError after `limit` milliseconds."""
    with sqlite_timelimit(connection, limit):
        return count(connection, where, values)


def count(connection: sqlite3.Connection, where: str, values: Sequence[Any]) -> Counts:
    """Count the matches of a condition by day and by each facet's values."""
    counts: dict[str, dict[str, int]] = {name: {} for name in ("day", *TITLES)}
    for facet, value, number in connection.execute(_COUNTS.format(when=WHEN_OF_A, where=where), values):
        counts[facet][value or ""] = number
    return counts


def describe(connection: sqlite3.Connection, counts: Counts, link: Link) -> Overview:
    """Draw the timeline of counts, and name the values of the facets."""
    days = counts["day"]
    chart, spans = timeline(days, link)
    facets = {name: _values(connection, name, counts[name]) for name in TITLES}
    return Overview(sum(days.values()), chart, spans, facets)


def timeline(days: Mapping[str, int], link: Link) -> tuple[Chart, tuple[tuple[str, str], ...]]:
    """Draw the number of matches per day, week, month or year, by the length of the result.

    The first and the last column lead from the first to the last match: the week may begin before the days that are
    searched.
    """
    dated = sorted(day for day in days if day)
    spans = _spans(dated)
    columns = [first if last == first else _label(first, last) for first, last in spans]
    numbers = [0] * len(spans)
    starts = [first for first, _ in spans]
    for day, number in days.items():
        if day:
            numbers[_place(starts, day)] += number
    period = {10: "Week of", 7: "Month", 4: "Year"}[len(columns[0])] if columns else "Day"
    spans = tuple((max(first, dated[0]), min(last, dated[-1])) for first, last in spans)
    ends = dict(zip(columns, spans, strict=True))
    chart = stacked(
        "timeline",
        "Matches over time",
        "",
        columns,
        [Series("matches", "Articles", tuple(numbers))],
        lambda _key, column: link(since=ends[column][0], until=ends[column][1]),
        column_name="Day" if columns and spans[0][0] == spans[0][1] else period,
        height=90,
    )
    return chart, spans


def _label(first: str, last: str) -> str:
    days = (date.fromisoformat(last) - date.fromisoformat(first)).days
    return first if days < 7 else first[:7] if days < 32 else first[:4]


def _place(starts: Sequence[str], day: str) -> int:
    return bisect_right(starts, day) - 1


def _spans(days: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return first and last day of all columns from the first day to the last."""
    if not days:
        return ()
    first, last = date.fromisoformat(days[0]), date.fromisoformat(days[-1])
    interval = choose_interval(days[0], days[-1])
    if interval == "month" and 12 * (last.year - first.year) + last.month - first.month >= _MONTHS:
        return tuple((f"{year:04}-01-01", f"{year:04}-12-31") for year in range(first.year, last.year + 1))
    columns = periods(days[0], days[-1], interval)
    return tuple(zip(columns.firsts, columns.lasts, strict=True))


def _values(connection: sqlite3.Connection, facet: str, counts: Mapping[str, int]) -> list[Value]:
    ranked = sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:VALUES]
    names = _names(connection, facet, [value for value, _ in ranked])
    return [Value(value, names.get(value) or value, number) for value, number in ranked]


def _names(connection: sqlite3.Connection, facet: str, values: Sequence[str]) -> dict[str, str]:
    if facet in ("source", "topic", "actor"):
        marks = ", ".join("?" * len(values))
        return dict(connection.execute(f"select id, name from {facet}s where id in ({marks})", list(values)).fetchall())
    if facet == "country":
        return {code: name_of("countries", code) for code in values}
    if facet == "language":
        return {code: name_of("languages", code) for code in values}
    if facet == "access":
        return {FULL: "full text"} | formatting.ACCESS
    return {value: value.replace("-", " ") for value in values}
