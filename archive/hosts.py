"""What hosts asked of us, kept across runs: to be left alone for a while, and their robots.txt."""

from sqlite_utils import Database

from archive.clock import now
from archive.database import transaction


class Hosts:
    """Rows are values of the tables, in the order of their columns."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def pauses(self) -> list[tuple[str, str, str]]:
        """(host, not_before, reason) of the pauses that still last."""
        return self.db.execute(
            "select host, not_before, reason from host_pauses where not_before > ?", [now()]
        ).fetchall()

    def save_pause(self, host: str, not_before: str, reason: str) -> None:
        with transaction(self.db):
            self.db.execute("insert or replace into host_pauses values (?, ?, ?)", [host, not_before, reason])

    def robots(self) -> list[tuple[str, int, bytes, str, str, str]]:
        """(origin, status, body, fetched_at, etag, last_modified) of all sites that were asked."""
        return self.db.execute("select * from robots").fetchall()

    def save_robots(
        self, origin: str, status: int, body: bytes, fetched_at: str, etag: str, last_modified: str
    ) -> None:
        with transaction(self.db):
            self.db.execute(
                "insert or replace into robots values (?, ?, ?, ?, ?, ?)",
                [origin, status, body, fetched_at, etag, last_modified],
            )
