"""Which article of a group of copies is the original, and how the others point to it.

A group is a root (`copy_of` is null) and the articles whose `copy_of` names it: never a chain. The root is the
earliest of them by `_earlier`, a rule of the articles alone, so that it does not matter in which order they came.
An article is never a copy of another one of its own outlet: such a member of a group stands by itself.
"""

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import reduce


@dataclass(frozen=True, slots=True)
class _Member:
    id: int
    source_id: str
    published_at: str
    precision: str
    first_seen_at: str
    copy_of: int | None
    similarity: float | None

    @property
    def published_before_seen(self) -> bool:
        """Tell whether the date can be true: nothing is seen before it is published."""
        return "" < self.published_at <= self.first_seen_at

    @property
    def published_day(self) -> date:
        return date.fromisoformat(self.published_at[:10])


def join(db: sqlite3.Connection, article_id: int, root_id: int, similarity: float) -> int:
    """Make one group of those of the article and of `root_id`; give the id of its root."""
    rows = db.execute("select id from articles where id in (?1, ?2) or copy_of in (?1, ?2)", (article_id, root_id))
    return point_to_earliest(db, [row[0] for row in rows], similarity)


def leave(db: sqlite3.Connection, article_ids: Collection[int]) -> None:
    """Let these articles stand by themselves, and make the earliest of those that pointed to them a new root."""
    for article_id in article_ids:
        db.execute("update articles set copy_of = null, similarity = null where id = ?", (article_id,))
        left = [row[0] for row in db.execute("select id from articles where copy_of = ?", (article_id,))]
        if left:
            point_to_earliest(db, left, 1.0)


def point_to_earliest(db: sqlite3.Connection, article_ids: Collection[int], similarity: float) -> int:
    """Make these articles one group; give the id of its root. `similarity` is for members that have none yet."""
    marks = ",".join("?" for _ in article_ids)
    rows = db.execute(
        f"""
        select id, source_id, coalesce(published_at, ''), coalesce(published_precision, ''), first_seen_at,
          copy_of, similarity
        from articles where id in ({marks})
        """,
        list(article_ids),
    )
    members = sorted((_Member(*row) for row in rows), key=lambda m: (m.first_seen_at, m.id))
    root = reduce(_earlier, members)
    for member in members:
        copy_of = root.id if member.source_id != root.source_id else None
        if copy_of != member.copy_of:
            db.execute(
                "update articles set copy_of = ?, similarity = ? where id = ?",
                (copy_of, (member.similarity or similarity) if copy_of else None, member.id),
            )
    return root.id


def _earlier(one: _Member, other: _Member) -> _Member:
    """Give the one published first, where both dates can tell; else the one seen first, then the lower id."""
    if one.published_before_seen and other.published_before_seen:
        if "day" not in (one.precision, other.precision):
            if one.published_at != other.published_at:
                return min(one, other, key=lambda m: m.published_at)
        # A day is that of the outlet's own clock, so that neighbouring days may be one and the same.
        elif abs(one.published_day - other.published_day).days > 1:
            return min(one, other, key=lambda m: m.published_day)
    return min(one, other, key=lambda m: (m.first_seen_at, m.id))
