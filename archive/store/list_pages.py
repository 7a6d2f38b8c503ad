"""The pages that a backfill walks through, each a row with its state, so that it goes on at the page where it was."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlite_utils import Database

from archive.clock import now
from archive.db.connection import transaction


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a list. `kind` is feed, sitemap, listing, api or archive, `endpoint` its address in the catalogue.

    `depth` counts the pages from there to here, `barren` those in a row just before this one that listed nothing.
    """

    url: str
    kind: str
    endpoint: str
    depth: int = 0
    barren: int = 0


@dataclass(frozen=True, slots=True)
class Walked:
    """How far a walk has come: pages read, waiting and failed, and the addresses they listed."""

    read: int
    waiting: int
    failed: int
    entries: int


class ListPages:
    """`walk` distinguishes several backfills of one source: the days it goes from and to."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def add(self, source_id: str, walk: str, pages: Iterable[ListPage]) -> list[ListPage]:
        """Record pages to be walked; return those that were not known."""
        fresh = []
        with transaction(self.db):
            for page in pages:
                cursor = self.db.execute(
                    """
                    insert into list_pages (source_id, walk, url, kind, endpoint, depth, barren)
                    values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing
                    """,
                    [source_id, walk, page.url, page.kind, page.endpoint, page.depth, page.barren],
                )
                fresh += [page] * cursor.rowcount
        return fresh

    def waiting(self, source_id: str, walk: str) -> list[ListPage]:
        """Return the pages that were not read, those that failed among them, in the order in which they were found."""
        rows = self.db.execute(
            """
            select url, kind, endpoint, depth, barren from list_pages
            where source_id = ? and walk = ? and state <> 'read' order by rowid
            """,
            [source_id, walk],
        )
        return [ListPage(*row) for row in rows.fetchall()]

    def read(self, source_id: str, walk: str, url: str, entries: int = 0, leads_hash: str = "") -> None:
        self._settle(source_id, walk, url, "read", "", entries, leads_hash)

    def fail(self, source_id: str, walk: str, url: str, reason: str) -> None:
        self._settle(source_id, walk, url, "failed", reason, 0, "")

    def has_listed(self, source_id: str, walk: str, endpoint: str, leads_hash: str) -> bool:
        """Return whether another page of the endpoint listed just the same."""
        row = self.db.execute(
            "select 1 from list_pages where source_id = ? and walk = ? and endpoint = ? and leads_hash = ? limit 1",
            [source_id, walk, endpoint, leads_hash],
        ).fetchone()
        return row is not None

    def progress(self, source_id: str, walk: str) -> Walked:
        sums = "sum(state = 'read'), sum(state = 'pending'), sum(state = 'failed'), sum(entries)"
        row = self.db.execute(
            f"select {sums} from list_pages where source_id = ? and walk = ?", [source_id, walk]
        ).fetchone()
        return Walked(*(number or 0 for number in row))

    def _settle(
        self, source_id: str, walk: str, url: str, state: str, reason: str, entries: int, leads_hash: str
    ) -> None:
        with transaction(self.db):
            self.db.execute(
                """
                update list_pages set state = ?, reason = ?, entries = ?, leads_hash = ?, read_at = ?
                where source_id = ? and walk = ? and url = ?
                """,
                [state, reason, entries, leads_hash, now(), source_id, walk, url],
            )
