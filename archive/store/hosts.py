"""What hosts asked of us, kept across runs: to be left alone for a while, their robots.txt and tdmrep.json."""

from typing import Literal

from sqlite_utils import Database

from archive.clock import later, now
from archive.db.connection import transaction

SiteFiles = Literal["robots", "tdmrep"]
SiteFile = tuple[str, int, bytes, str, str, str]
"""origin, status, body, fetched_at, etag, last_modified"""


LONGEST_PAUSE = 31 * 86_400  # seconds


class Hosts:
    """Rows are values of the tables, in the order of their columns."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def pauses(self) -> list[tuple[str, str, str]]:
        """Return (host, not_before, reason) of the pauses that still last.

        One that lasts longer than any host can ask for was written by a clock that was wrong.
        """
        moment = now()
        return self.db.execute(
            "select host, not_before, reason from host_pauses where not_before > ? and not_before <= ?",
            [moment, later(moment, LONGEST_PAUSE)],
        ).fetchall()

    def save_pause(self, host: str, not_before: str, reason: str) -> None:
        with transaction(self.db):
            self.db.execute("insert or replace into host_pauses values (?, ?, ?)", [host, not_before, reason])

    def site_files(self, table: SiteFiles) -> list[SiteFile]:
        """Return the files of that name of all sites that were asked."""
        return self.db.execute(f"select * from {table}").fetchall()

    def save_site_file(self, table: SiteFiles, row: SiteFile) -> None:
        with transaction(self.db):
            self.db.execute(f"insert or replace into {table} values (?, ?, ?, ?, ?, ?)", list(row))
