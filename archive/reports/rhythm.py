"""How often a source usually publishes, and whether its silence is unlike it."""

import math
from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlite_utils import Database

from archive.clock import later, parse, seconds_between

WINDOW_DAYS = 60  # over which the usual yield is measured
SURPRISE = 0.01  # a silence less likely than this, were all as usual, is remarkable
# Gaps between arrivals, the longest first, without those in which crawls found what they could not read: a wall that
# stood for two weeks says nothing of how long the source is usually silent.
_GAPS = """
select max(at - before) from (
  select first_seen_at, lag(first_seen_at) over (order by first_seen_at) as previous,
    cast(strftime('%s', first_seen_at) as integer) as at,
    cast(strftime('%s', lag(first_seen_at) over (order by first_seen_at)) as integer) as before
  from articles where source_id = :source and first_seen_at between :begin and :last
) where at - before > :least and not exists (
  select 1 from runs where source_id = :source and started_at > previous and started_at < first_seen_at
    and (outcome = 'failed' or rejected + failed > 0)
)
"""
_FIRST = "select min(first_seen_at) from articles where source_id = ? and first_seen_at between ? and ?"
_LAST_POLL = "select max(checked_at) from polls where source_id = ? and failures = 0 and checked_at <= ?"
_BY_WEEKDAY = """
select cast(strftime('%w', first_seen_at) as integer), count(*) from articles
where source_id = ? and first_seen_at between ? and ? group by 1
"""


def recent_yield(
    db: Database, source_id: str, first_run: str | None, moment: str
) -> tuple[str | None, int, float | None]:
    """Return when the last article came, how many in the last week, and how many a day before the last one came.

    What came with the first crawl had gathered over months, so it does not count towards the usual rate; what came
    later than `moment` was written by a clock that was wrong.
    """
    latest = "select max(first_seen_at) from articles where source_id = ? and first_seen_at <= ?"
    (last,) = db.execute(latest, [source_id, moment]).fetchone()
    since = "select count(*) from articles where source_id = ? and first_seen_at > ? and first_seen_at <= ?"
    (of_week,) = db.execute(since, [source_id, later(moment, -7 * 86_400), moment]).fetchone()
    if not last or not first_run:
        return last, of_week, None
    begin = _usual_begin(last, first_run)
    days = seconds_between(begin, last) / 86_400
    if days < 7:
        return last, of_week, None
    (number,) = db.execute(since, [source_id, begin, moment]).fetchone()
    return last, of_week, round(number / days, 3)


def is_silent(db: Database, source_id: str, last_new: str, first_run: str | None, moment: str) -> bool:
    """Return whether the silence until the last good poll is unlike the source.

    It is longer than any in the time before, and less likely than SURPRISE if arrivals are Poisson with the rate that
    the source has on each day of the week: a newsroom that rests at weekends is not quiet on a Sunday. A run without a
    poll, for articles that are looked at again, hears nothing new.
    """
    (last_poll,) = db.execute(_LAST_POLL, [source_id, moment]).fetchone()
    begin = _usual_begin(last_new, first_run)
    (first,) = db.execute(_FIRST, [source_id, begin, last_new]).fetchone()
    if not last_poll or not first or last_poll <= last_new:
        return False
    silence, ends = parse(last_new), parse(last_poll)
    weeks = max(7 * 86_400, seconds_between(first, last_new)) / (7 * 86_400)
    by_weekday = dict(db.execute(_BY_WEEKDAY, [source_id, begin, last_new]).fetchall())
    expected = sum(by_weekday.get(weekday, 0) / weeks * share for weekday, share in _days(silence, ends))
    if math.exp(-expected) >= SURPRISE:
        return False
    least = (ends - silence).total_seconds()
    values = {"source": source_id, "begin": begin, "last": last_new, "least": least}
    (longer,) = db.execute(_GAPS, values).fetchone()
    return longer is None


def _usual_begin(last_new: str, first_run: str | None) -> str:
    """Return from when arrivals tell the rhythm: what the first crawl brought had gathered over months."""
    begin = later(last_new, -WINDOW_DAYS * 86_400)
    return max(begin, later(first_run, 86_400)) if first_run else begin


def _days(begin: datetime, end: datetime) -> Iterator[tuple[int, float]]:
    """Yield the days of the week (0 is Sunday) from one moment to another, each with the share that lies between."""
    while begin < end:
        midnight = (begin + timedelta(days=1)).replace(hour=0, minute=0, second=0)
        until = min(midnight, end)
        yield begin.isoweekday() % 7, (until - begin).total_seconds() / 86_400
        begin = until
