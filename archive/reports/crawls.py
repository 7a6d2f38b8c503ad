"""What the crawls of a source came to, as of a moment.

What is later than that moment was written by a clock that was wrong: a run 400 days ahead would be the last one for
more than a year.
"""

from dataclasses import dataclass

from sqlite_utils import Database

_CRAWLS = "from runs where source_id = :source and kind = 'crawl'"
_LAST = f"""
select outcome, reason {_CRAWLS} and started_at <= :moment order by started_at desc, id desc limit 1
"""
# The last success is looked for from the end: a source has thousands of runs after a year, and those of one source do
# not overlap.
# One that was due for second looks alone, and found each page refused or none answering, is no success: it asked no
# endpoint, since those fail.
_SOMETHING_READ = "(polled > 0 or fetched = 0 or new + revised + unchanged > 0)"
_TIMES = f"""
select (select started_at {_CRAWLS} order by started_at limit 1),
  (select finished_at {_CRAWLS} and outcome = 'done' and {_SOMETHING_READ} and finished_at <= :moment
   order by started_at desc limit 1)
"""


@dataclass(frozen=True, slots=True)
class Crawls:
    """When a source was first crawled and last crawled with success, and how the last crawl ended."""

    first_run_at: str | None
    last_success_at: str | None
    last_outcome: str | None
    last_reason: str


def crawls_of(db: Database, source_id: str, moment: str) -> Crawls:
    """Return what the crawls of a source came to."""
    values = {"source": source_id, "moment": moment}
    first, success = db.execute(_TIMES, values).fetchone()
    outcome, reason = db.execute(_LAST, values).fetchone() or (None, None)
    return Crawls(first, success, outcome, reason or "")
