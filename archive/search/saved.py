"""Saved searches: named selections in a TOML file; the archive records up to which article each was exported.

The file has one table per search; its keys are those of a selection:

    [[search]]
    name = "accords"
    title = "Artemis Accords"
    search = '"Artemis Accords"'
    languages = ["en", "fr"]
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import msgspec
from sqlite_utils import Database

from archive.clock import now
from archive.db.connection import connect, transaction
from archive.db.lock import WriterLock
from archive.errors import WrongUsageError
from archive.search.filters import Selection

STANDARD_INPUT = Path("-")


class SavedSearchError(WrongUsageError):
    """The file of saved searches is invalid or does not contain the search."""


class SavedSearch(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One table of the file. Days are YYYY-MM-DD."""

    name: str
    title: str = ""
    search: str = ""
    since: str = ""
    until: str = ""
    sources: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    access: tuple[str, ...] = ()
    seen_since: str = ""
    seen_until: str = ""
    include_copies: bool = False
    ids: tuple[int, ...] = ()

    def selection(self) -> Selection:
        return Selection(**{name: getattr(self, name) for name in Selection.__dataclass_fields__ if name != "after_id"})


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    search: tuple[SavedSearch, ...] = ()


def load_saved_search(path: Path, name: str) -> SavedSearch:
    """Load one search by its name from a file, or from standard input (-). Raises SavedSearchError."""
    try:
        text = sys.stdin.buffer.read() if path == STANDARD_INPUT else path.read_bytes()
        searches = msgspec.toml.decode(text, type=_File).search
    except OSError as error:
        raise SavedSearchError(f"cannot read {path}: {error.strerror}; set its path with --searches FILE") from error
    except (msgspec.DecodeError, ValueError) as error:
        example = '[[search]], name = "accords", search = "artemis"'
        raise SavedSearchError(f"{path}: {error}; a saved search is written as {example}") from error
    found = [saved for saved in searches if saved.name == name]
    if not found:
        names = ", ".join(saved.name for saved in searches) or "none"
        raise SavedSearchError(f"{path} has no search {name!r}; it has {names}")
    if len(found) > 1:
        raise SavedSearchError(f"{path} has {len(found)} searches named {name!r}; names must differ")
    return found[0]


@contextmanager
def delivery(archive: Path, saved: SavedSearch) -> Iterator[Selection]:
    """Yield a selection of the articles added since the last delivery, and record the delivery if the block succeeds.

    It holds the writer's lock, so that no article is skipped or delivered twice. Raises ArchiveLockedError.
    """
    lock = WriterLock(archive, f"the delivery of {saved.name}")
    try:
        db = connect(archive)
        try:
            (newest,) = db.execute("select coalesce(max(id), 0) from articles").fetchone()
            yield replace(saved.selection(), after_id=_mark(db, saved.name))
            _set_mark(db, saved.name, newest)
        finally:
            db.close()
    finally:
        lock.release()


def _mark(db: Database, name: str) -> int:
    row = db.execute("select last_article_id from saved_searches where name = ?", [name]).fetchone()
    return int(row[0]) if row else 0


def _set_mark(db: Database, name: str, article_id: int) -> None:
    with transaction(db):
        db.execute(
            """
            insert into saved_searches (name, last_article_id, last_run_at) values (?, ?, ?)
            on conflict (name) do update
              set last_article_id = excluded.last_article_id, last_run_at = excluded.last_run_at
            """,
            [name, article_id, now()],
        )
