"""Source health: does each source answer, yield what it used to, and get crawled when it is due."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlite_utils import Database

from archive.clock import later, parse, seconds_between

Condition = Literal["ok", "failing", "quiet", "late", "new"]

WINDOW_DAYS = 60  # over which the usual yield is measured
SURPRISE = 0.01  # a silence less likely than this, were all as usual, is remarkable
LATE_S = 2 * 86_400  # seconds by which an endpoint may be overdue: machines are switched off at night
_MOVED = "select url, moved_to from polls where source_id = ? and moved_to <> '' order by url"
_GAPS = """
select max(at) - min(at), max(at - before) from (
  select at, lag(at) over (order by at) as before from (
    select cast(strftime('%s', first_seen_at) as integer) as at from articles
    where source_id = ? and first_seen_at >= ?
  )
)
"""
_BY_WEEKDAY = """
select cast(strftime('%w', first_seen_at) as integer), count(*) from articles
where source_id = ? and first_seen_at >= ? group by 1
"""
_IRRELEVANT = "select count(*) from urls where source_id = ? and state = 'irrelevant'"
PERSISTENT = 3  # failures in a row after which one endpoint among several is called failing

_CLASSES = (
    ("refused", r"http 40[137]|http 402|http 429|http 451|refuses|disallow"),
    ("robots.txt", r"robots"),
    ("gone", r"http 404|http 410"),
    ("server error", r"http 5\d\d"),
    ("unreachable", r"cannot reach|paused|timeout|dns|connection|certificate|tls"),
    ("not what it was", r"is an? |is not |is empty|is JSON|declares|larger|cannot be read"),
    ("broke off", r"process ended|interrupted|broke|shutdown"),
)


@dataclass(frozen=True, slots=True)
class Health:
    """One source. `usual_per_day` is its usual number of new articles; None before there is a usual.

    `failure` is the class of what is wrong, `reason` its words, `failing` the endpoints that fail again and again,
    `moved` those that were redirected for good, with where to. `irrelevant` counts the articles that were left out
    because they are outside the focus.
    """

    source_id: str
    name: str
    condition: Condition
    last_success_at: str | None
    last_outcome: str | None
    last_new_at: str | None
    new_last_week: int
    usual_per_day: float | None
    failure: str
    reason: str
    failing: tuple[str, ...]
    moved: tuple[tuple[str, str], ...]
    irrelevant: int
    next_due_at: str | None

    @property
    def is_wrong(self) -> bool:
        return self.condition in ("failing", "quiet", "late")


def health(db: Database, moment: str) -> list[Health]:
    """Judge all sources that were ever crawled, by id, as of a moment."""
    rows = db.execute(
        """
        select source_id, name, last_success_at, last_outcome, last_reason, next_due_at, first_run_at
        from source_health order by source_id
        """
    ).fetchall()
    return [_judged(db, moment, *row) for row in rows]


def _judged(
    db: Database, moment: str, source_id: str, name: str, success: str, outcome: str, reason: str, due: str, first: str
) -> Health:
    last_new, week, usual = _yield(db, source_id, first, moment)
    failing = db.execute(
        "select url, reason from polls where source_id = ? and failures >= ? order by url", [source_id, PERSISTENT]
    ).fetchall()
    is_failing = outcome == "failed" or bool(failing)
    said = reason if outcome == "failed" else next((why for _, why in failing), reason or "")
    condition: Condition = "ok"
    if outcome is None:
        condition = "new"
    elif is_failing:
        condition = "failing"
    elif due and later(due, LATE_S) < moment:
        condition = "late"
    elif last_new and usual and _is_surprising(db, source_id, last_new, success or moment):
        condition = "quiet"
    return Health(
        source_id=source_id,
        name=name,
        condition=condition,
        last_success_at=success,
        last_outcome=outcome,
        last_new_at=last_new,
        new_last_week=week,
        usual_per_day=usual,
        failure=failure_class(said) if is_failing or outcome == "killed" else "",
        reason=said,
        failing=tuple(url for url, _ in failing),
        moved=tuple(db.execute(_MOVED, [source_id]).fetchall()),
        irrelevant=db.execute(_IRRELEVANT, [source_id]).fetchone()[0],
        next_due_at=due,
    )


def _yield(db: Database, source_id: str, first_run: str | None, moment: str) -> tuple[str | None, int, float | None]:
    """Return when the last article came, how many in the last week, and how many a day before the last one came.

    What came with the first crawl had gathered over months, so it does not count towards the usual rate.
    """
    (last,) = db.execute("select max(first_seen_at) from articles where source_id = ?", [source_id]).fetchone()
    week = "select count(*) from articles where source_id = ? and first_seen_at > ?"
    (of_week,) = db.execute(week, [source_id, later(moment, -7 * 86_400)]).fetchone()
    if not last or not first_run:
        return last, of_week, None
    begin = max(later(first_run, 86_400), later(last, -WINDOW_DAYS * 86_400))
    days = seconds_between(begin, last) / 86_400
    if days < 7:
        return last, of_week, None
    (number,) = db.execute(week, [source_id, begin]).fetchone()
    return last, of_week, round(number / days, 3)


def _is_surprising(db: Database, source_id: str, last_new: str, last_success: str) -> bool:
    """Return whether the silence until the last good crawl is unlike the source.

    It is longer than any in the time before, and less likely than SURPRISE if arrivals are Poisson with the rate that
    the source has on each day of the week: a newsroom that rests at weekends is not quiet on a Sunday.
    """
    begin = later(last_new, -WINDOW_DAYS * 86_400)
    span, longest = db.execute(_GAPS, [source_id, begin]).fetchone()
    silence, ends = parse(last_new), parse(last_success)
    if (ends - silence).total_seconds() <= (longest or 0):
        return False
    weeks = max(7 * 86_400, span) / (7 * 86_400)
    by_weekday = dict(db.execute(_BY_WEEKDAY, [source_id, begin]).fetchall())
    expected = sum(by_weekday.get(weekday, 0) / weeks * share for weekday, share in _days(silence, ends))
    return math.exp(-expected) < SURPRISE


def _days(begin: datetime, end: datetime) -> Iterator[tuple[int, float]]:
    """Yield the days of the week (0 is Sunday) from one moment to another, each with the share that lies between."""
    while begin < end:
        midnight = (begin + timedelta(days=1)).replace(hour=0, minute=0, second=0)
        until = min(midnight, end)
        yield begin.isoweekday() % 7, (until - begin).total_seconds() / 86_400
        begin = until


def failure_class(reason: str) -> str:
    """Classify a reason as one of a few classes, fit for counting."""
    return next((name for name, pattern in _CLASSES if re.search(pattern, reason)), "other" if reason else "")
