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


SHOWN = 10  # series of one kind that are worth a line each


def last_week(connection: sqlite3.Connection, today: date, count: int) -> date:
    """Return the last week of a chart: now, or the archive's last week if nothing is in the weeks before now."""
    (week,) = connection.execute(
        "select max(week) from source_weeks where articles > 0 and week <= ?", [today.isoformat()]
    ).fetchone()
    if not week or (today - date.fromisoformat(week)).days < 7 * count:
        return today
    return date.fromisoformat(week)


def by_kind(connection: sqlite3.Connection, weeks: Sequence[str]) -> list[Series]:
    """Count articles by week and kind of source, the most frequent kind first."""
    rows = connection.execute(
        """
        select coalesce(s.kind, 'other'), coalesce(s.kind, 'other'), w.week, sum(w.articles)
        from source_weeks w left join sources s on s.id = w.source_id
        where w.week between ? and ? and w.articles > 0 group by 1, 3
        """,
        [weeks[0], weeks[-1]],
    )
    return _ranked(rows.fetchall(), weeks)


def top_sources(connection: sqlite3.Connection, weeks: Sequence[str]) -> list[Series]:
    """Count articles by week for the SHOWN sources with most of them."""
    rows = connection.execute(
        """
        select w.source_id, coalesce(s.name, w.source_id), w.week, w.articles
        from source_weeks w left join sources s on s.id = w.source_id
        where w.week between ? and ? and w.articles > 0
        """,
        [weeks[0], weeks[-1]],
    )
    return _ranked(rows.fetchall(), weeks)[:SHOWN]


def top_topics(connection: sqlite3.Connection, weeks: Sequence[str]) -> list[Series]:
    """Count articles by week for the SHOWN topics with most of them."""
    rows = connection.execute(
        """
        select w.topic_id, coalesce(t.name, w.topic_id), w.week, w.articles
        from topic_weeks w left join topics t on t.id = w.topic_id
        where w.week between ? and ? and w.articles > 0
        """,
        [weeks[0], weeks[-1]],
    )
    return _ranked(rows.fetchall(), weeks)[:SHOWN]


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


def _ranked(rows: Sequence[tuple[str, str, str, int]], weeks: Sequence[str]) -> list[Series]:
    place = {week: index for index, week in enumerate(weeks)}
    values: dict[str, list[int]] = defaultdict(lambda: [0] * len(weeks))
    names = {}
    for key, name, week, articles in rows:
        names[key] = name
        values[key][place[week]] += articles
    ranked = sorted(values, key=lambda key: (-sum(values[key]), key))
    return [Series(key, names[key], tuple(values[key])) for key in ranked]
