"""What the pages of a source gave, stage by stage: fetched, read, whole; compared with its own past.

A run of failures counts when it is unlikely for the source: one whose feed lists videos too has pages without an
article every day.
"""

import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from archive.reports.conditions import Condition, condition_of

PAST = 100  # earlier articles or addresses that a run is compared with
RUN = 30  # latest ones of which a run may consist
FEWEST = 3  # failures in a row from which a run counts
_LEAST_SHARE = 0.05  # of failures that is assumed of any source
_UNLIKELY = 0.002

_ADDRESSES = """
select state, reason, article_id is null and state <> 'irrelevant' from urls
where source_id = ? and found_by <> '' and first_seen_at <= ?
  and (last_tried_at is not null or reason = 'outside article_url_re')
  and (state <> 'pending' or article_id is not null)
order by first_seen_at desc, id desc limit ?
"""
_ARTICLES = """
select published_at is null, authors = '[]', access <> 'full'
from articles indexed by articles_source_when where source_id = ? and first_seen_at <= ?
order by coalesce(published_at, first_seen_at) desc limit ?
"""


@dataclass(frozen=True, slots=True)
class PageFault:
    """What is wrong with the latest pages of a source."""

    condition: Condition
    reason: str


def page_fault(db: Database, source_id: str, moment: str) -> PageFault | None:
    """Return what the latest pages of a source lack that the earlier ones had; None when all is as usual."""
    addresses = _with_run(db.execute(_ADDRESSES, [source_id, moment, PAST + RUN]), [2])
    number = unusual_run([bool(lacks) for _, _, lacks in addresses])
    if number:
        return _without_articles([(state, reason) for state, reason, _ in addresses[:number]])
    articles = _with_run(db.execute(_ARTICLES, [source_id, moment, PAST + RUN]), range(len(_LACKS)))
    for column, (condition, lack) in enumerate(_LACKS):
        if number := unusual_run([bool(row[column]) for row in articles]):
            return PageFault(condition, f"the last {number} articles {lack}, unlike those before")
    return None


def _with_run(latest: sqlite3.Cursor, columns: Sequence[int]) -> list[tuple[Any, ...]]:
    """Read all rows if the first begin a run in one of the columns, else none: most sources have no run."""
    first = latest.fetchmany(FEWEST)
    if not any(all(row[column] for row in first) for column in columns):
        return []
    return first + latest.fetchall()


_LACKS: tuple[tuple[Condition, str], ...] = (
    ("changed", "have no date"),
    ("changed", "have no author"),
    ("blocked", "are not whole (paywall)"),
)


def unusual_run(lacking: Sequence[bool]) -> int:
    """Return the number of latest items in a row that lack something, 0 if that is usual.

    `lacking` has the latest first. Where nothing lies before the run, the source has always been so, unless there is
    nothing but the run: then it never gave anything.
    """
    number = next((place for place, lacks in enumerate(lacking) if not lacks), len(lacking))
    earlier = lacking[number : number + PAST]
    if number < FEWEST or not earlier:
        return 0
    share = max(_LEAST_SHARE, sum(earlier) / len(earlier))
    return number if share**number < _UNLIKELY and len(earlier) >= 2 * FEWEST else 0


def why_no_articles(db: Database, source_id: str) -> PageFault | None:
    """Return why a source never gave an article: its pages, or that it listed none."""
    rows = db.execute(
        "select state, reason from urls where source_id = ? and state <> 'pending' order by id desc limit 200",
        [source_id],
    ).fetchall()
    rows = [(state, reason) for state, reason in rows if state != "irrelevant"]
    return _without_articles(rows) if rows else None


def _without_articles(rows: Sequence[tuple[str, str]]) -> PageFault:
    (state, reason), number = Counter(rows).most_common(1)[0]
    condition: Condition = "blocked" if state == "blocked" else "changed"
    if state in ("failed", "gone"):
        condition = condition_of(reason)
    outcome = f"{state}: {reason}" if reason else state
    return PageFault(condition, f"none of the last {len(rows)} pages gave an article ({number} x {outcome})")
