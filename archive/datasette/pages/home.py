"""Front page: charts by source and topic, newest and most copied articles, and source health."""

import sqlite3
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from datasette.utils.asgi import Response

from archive.clock import now
from archive.datasette.charts import weekly
from archive.datasette.charts.svg import Chart, Series, stacked
from archive.datasette.charts.weekly import sunday, weeks
from archive.datasette.pages import article_list
from archive.datasette.pages.sources import Health, health
from archive.datasette.plugin_state import archive_of

WEEKS = 26
COPIED_DAYS = 60


@dataclass(frozen=True, slots=True)
class Front:
    """All data of the page, read in one call."""

    weeks: list[str]
    sources: list[Series]
    topics: list[Series]
    added: list[Series]
    health: list[Health]
    newest: list[dict[str, Any]]
    copied: list[dict[str, Any]]
    totals: dict[str, Any]


def read(connection: sqlite3.Connection, today: date, count: int) -> Front:
    end = weekly.last_week(connection, today, count)
    shown = weeks(end, count)
    since = (end - timedelta(days=COPIED_DAYS)).isoformat()
    return Front(
        shown,
        weekly.by_source(connection, shown),
        weekly.by_topic(connection, shown),
        weekly.added(connection, weeks(today, count)),
        health(connection, shown),
        article_list.newest(connection, 10, now()),
        article_list.most_copied(connection, since, 8),
        totals(connection),
    )


def totals(connection: sqlite3.Connection) -> dict[str, Any]:
    """Return the numbers for the head of the page, from the counters."""
    articles, copies, first, last = connection.execute(
        """
        select coalesce(sum(articles), 0), coalesce(sum(copies), 0), min(nullif(month, '')), max(month)
        from source_months where articles > 0
        """
    ).fetchone()
    (sources,) = connection.execute("select count(*) from sources").fetchone()
    (languages,) = connection.execute(
        "select count(distinct language) from source_months where articles > 0 and language <> ''"
    ).fetchone()
    (edits,) = connection.execute("select count(*) from revisions where number > 1").fetchone()
    return {
        "articles": articles,
        "copies": copies,
        "sources": sources,
        "languages": languages,
        "edits": edits,
        "from": first or "",
        "to": last or "",
    }


async def front_page(datasette: Any, request: Any) -> Response:
    database = archive_of(datasette, request)
    asked = request.args.get("weeks") or ""
    count = int(asked) if asked in ("13", "26", "52") else WEEKS
    today = date.fromisoformat(now()[:10])
    front = await database.execute_fn(lambda connection: read(connection, today, count))

    def search_link(**arguments: str) -> str:
        filled = {name: value for name, value in arguments.items() if value}
        return str(datasette.urls.path("/-/search?" + urlencode(filled)))

    context = {
        "front": front,
        "charts": _charts(front, search_link),
        "search_link": search_link,
        "now": now(),
        "weeks": count,
        "other_archives": [name for name in datasette.databases if name[0] != "_" and name != database.name],
    }
    return Response.html(await datasette.render_template("desk/front.html", context, request=request))


def _charts(front: Front, search_link: Any) -> list[Chart]:
    """Build the charts, each bar with the URL of its articles."""
    today = date.fromisoformat(now()[:10])
    this_week = weeks(today, 1)[0]
    unfinished = "The lighter last week is not over yet."

    def note(text: str, shown: list[str]) -> str:
        return f"{text} {unfinished}" if this_week in shown else text

    return [
        stacked(
            "by-source",
            "Articles per week, by source",
            note("By date of publication, or by first capture if that is not known.", front.weeks),
            front.weeks,
            front.sources,
            lambda source, week: search_link(source=source, since=week, until=sunday(week)),
            unfinished=this_week,
        ),
        stacked(
            "by-topic",
            "Articles per week, by topic",
            note("An article on two topics counts under both.", front.weeks),
            front.weeks,
            front.topics,
            lambda topic, week: search_link(topic=topic, since=week, until=sunday(week)),
            unfinished=this_week,
        ),
        stacked(
            "growth",
            "Growth of the archive",
            f"By the week in which articles were first archived. {unfinished}",
            weeks(today, len(front.weeks)),
            front.added,
            lambda _key, week: search_link(seen_since=week, seen_until=sunday(week)),
            unfinished=this_week,
        ),
    ]
