"""Searches for endpoints where those of the catalogue fail, and the endpoints that were found."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sqlite_utils import Database

from archive.db.connection import transaction

PAUSE = 7 * 86_400  # seconds between two searches of one site
AFTER_FAILURE = 86_400  # seconds after which a site that could not be reached is searched again


@dataclass(frozen=True, slots=True)
class FoundEndpoint:
    """An endpoint that a crawl found; `replaces` is the one it was searched for, `dialect` that of an API."""

    source_id: str
    url: str
    kind: str
    dialect: str = ""
    replaces: str = ""
    found_at: str = ""


@dataclass(frozen=True, slots=True)
class Search:
    """What came of a search, and when the site may be searched again."""

    searched_at: str
    outcome: str
    next_at: str


class EndpointSearches:
    def __init__(self, db: Database) -> None:
        self.db = db

    def found(self, source_id: str) -> list[FoundEndpoint]:
        """Return the endpoints that were found for a source, the oldest first."""
        rows = self.db.execute(
            f"select {_COLUMNS} from found_endpoints where source_id = ? order by found_at, url", [source_id]
        )
        return [FoundEndpoint(*row) for row in rows.fetchall()]

    def last(self, source_id: str) -> Search | None:
        """Return the last search of a site."""
        columns = "searched_at, outcome, next_at"
        row = self.db.execute(f"select {columns} from endpoint_searches where source_id = ?", [source_id]).fetchone()
        return Search(*row) if row else None

    def is_due(self, source_id: str, moment: str) -> bool:
        """Return whether the site may be searched; a search later than now is one of a wrong clock."""
        last = self.last(source_id)
        return last is None or not last.searched_at <= moment < last.next_at

    def save(self, source_id: str, search: Search, found: Iterable[FoundEndpoint]) -> None:
        """Record a search and what it found."""
        row = {"source_id": source_id, **asdict(search)}
        with transaction(self.db):
            self.db.execute(
                "insert or replace into endpoint_searches (source_id, searched_at, outcome, next_at)"
                " values (:source_id, :searched_at, :outcome, :next_at)",
                row,
            )
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
