"""Polls: what the last fetch of each endpoint gave, so that the next one can ask for changes only."""

from dataclasses import dataclass

from sqlite_utils import Database

from archive.clock import now
from archive.database import transaction


@dataclass(frozen=True, slots=True)
class Poll:
    """The state of one endpoint. `overlap` is the share of its entries that were known before, None when unread.

    `parent` is the sitemap index that named it. `confirmed` counts the answers 304 in a row.
    """

    url: str
    source_id: str
    kind: str
    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""
    checked_at: str | None = None
    next_due_at: str | None = None
    interval_s: int = 3600
    overlap: float | None = None
    failures: int = 0
    confirmed: int = 0
    parent: str = ""
    reason: str = ""


class Polls:
    def __init__(self, db: Database) -> None:
        self.db = db

    def get(self, source_id: str, url: str, kind: str) -> Poll:
        """The poll before, or a fresh one."""
        row = self.db.execute(
            f"select {_COLUMNS} from polls where source_id = ? and url = ?", [source_id, url]
        ).fetchone()
        return Poll(*row) if row else Poll(url=url, source_id=source_id, kind=kind)

    def save(self, poll: Poll) -> None:
        with transaction(self.db):
            marks = ", ".join("?" * len(_NAMES))
            self.db.execute(
                f"insert or replace into polls ({_COLUMNS}) values ({marks})",
                [getattr(poll, name) for name in _NAMES],
            )

    def children(self, source_id: str, parent: str) -> list[str]:
        rows = self.db.execute("select url from polls where source_id = ? and parent = ?", [source_id, parent])
        return [url for (url,) in rows.fetchall()]

    def due_sources(self) -> set[str]:
        """Sources with at least one endpoint whose time has come."""
        rows = self.db.execute(
            "select distinct source_id from polls where parent = '' and coalesce(next_due_at, '') <= ?",
            [now()],
        )
        return {source for (source,) in rows.fetchall()}

    def known_sources(self) -> set[str]:
        return {source for (source,) in self.db.execute("select distinct source_id from polls").fetchall()}


_NAMES = tuple(Poll.__dataclass_fields__)
_COLUMNS = ", ".join(_NAMES)
