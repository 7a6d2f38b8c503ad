"""Sources page: the verdict on each source, as `status` gives it, and its articles of the last half year."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from datasette.utils.asgi import Response
from sqlite_utils import Database

from archive.clock import now
from archive.datasette.charts.svg import sparkline
from archive.datasette.charts.weekly import last_week, of_each_source, weeks
from archive.datasette.pages.page_html import html_page
from archive.datasette.plugin_state import archive_of
from archive.datasette.snapshot_cache import read_kept
from archive.reports.conditions import Condition
from archive.reports.health import Health, health

WEEKS = 26
# What needs somebody first; each condition with what the page calls it.
CONDITIONS: dict[Condition, str] = {
    "failing": "failing",
    "changed": "changed",
    "blocked": "blocked",
    "late": "late",
    "quiet": "quiet",
    "moved": "moved",
    "well": "well",
    "new": "not crawled yet",
    "retired": "retired",
}
_RANKS = {condition: place for place, condition in enumerate(CONDITIONS)}


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One source as the page shows it. `weeks` are its articles a week, the latest last."""

    health: Health
    country: str
    kind: str
    weeks: tuple[int, ...]

    @property
    def articles(self) -> int:
        return sum(self.weeks)


def judged_sources(connection: sqlite3.Connection) -> list[Health]:
    """Judge all sources, those that need attention first."""
    return sorted(health(Database(connection), now()), key=lambda one: (_RANKS[one.condition], one.source_id))


def source_lines(connection: sqlite3.Connection, weeks: Sequence[str]) -> list[SourceLine]:
    """List all sources by condition, the most productive of each first. `weeks` are those in which to count."""
    counts = of_each_source(connection, weeks)
    facts = {row[0]: (row[1], row[2]) for row in connection.execute("select id, country, kind from sources")}
    none = [0] * len(weeks)
    lines = [
        SourceLine(one, *facts[one.source_id], tuple(counts.get(one.source_id, none)))
        for one in health(Database(connection), now())
    ]
    return sorted(lines, key=lambda line: (_RANKS[line.health.condition], -line.articles, line.health.source_id))


async def sources_page(datasette: Any, request: Any) -> Response:
    database = archive_of(datasette, request)
    today = date.fromisoformat(now()[:10])
    shown = await database.execute_fn(lambda connection: weeks(last_week(connection, today, WEEKS), WEEKS))
    minute = now()[:16]
    lines = await read_kept(database, ("sources", minute), lambda connection: source_lines(connection, shown))
    context = {
        "lines": lines, "conditions": CONDITIONS, "weeks": shown, "sparkline": sparkline, "now": now(),
        "database": None,
    }  # fmt: skip
    return await html_page(datasette, "desk/sources.html", context, request)
