"""Numbers of articles by week, read from the counters for the charts."""

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from archive.datasette.charts.svg import Series


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def weeks(last: date, count: int) -> list[str]:
    """Return the Mondays of `count` weeks, the last of which contains `last`."""
    end = monday(last)
    return [(end - timedelta(weeks=back)).isoformat() for back in range(count - 1, -1, -1)]


def sunday(week: str) -> str:
    """Return the last day of a week."""
    return (date.fromisoformat(week) + timedelta(days=6)).isoformat()


SHOWN = 8  # colours that can be distinguished
OTHERS = ""  # key of the remaining series


def last_week(connection: sqlite3.Connection, today: date, count: int) -> date:
    """Return the last week of a chart: now, or the archive's last week if nothing is in the weeks before now."""
    (week,) = connection.execute(
        "select max(week) from source_weeks where articles > 0 and week <= ?", [today.isoformat()]
    ).fetchone()
    if not week or (today - date.fromisoformat(week)).days < 7 * count:
        return today
    return date.fromisoformat(week)


def by_source(connection: sqlite3.Connection, weeks: Sequence[str]) -> list[Series]:
    rows = connection.execute(
        """
        select w.source_id, coalesce(s.name, w.source_id), w.week, w.articles
        from source_weeks w left join sources s on s.id = w.source_id
        where w.week between ? and ? and w.articles > 0
        """,
        [weeks[0], weeks[-1]],
    )
    return _strongest(rows.fetchall(), weeks, "Other sources")


def by_topic(connection: sqlite3.Connection, weeks: Sequence[str]) -> list[Series]:
    rows = connection.execute(
        """
        select w.topic_id, coalesce(t.name, w.topic_id), w.week, w.articles
        from topic_weeks w left join topics t on t.id = w.topic_id
        where w.week between ? and ? and w.articles > 0
        """,
        [weeks[0], weeks[-1]],
    )
    return _strongest(rows.fetchall(), weeks, "Other topics")


def added(connection: sqlite3.Connection, weeks: Sequence[str]) -> list[Series]:
    """Count articles by the week in which they were first archived."""
    rows = connection.execute(
        """
        select date(day, 'weekday 0', '-6 days') as week, sum(articles) from added_days
        where day between ? and date(?, '+6 days') group by week
        """,
        [weeks[0], weeks[-1]],
    ).fetchall()
    found = {row[0]: row[1] for row in rows}
    return [Series("added", "Articles added", tuple(found.get(week, 0) for week in weeks))]


def of_each_source(connection: sqlite3.Connection, weeks: Sequence[str]) -> dict[str, list[int]]:
    """Count the articles of each week, by source."""
    place = {week: index for index, week in enumerate(weeks)}
    found: dict[str, list[int]] = defaultdict(lambda: [0] * len(weeks))
    for source_id, week, articles in connection.execute(
        "select source_id, week, articles from source_weeks where week between ? and ?", [weeks[0], weeks[-1]]
    ):
        if week in place:
            found[source_id][place[week]] = articles
    return found


def _strongest(rows: Sequence[tuple[str, str, str, int]], weeks: Sequence[str], others: str) -> list[Series]:
    place = {week: index for index, week in enumerate(weeks)}
    values: dict[str, list[int]] = defaultdict(lambda: [0] * len(weeks))
    names = {}
    for key, name, week, articles in rows:
        names[key] = name
        values[key][place[week]] += articles
    ranked = sorted(values, key=lambda key: (-sum(values[key]), key))
    series = [Series(key, names[key], tuple(values[key])) for key in ranked[:SHOWN]]
    left = [sum(column) for column in zip(*(values[key] for key in ranked[SHOWN:]), strict=True)]
    return [*series, Series(OTHERS, others, tuple(left))] if any(left) else series
