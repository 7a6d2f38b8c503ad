"""What a user wants forgotten for good: addresses and sources, with the reason and the time, and no content.

An address is kept as its comparison key, so every form of it is covered (http and https, `www`, tracking parameters).
All that adds to an archive asks here first: crawls, backfills, ingests, extraction and merges.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sqlite_utils import Database

from archive.clock import now
from archive.urls.canonical import UrlError, url_key

FORGOTTEN = "forgotten"  # the reason by which a page is refused that leads to a forgotten address

Kind = Literal["address", "source"]


@dataclass(frozen=True, slots=True)
class Tombstone:
    """`key` is the comparison key of an address or the id of a source; `erased_at` is None until no trace is left."""

    kind: Kind
    key: str
    reason: str
    forgotten_at: str
    erased_at: str | None

    @property
    def explanation(self) -> str:
        """One line for a user who wants what is forgotten."""
        return (
            f"{self.key} was forgotten on {self.forgotten_at[:10]} ({self.reason or 'no reason given'}); "
            f"'spacebeat forget --lift {self.key}' allows it again"
        )


class Tombstones:
    def __init__(self, db: Database) -> None:
        self.db = db

    def covers(self, source_id: str, *urls: str) -> bool:
        """Return whether the source or one of the addresses is forgotten."""
        return self._has("source", source_id) or any(self._has("address", key_of(url)) for url in urls)

    def of_source(self, source_id: str) -> Tombstone | None:
        return next((stone for stone in self.all() if (stone.kind, stone.key) == ("source", source_id)), None)

    def all(self) -> list[Tombstone]:
        """Return all tombstones, the latest first."""
        rows = self.db.execute(
            "select kind, key, reason, forgotten_at, erased_at from forgotten order by forgotten_at desc, kind, key"
        )
        return [Tombstone(*row) for row in rows.fetchall()]

    def add(self, kind: Kind, keys: Iterable[str], reason: str) -> None:
        """Record what is forgotten; traces of it count as not erased. Part of the caller's transaction."""
        self.db.conn.executemany(
            """
            insert into forgotten (kind, key, reason, forgotten_at) values (?, ?, ?, ?)
            on conflict do update set erased_at = null
            """,
            [(kind, key, reason, now()) for key in keys],
        )

    def lift(self, kind: Kind, keys: Iterable[str]) -> int:
        """Allow addresses or sources again; return how many were forgotten. What is gone does not come back."""
        cursor = self.db.conn.executemany(
            "delete from forgotten where kind = ? and key = ?", [(kind, key) for key in keys]
        )
        return cursor.rowcount

    def mark_erased(self) -> None:
        self.db.execute("update forgotten set erased_at = ? where erased_at is null", [now()])

    def _has(self, kind: Kind, key: str) -> bool:
        row = self.db.execute("select 1 from forgotten where kind = ? and key = ?", [kind, key]).fetchone()
        return row is not None


def key_of(url: str) -> str:
    """Return the comparison key of an address; what is no web address is its own key."""
    try:
        return url_key(url)
    except UrlError:
        return url
