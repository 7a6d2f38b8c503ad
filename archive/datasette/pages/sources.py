"""Sources page: health and articles of the last half year for each source."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import mean
from typing import Any, Literal

from datasette.utils.asgi import Response

from archive.clock import now
from archive.datasette.charts.svg import sparkline
from archive.datasette.charts.weekly import last_week, of_each_source, weeks
from archive.datasette.plugin_state import archive_of

RUNS = 12  # latest crawls of a source that are considered
SILENT_WEEKS = 3  # weeks without an article after which a source that used to publish is silent
State = Literal["well", "failing", "silent", "waiting"]
ORDER: dict[State, int] = {"failing": 0, "silent": 1, "well": 2, "waiting": 3}


@dataclass(frozen=True, slots=True)
class Health:
    """The health of one source. `usual` is the average number of new articles per crawl."""

    id: str
    name: str
    country: str
    kind: str
    state: State
    reason: str
    last_try: str
    last_success: str
    usual: float
    weeks: tuple[int, ...]

    @property
    def articles(self) -> int:
        return sum(self.weeks)


def health(connection: sqlite3.Connection, weeks: Sequence[str]) -> list[Health]:
    """List all sources, those with problems first.

    `weeks` are the weeks in which articles are counted; the last may be incomplete.
    """
    counts = of_each_source(connection, weeks)
    found = [
        _one(connection, tuple(row), tuple(counts.get(row[0], [0] * len(weeks))))
        for row in connection.execute("select id, name, country, kind from sources").fetchall()
    ]
    return sorted(found, key=lambda one: (ORDER[one.state], -one.articles, one.id))


def _one(connection: sqlite3.Connection, source: tuple[str, ...], weeks: tuple[int, ...]) -> Health:
    runs = connection.execute(
        """
        select outcome, reason, started_at, finished_at, new from runs
        where source_id = ? and outcome in ('done', 'failed') order by started_at desc limit ?
        """,
        [source[0], RUNS],
    ).fetchall()
    good = [run for run in runs if run[0] == "done"]
    state, reason = _state(runs, weeks)
    last_try = runs[0][2] if runs else ""
    last_success = (good[0][3] or good[0][2]) if good else ""
    usual = mean(run[4] for run in good) if good else 0.0
    key, name, country, kind = source
    return Health(key, name, country, kind, state, reason, last_try, last_success, usual, weeks)


def _state(runs: Sequence[tuple[str, str, str, str, int]], weeks: Sequence[int]) -> tuple[State, str]:
    if not runs:
        return "waiting", "not crawled yet"
    if runs[0][0] != "done":
        in_row = next((n for n, run in enumerate(runs) if run[0] == "done"), len(runs))
        times = f" ({in_row} times in a row)" if in_row > 1 else ""
        return "failing", f"{runs[0][1] or runs[0][0]}{times}"
    before, lately = weeks[:-SILENT_WEEKS], weeks[-SILENT_WEEKS:]
    if not sum(lately) and len(before) and sum(before) >= len(before) / 2:
        return "silent", f"no article in {SILENT_WEEKS} weeks, {mean(before):.1f} a week before"
    return "well", ""


WEEKS = 26


async def sources_page(datasette: Any, request: Any) -> Response:
    database = archive_of(datasette, request)
    today = date.fromisoformat(now()[:10])
    shown = await database.execute_fn(lambda connection: weeks(last_week(connection, today, WEEKS), WEEKS))
    found = await database.execute_fn(lambda connection: health(connection, shown))
    context = {"sources": found, "weeks": shown, "sparkline": sparkline, "now": now(), "database": None}
    return Response.html(await datasette.render_template("desk/sources.html", context, request=request))
