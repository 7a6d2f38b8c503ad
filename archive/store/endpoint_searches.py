"""Searches for endpoints where those of the catalogue fail, and the endpoints that were found."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlite_utils import Database

from archive.clock import later
from archive.db.connection import transaction

PAUSE = 7 * 86_400  # seconds between two searches of one site


@dataclass(frozen=True, slots=True)
class FoundEndpoint:
    """An endpoint that a crawl found; `replaces` is the one it was searched for, `dialect` that of an API."""

    source_id: str
    url: str
    kind: str
    dialect: str = ""
    replaces: str = ""
    found_at: str = ""


class EndpointSearches:
    def __init__(self, db: Database) -> None:
        self.db = db

    def found(self, source_id: str) -> list[FoundEndpoint]:
        """Return the endpoints that were found for a source, the oldest first."""
        rows = self.db.execute(
            f"select {_COLUMNS} from found_endpoints where source_id = ? order by found_at, url", [source_id]
        )
        return [FoundEndpoint(*row) for row in rows.fetchall()]

    def is_due(self, source_id: str, moment: str) -> bool:
        """Return whether the site was not searched within PAUSE; a search later than now is one of a wrong clock."""
        row = self.db.execute("select searched_at from endpoint_searches where source_id = ?", [source_id]).fetchone()
        return row is None or not later(moment, -PAUSE) < row[0] <= moment

    def save(self, source_id: str, moment: str, outcome: str, found: Iterable[FoundEndpoint]) -> None:
        """Record a search and what it found."""
        with transaction(self.db):
            self.db.execute("insert or replace into endpoint_searches values (?, ?, ?)", [source_id, moment, outcome])
            for endpoint in found:
                self.db.execute(
                    f"insert into found_endpoints ({_COLUMNS}) values (?, ?, ?, ?, ?, ?) on conflict do nothing",
                    [getattr(endpoint, name) for name in _NAMES],
                )

    def drop(self, source_id: str, urls: Iterable[str]) -> None:
        """Remove found endpoints that are needed no more. It is called at each poll, mostly with none."""
        for url in urls:
            with transaction(self.db):
                self.db.execute("delete from found_endpoints where source_id = ? and url = ?", [source_id, url])


_NAMES = tuple(FoundEndpoint.__dataclass_fields__)
_COLUMNS = ", ".join(_NAMES)
