"""Front page for today: what is new, what was reported most, who is spoken of, and which sources need attention."""

import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from datasette.utils.asgi import Response

from archive.clock import now
from archive.codes import name_of
from archive.datasette.charts import weekly
from archive.datasette.charts.svg import Chart, Series, sparkline, stacked
from archive.datasette.charts.weekly import sunday, weeks
from archive.datasette.pages import article_list
from archive.datasette.pages.page_html import html_page
from archive.datasette.pages.page_url import page_url
from archive.datasette.pages.sources import CONDITIONS, judged_sources
from archive.datasette.plugin_state import archive_of, desk_of
from archive.datasette.snapshot_cache import read_kept
from archive.reports.counters import WHEN, number_of_articles, used_languages
from archive.reports.health import Health

WEEKS = 26
SPANS = ("13", "26", "52")  # numbers of weeks that can be shown
COPIED_DAYS = 14
SPOKEN_DAYS = 7
SPOKEN_ARTICLES = 3_000  # beyond, fewer days are enough to say who is spoken of


@dataclass(frozen=True, slots=True)
class Spoken:
    """Actors and countries in the articles published since a day: (id, name, number of articles)."""

    since: str
    actors: list[tuple[str, str, int]]
    countries: list[tuple[str, str, int]]


@dataclass(frozen=True, slots=True)
class Front:
    """All data of the page, read in one call. `added` is how many articles were first seen since `yesterday`."""

    weeks: list[str]
    kinds: list[Series]
    topics: list[Series]
    sources: list[Series]
    health: list[Health]
    yesterday: str
    added: int
    latest: list[dict[str, Any]]
    copied: list[dict[str, Any]]
    copied_since: str
    spoken: Spoken
    totals: dict[str, Any]


def read(connection: sqlite3.Connection, today: date, count: int) -> Front:
    end = weekly.last_week(connection, today, count)
    shown = weeks(end, count)
    yesterday = (today - timedelta(days=1)).isoformat()
    (added,) = connection.execute(
        "select coalesce(sum(articles), 0) from added_days where day >= ?", [yesterday]
    ).fetchone()
    last_day = _last_day(connection, today)
    copied_since = (last_day - timedelta(days=COPIED_DAYS)).isoformat()
    copied = article_list.most_copied(connection, copied_since, 6)
    return Front(
        shown,
        weekly.by_kind(connection, shown),
        weekly.top_topics(connection, shown),
        weekly.top_sources(connection, shown),
        judged_sources(connection),
        yesterday,
        added,
        article_list.newest(connection, 7 + len(copied) // 2, now()),  # as tall as what is next to it
        copied,
        copied_since,
        spoken(connection, last_day),
        totals(connection),
    )


def _last_day(connection: sqlite3.Connection, today: date) -> date:
    """Return the last day with an article, today at most: an archive that rests shows its last days."""
    until = (today + timedelta(days=1)).isoformat()
    (day,) = connection.execute(f"select substr(max({WHEN}), 1, 10) from articles where {WHEN} < ?", [until]).fetchone()
    return date.fromisoformat(day) if day else today


def spoken(connection: sqlite3.Connection, last_day: date) -> Spoken:
    """Count who is mentioned in the originals of the last days."""
    since, ids = _recent_originals(connection, last_day)
    actors = connection.execute(
        """
        with top as materialized (
          select l.actor_id, count(*) as number from json_each(?) r
          cross join article_actors l on l.article_id = r.value group by 1 order by 2 desc, 1 limit 12
        )
        select t.id, t.name, number from top join actors t on t.id = top.actor_id order by number desc, t.id
        """,
        [ids],
    ).fetchall()
    countries = connection.execute(
        """
        select l.country, count(*) from json_each(?) r
        cross join article_countries l on l.article_id = r.value group by 1 order by 2 desc, 1 limit 12
        """,
        [ids],
    ).fetchall()
    named = [(code, name_of("countries", code) or code, number) for code, number in countries]
    return Spoken(since, [tuple(row) for row in actors], named)


def _recent_originals(connection: sqlite3.Connection, last_day: date) -> tuple[str, str]:
    """Return from which day on, and the ids as a JSON array: of SPOKEN_DAYS, or fewer with SPOKEN_ARTICLES or more.

    The copies are subtracted by their own index: to ask each article whether it is one would read its row.
    """
    ids: list[int] = []
    for back in range(SPOKEN_DAYS):
        day = (last_day - timedelta(days=back)).isoformat()
        bounds = [day, (last_day - timedelta(days=back - 1)).isoformat()]
        of_day = f"{WHEN} >= ? and {WHEN} < ?"
        sql = f"""
            select id from articles where {of_day} except
            select id from articles indexed by articles_copied_when where copy_of is not null and {of_day}
        """
        ids += [row[0] for row in connection.execute(sql, [*bounds, *bounds])]
        if len(ids) >= SPOKEN_ARTICLES:
            break
    return day, str(ids)


def totals(connection: sqlite3.Connection) -> dict[str, Any]:
    """Return the numbers for the head of the page, from counters and indices."""

    def one(sql: str) -> Any:
        return (connection.execute(sql).fetchone() or (None,))[0]

    months = "select month from source_months where month <> '' and articles > 0 order by month"
    return {
        "articles": number_of_articles(connection),
        "copies": one("select count(*) from articles where copy_of is not null"),
        "sources": one("select count(*) from sources"),
        "languages": len(used_languages(connection)),
        "versions": one("select count(*) from revisions where number > 1"),
        "from": one(f"{months} limit 1") or "",
        "to": one(f"{months} desc limit 1") or "",
    }


async def front_page(datasette: Any, request: Any) -> Response:
    database = archive_of(datasette, request)
    asked = request.args.get("weeks") or ""
    count = int(asked) if asked in SPANS else WEEKS
    today = date.fromisoformat(now()[:10])
    minute = now()[:16]  # health depends on the time of day too
    front = await read_kept(database, ("front", minute, count), lambda connection: read(connection, today, count))

    def search_link(**arguments: str) -> str:
        return page_url(datasette, "/-/search", arguments)

    context = {
        "front": front,
        "chart": _chart(front, search_link),
        "conditions": _conditions(front.health),
        "sparkline": sparkline,
        "search_link": search_link,
        "now": now(),
        "weeks": count,
        "other_archives": [name for name in desk_of(datasette).archives if name != database.name],
    }
    return await html_page(datasette, "desk/front.html", context, request)


def _conditions(judged: Sequence[Health]) -> list[tuple[str, str, int]]:
    """Return each condition that sources are in, with its name and their number."""
    numbers = Counter(one.condition for one in judged)
    return [(condition, name, numbers[condition]) for condition, name in CONDITIONS.items() if numbers[condition]]


def _chart(front: Front, search_link: Any) -> Chart:
    """Draw all articles by kind of source, each bar with the URL of its articles."""
    this_week = weeks(date.fromisoformat(now()[:10]), 1)[0]
    unfinished = " The lighter last week is not over yet." if this_week in front.weeks else ""
    return stacked(
        "by-kind",
        "Articles per week, by kind of source",
        f"By date of publication, or by first capture if that is not known.{unfinished}",
        front.weeks,
        [Series(one.key, one.name.replace("-", " "), one.values) for one in front.kinds],
        lambda kind, week: search_link(kind=kind, since=week, until=sunday(week)),
        unfinished=this_week,
    )
