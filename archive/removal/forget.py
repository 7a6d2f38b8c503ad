"""Forgetting articles and sources for good, as takedown requests ask: rows, WARC records, indexes, and every trace.

Tombstones (`archive.store.tombstones`) are committed together with the removal of the rows, and are the only input of
it: whatever of the archive they cover goes. So a merge, or a second call after a kill, does the same by the same code.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from archive.db.connection import transaction
from archive.errors import ArchiveError
from archive.removal.rows import copies_of, mark, remove_marked
from archive.removal.warc_files import commit_places, delete_stale_files, write_without
from archive.store.tombstones import Tombstones, key_of


@dataclass(frozen=True, slots=True)
class Covered:
    """What of an archive is to be forgotten. `copies` are the addresses of articles of other outlets that copied it."""

    articles: tuple[tuple[str, str], ...]  # (url, title)
    revisions: int
    captures: int
    bytes: int
    copies: tuple[str, ...]


def is_source(db: Database, name: str) -> bool:
    return db.execute("select 1 from sources where id = ?", [name]).fetchone() is not None


def all_forms(db: Database, urls: Iterable[str], *, with_copies: bool = False) -> list[str]:
    """Return the keys of addresses and of all others that lead to the same articles, or to their copies."""
    keys = {key_of(url) for url in urls}
    ids = {
        id_
        for key in keys
        for (id_,) in db.execute(
            "select id from articles where url_key = ?1 union select article_id from urls where url_key = ?1"
            " and article_id is not null",
            [key],
        ).fetchall()
    }
    if with_copies:
        ids |= copies_of(db, ids)
    for article_id in ids:
        keys |= {key for (key,) in db.execute("select url_key from urls where article_id = ?", [article_id]).fetchall()}
        keys |= {key for (key,) in db.execute("select url_key from articles where id = ?", [article_id]).fetchall()}
        captured = db.execute(
            """
            select url, requested_url from captures
            where id in (select capture_id from revisions where article_id = ?1)
              or part_of in (select capture_id from revisions where article_id = ?1)
            """,
            [article_id],
        ).fetchall()
        keys |= {key_of(url) for row in captured for url in row}
    return sorted(keys)


def keys_of_source(db: Database, source_id: str) -> list[str]:
    """Return the keys of the articles of a source, so that no other source brings them back."""
    rows = db.execute(
        "select url_key from urls where article_id in (select id from articles where source_id = ?1)"
        " union select url_key from articles where source_id = ?1",
        [source_id],
    )
    return [key for (key,) in rows.fetchall()]


def find_covered(db: Database, folder: Path, keys: Sequence[str], sources: Sequence[str]) -> Covered:
    """Return what would go if these were forgotten. It needs a connection that may create temporary tables."""
    mark(db, folder, keys, sources)
    articles = db.execute("select url, title from articles where id in (select id from gone_article) order by id")
    revisions = db.execute("select count(*) from revisions where article_id in (select id from gone_article)")
    captures = db.execute(
        "select count(*), coalesce(sum(warc_length), 0) from captures where id in (select id from gone_capture)"
    )
    ids = {id_ for (id_,) in db.execute("select id from gone_article").fetchall()}
    copies = (
        db.execute("select url from articles where id = ?", [id_]).fetchone()[0]
        for id_ in sorted(copies_of(db, ids) - ids)
    )
    number, size = captures.fetchone()
    found = Covered(tuple(articles.fetchall()), revisions.fetchone()[0], number, size, tuple(copies))
    db.conn.rollback()  # of the temporary tables
    return found


def forget(db: Database, folder: Path, keys: Sequence[str], sources: Sequence[str], reason: str) -> None:
    """Record tombstones and remove what they cover, in one commit; then erase what is left of it in the files.

    Raises CaptureError or OSError, with nothing changed, when a WARC file cannot be rewritten.
    """
    tombstones = Tombstones(db)
    with transaction(db):
        tombstones.add("address", keys, reason)
        tombstones.add("source", sources, reason)
        remove_covered(db, folder)
    delete_stale_files(db, folder)
    erase_traces(db)


def remove_covered(db: Database, folder: Path) -> bool:
    """Remove everything that the tombstones cover. Return whether there was any; part of the caller's transaction.

    New WARC files are on disk before this returns; the old ones are listed for deletion.
    """
    stones = Tombstones(db).all()
    keys = [stone.key for stone in stones if stone.kind == "address"]
    mark(db, folder, keys, [stone.key for stone in stones if stone.kind == "source"])
    captures = [id_ for (id_,) in db.execute("select id from gone_capture").fetchall()]
    commit_places(db, write_without(db, folder, captures))
    return remove_marked(db)


def erase_traces(db: Database) -> None:
    """Rewrite the full-text index and the file, so that no deleted word is left in them. Raises ArchiveError.

    Until then, SQLite keeps deleted rows in free pages and in its log, and FTS5 keeps deleted words in its segments.
    """
    with transaction(db):
        db.execute("insert into articles_fts (articles_fts) values ('optimize')")
    db.execute("vacuum")
    try:
        (busy, *_) = db.execute("pragma wal_checkpoint(truncate)").fetchone()
    except sqlite3.OperationalError:
        busy = 1
    if busy:
        raise ArchiveError(
            "it is gone from the archive, but another program that has the file open keeps old pages of it: "
            "stop 'spacebeat serve' and run 'spacebeat forget' without an address"
        )
    with transaction(db):
        Tombstones(db).mark_erased()
