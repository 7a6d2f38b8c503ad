"""Polls: what the last fetch of each endpoint gave, so that the next one can ask for changes only."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlite_utils import Database

from archive.clock import later, parse
from archive.db.connection import transaction

FARTHEST = 31 * 86_400  # seconds; the longest that an endpoint is left alone is a month after many failures


@dataclass(frozen=True, slots=True)
class Poll:
    """The state of one endpoint. `overlap` is the share of its entries that were known before, None when unread.

    `parent` is the sitemap index that named it, and `stated_modified` the `lastmod` which that index gave it when it
    was last read. `confirmed` counts the answers 304 in a row. `resume_from` is the row of the frontier beyond which
    entries are not to be taken for known, because the poll that found them was cut short; None when none was.
    `moved_to` is where a permanent redirect led, `failing_since` when the first of the failures in a row was, `listed`
    the number of entries when the endpoint was last read, and `left_out_before` the day (YYYY-MM-DD) before which
    entries were left out.
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
    stated_modified: str = ""
    resume_from: int | None = None
    reason: str = ""
    moved_to: str = ""
    failing_since: str | None = None
    listed: int = 0
    left_out_before: str = ""

    @property
    def address(self) -> str:
        """The URL to request: where a permanent redirect led, and, after a failure there, every other time `url`."""
        return self.moved_to if self.moved_to and self.failures % 2 == 0 else self.url

    def is_due(self, moment: str) -> bool:
        """Return whether its time has come; it always has for an endpoint that was never asked.

        A time beyond the longest interval was written by a clock that was wrong, and counts as come.
        """
        due = self.next_due_at or ""
        return due <= moment or due > later(moment, FARTHEST)

    def left_out(self, since: str) -> bool:
        """Return whether entries from a day on, if one is stated, may have been left out when they were last listed."""
        return bool(since) and since < self.left_out_before

    def asked_s(self) -> int:
        """Return the seconds for which the endpoint, when last read, asked to be left alone, beyond its interval.

        An answer 304 does not repeat them. 0 when nothing was asked, and where the wait has another reason.
        """
        if self.failures or self.reason or not self.checked_at or not self.next_due_at:
            return 0
        wait = round((parse(self.next_due_at) - parse(self.checked_at)).total_seconds())
        return wait if wait > self.interval_s else 0


class Polls:
    def __init__(self, db: Database) -> None:
        self.db = db

    def get(self, source_id: str, url: str, kind: str) -> Poll:
        """Return the stored poll of an address, or a new one."""
        row = self.db.execute(
            f"select {_COLUMNS} from polls where source_id = ? and url = ?", [source_id, url]
        ).fetchone()
        return Poll(*row) if row else Poll(url=url, source_id=source_id, kind=kind)

    def of_source(self, source_id: str) -> dict[str, Poll]:
        """Return all polls of a source by address."""
        rows = self.db.execute(f"select {_COLUMNS} from polls where source_id = ?", [source_id]).fetchall()
        return {poll.url: poll for poll in (Poll(*row) for row in rows)}

    def forget_others(self, source_id: str, endpoints: Iterable[str]) -> None:
        """Drop the polls of endpoints that the catalogue no longer has, and of sitemaps that only they named."""
        with transaction(self.db):
            kept = set(endpoints)
            for poll in self.of_source(source_id).values():
                if not poll.parent and poll.url not in kept:
                    self.db.execute("delete from polls where source_id = ? and url = ?", [source_id, poll.url])
            orphans = "parent <> '' and parent not in (select url from polls where source_id = :source)"
            while self.db.execute(
                f"delete from polls where source_id = :source and {orphans}", {"source": source_id}
            ).rowcount:
                pass

    def save(self, poll: Poll) -> None:
        with transaction(self.db):
            marks = ", ".join("?" * len(_NAMES))
            self.db.execute(
                f"insert or replace into polls ({_COLUMNS}) values ({marks})",
                [getattr(poll, name) for name in _NAMES],
            )

    def children(self, source_id: str, parent: str) -> list[Poll]:
        """Return the sitemaps that an index named: those not read yet first, then the newest."""
        rows = self.db.execute(
            f"""
            select {_COLUMNS} from polls where source_id = ? and parent = ?
            order by checked_at is not null, stated_modified desc, url desc
            """,
            [source_id, parent],
        )
        return [Poll(*row) for row in rows.fetchall()]

    def name_children(self, source_id: str, parent: str, kind: str, urls: Iterable[str]) -> None:
        """Record what an index names now, so that no child is forgotten if the run ends before it was read."""
        urls = list(dict.fromkeys(urls))
        with transaction(self.db):
            named = {child.url for child in self.children(source_id, parent)}
            for url in urls:
                self.db.execute(
                    """
                    insert into polls (source_id, url, kind, parent) values (?, ?, ?, ?) on conflict do nothing
                    """,
                    [source_id, url, kind, parent],
                )
            for url in named - set(urls):
                self.db.execute("delete from polls where source_id = ? and url = ?", [source_id, url])


_NAMES = tuple(Poll.__dataclass_fields__)
_COLUMNS = ", ".join(_NAMES)
