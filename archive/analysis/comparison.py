"""Searches compared over time: how many articles match each, and what share of all articles of the same sources.

An article counts on the day it was published, or first seen where no date is known. The totals of weeks and months come
from the counters, those of days from the index of dates, so a comparison costs what its matches cost.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from math import exp, lgamma, log
from statistics import median
from typing import Any

from archive.analysis.bursts import Burst, find_bursts
from archive.analysis.matches import count_days
from archive.analysis.periods import Periods, choose_interval, periods
from archive.errors import WrongUsageError
from archive.search.filters import Selection

FEWEST, MOST = 2, 6
_GAP = 0.25  # share of the usual number of articles below which a period is a gap in coverage
_AROUND = 26  # periods before and after one that say what is usual
_CHANCE = 0.001  # probability of so few articles, above which they are no gap
_WEEK = 7  # days that are added up before a day is judged, since there is less news on weekends


@dataclass(frozen=True, slots=True)
class Compared:
    """One search. `totals` are all articles of its sources; in a period of `gaps` these have (nearly) none."""

    label: str
    selection: Selection
    matching: tuple[int, ...]
    totals: tuple[int, ...]
    gaps: tuple[bool, ...]
    bursts: tuple[Burst, ...]

    @property
    def shares(self) -> tuple[float | None, ...]:
        """Return the matches in percent of the totals; None where nothing was published: 0 of 0 is no share."""
        return tuple(100 * m / total if total else None for m, total in zip(self.matching, self.totals, strict=True))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two to six searches over the same periods."""

    periods: Periods
    searches: tuple[Compared, ...]


def check_number(searches: Mapping[str, Selection]) -> None:
    """Raise WrongUsageError for fewer searches than two or more than six."""
    if not FEWEST <= len(searches) <= MOST:
        raise WrongUsageError(f"compare {FEWEST} to {MOST} searches, not {len(searches)}")


def compare(
    connection: sqlite3.Connection,
    searches: Mapping[str, Selection],
    interval: str = "",
    most: int = 100_000,
    days: Mapping[str, Mapping[str, int]] | None = None,
) -> Comparison | None:
    """Compare searches by label; None if nothing matches. Raises WrongUsageError for too few or too many.

    They share their days `since` and `until`; without them the periods are those from the first match to the last.
    A longer interval than the one asked for is taken where there would be more than `most` periods. `days` are the
    matches of each search by day, if they have been counted.
    """
    check_number(searches)
    days = days or {label: count_days(connection, selection) for label, selection in searches.items()}
    matched = sorted({day for counts in days.values() for day in counts})
    given = next(iter(searches.values()))
    first, last = given.since or (matched[0] if matched else ""), given.until or (matched[-1] if matched else "")
    if not matched or first > last:
        return None
    columns = periods(first, last, choose_interval(first, last, interval, most))
    first, last = given.since or columns.firsts[0], given.until or columns.lasts[-1]
    known: dict[Selection, tuple[int, ...]] = {}
    found = []
    for label, selection in searches.items():
        whole = replace(_same_sources(selection), since=first, until=last)
        if whole not in known:
            known[whole] = _totals(connection, whole, columns)
        matching, totals = columns.sums(days[label]), known[whole]
        bursts = tuple(find_bursts(matching, totals))
        found.append(Compared(label, selection, matching, totals, _gaps(totals, columns), bursts))
    return Comparison(columns, tuple(found))


def _same_sources(selection: Selection) -> Selection:
    return Selection(sources=selection.sources, kinds=selection.kinds, include_copies=selection.include_copies)


def _totals(connection: sqlite3.Connection, selection: Selection, columns: Periods) -> tuple[int, ...]:
    """Count all articles of the sources: from the counters, and those of days and of cut off periods one by one."""
    if columns.interval == "day":
        return columns.sums(count_days(connection, selection))
    table, period = ("source_weeks", "week") if columns.interval == "week" else ("source_months", "month")
    counted = "articles" if selection.include_copies else "articles - copies"
    condition, values = _of_sources(selection)
    rows = connection.execute(
        f"select {period}, sum({counted}) from {table} where {period} between ? and ?{condition} group by 1",
        [columns.labels[0], columns.labels[-1], *values],
    )
    counts = dict(rows.fetchall())
    totals = [counts.get(label, 0) for label in columns.labels]
    for place in {0, len(totals) - 1}:
        since, until = max(selection.since, columns.firsts[place]), min(selection.until, columns.lasts[place])
        if (since, until) != (columns.firsts[place], columns.lasts[place]):
            totals[place] = sum(count_days(connection, replace(selection, since=since, until=until)).values())
    return tuple(totals)


def _of_sources(selection: Selection) -> tuple[str, list[str]]:
    """Return a condition on `source_id`, to follow another, and its values."""
    condition, values = "", list[str]()
    if selection.sources:
        condition += f" and source_id in ({', '.join('?' * len(selection.sources))})"
        values += selection.sources
    if selection.kinds:
        marks = ", ".join("?" * len(selection.kinds))
        condition += f" and source_id in (select id from sources where kind in ({marks}))"
        values += selection.kinds
    return condition, values


def _gaps(totals: Sequence[int], columns: Periods) -> tuple[bool, ...]:
    """Return in which periods the sources have no article, or far fewer than around it, and too few for chance.

    The first and the last period may be cut off, so few articles say nothing there.
    """
    span = _WEEK // 2 if columns.interval == "day" else 0
    smooth = [sum(totals[max(0, t - span) : t + span + 1]) for t in range(len(totals))]
    gaps = []
    for place, number in enumerate(smooth):
        around = [one for one in smooth[max(0, place - _AROUND) : place + _AROUND + 1] if one]
        is_cut_off = place in (0, len(totals) - 1)
        gaps.append(not number or (not is_cut_off and number < _GAP * median(around)))
    reach = _AROUND * (_WEEK if columns.interval == "day" else 1)
    for few, run in groupby(range(len(gaps)), key=gaps.__getitem__):
        places = list(run)
        if few and _is_chance(totals, places[0], places[-1] + 1, reach):
            gaps[places[0] : places[-1] + 1] = [False] * len(places)
    return tuple(gaps)


def _is_chance(totals: Sequence[int], first: int, last: int, reach: int) -> bool:
    """Return whether sources with so many articles before and after may have so few by chance (Poisson).

    A journal with three articles a month has many weeks without one.
    """
    around = (*totals[max(0, first - reach) : first], *totals[last : last + reach])
    expected = (last - first) * sum(around) / len(around) if around else 0.0
    number = sum(totals[first:last])
    probability = sum(exp(n * log(expected) - expected - lgamma(n + 1)) for n in range(number + 1)) if expected else 1.0
    return probability > _CHANCE


COLUMNS = ("day", "query", "matching", "total", "ratio")


def table(found: Comparison) -> Iterator[dict[str, Any]]:
    """Yield a row for each period and search, with the columns COLUMNS; without articles there is no ratio."""
    for place, label in enumerate(found.periods.labels):
        for one in found.searches:
            matching, total = one.matching[place], one.totals[place]
            ratio = round(matching / total, 6) if total else None
            yield dict(zip(COLUMNS, (label, one.label, matching, total, ratio), strict=True))
