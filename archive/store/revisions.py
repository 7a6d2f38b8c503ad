"""States of an article that come to light after later ones: a page kept by somebody else, years ago.

Revisions are numbered in the order of their time, whenever they were found. The row of the article contains the
latest state; an earlier one only moves its beginning.
"""

from dataclasses import dataclass

from sqlite_utils import Database

from archive.store.edit_types import classify

OBSERVED_KINDS = ("withdrawn", "reextracted")  # set by who observed them, not by comparing texts


@dataclass(frozen=True, slots=True)
class State:
    """One revision, as far as its neighbours are concerned."""

    id: int
    title: str
    text: str
    change: str


def is_past(db: Database, article_id: int, observed_at: str) -> bool:
    """Return whether what the row contains was observed later than this."""
    (latest,) = db.execute(
        """
        select coalesce((select fetched_at from captures where id = a.capture_id),
          (select max(observed_at) from revisions
           where article_id = a.id and change not in ('withdrawn', 'reextracted')))
        from articles a where id = ?
        """,
        [article_id],
    ).fetchone()
    return bool(latest and observed_at < latest)


def place(db: Database, article_id: int, observed_at: str) -> int:
    """Return the number for a revision of this time; later ones move up by one."""
    (number,) = db.execute(
        "select coalesce(max(number), 0) + 1 from revisions where article_id = ? and observed_at <= ?",
        [article_id, observed_at],
    ).fetchone()
    # In two steps, because a number must be unique at every moment.
    later = "article_id = ? and number >= ?"
    db.execute(f"update revisions set number = -number where {later}", [article_id, number])
    db.execute("update revisions set number = 1 - number where article_id = ? and number < 0", [article_id])
    return int(number)


def neighbours(db: Database, article_id: int, observed_at: str) -> tuple[State | None, State | None]:
    """Return the states before and after a time."""
    before = _one(db, article_id, "observed_at <= ? order by number desc", observed_at)
    after = _one(db, article_id, "observed_at > ? order by number", observed_at)
    return before, after


def settle_after(db: Database, after: State, title: str, text: str) -> None:
    """Classify again what changed in the state that follows a newly found one."""
    if after.change not in OBSERVED_KINDS:
        change = classify(title, text, after.title, after.text)
        db.execute("update revisions set change = ? where id = ?", [change or "unchanged", after.id])


def begin_earlier(db: Database, article_id: int, observed_at: str) -> bool:
    """Record that the article was seen earlier than known; return whether that is news."""
    cursor = db.execute(
        "update articles set first_seen_at = ? where id = ? and first_seen_at > ?",
        [observed_at, article_id, observed_at],
    )
    return bool(cursor.rowcount)


def observed_earlier(db: Database, state: State, observed_at: str, capture_id: int | None) -> None:
    """Record that this state was observed earlier than known."""
    db.execute(
        "update revisions set observed_at = ?, capture_id = coalesce(?, capture_id) where id = ?",
        [observed_at, capture_id, state.id],
    )


def _one(db: Database, article_id: int, condition: str, observed_at: str) -> State | None:
    row = db.execute(
        f"select id, title, text, change from revisions where article_id = ? and {condition} limit 1",
        [article_id, observed_at],
    ).fetchone()
    return State(*row) if row else None
