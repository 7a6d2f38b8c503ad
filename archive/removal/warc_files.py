"""Removal of WARC records: new files first, then one commit, then the old files.

A kill before the commit leaves the archive as it was, with a file that nothing refers to; one after it leaves files
that are listed in `stale_files`, which the next writer deletes.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sqlite_utils import Database

from archive.db.connection import transaction
from archive.errors import CaptureError
from archive.records import Location
from archive.warc.records import read_kind
from archive.warc.rewrite import Rewritten, promoted_revisit, redirected_revisit, rewrite_file

STORED = "warc_file <> '' and warc_length > 0"  # condition of captures that have a record


@dataclass
class Replacement:
    """New files that are written and not yet in use: the places of their records, and the names that they replace."""

    places: dict[int, Location] = field(default_factory=dict)
    stale: set[str] = field(default_factory=set)
    freed: int = 0  # bytes


def write_without(db: Database, folder: Path, removed: Collection[int]) -> Replacement:
    """Write copies of the files of these captures without their records. Raises OSError, CaptureError.

    Part of the caller's transaction.
    A revisit that stays and whose payload goes becomes the record of that payload; other revisits then refer to it.
    """
    db.execute("create temp table if not exists removed_capture (id integer primary key)")
    db.execute("delete from removed_capture")
    db.conn.executemany("insert into removed_capture values (?)", [(id_,) for id_ in removed])
    changed = dict(_changed_revisits(db, folder))
    files = db.execute(
        f"select distinct warc_file from captures where {STORED} and id in (select id from removed_capture)"
    ).fetchall()
    done = Replacement()
    for name in sorted({name for (name,) in files} | {place.file for place, _ in changed.values()}):
        if (folder / name).exists():
            _rewrite(db, folder, name, {id_: record for id_, (place, record) in changed.items()}, done)
    return done


def commit_places(db: Database, replacement: Replacement) -> None:
    """Point captures to their records in the new files; part of the caller's transaction."""
    db.conn.executemany(
        "update captures set warc_file = ?, warc_offset = ?, warc_length = ? where id = ?",
        [(place.file, place.offset, place.length, id_) for id_, place in replacement.places.items()],
    )
    db.conn.executemany("insert or ignore into stale_files values (?)", [(name,) for name in replacement.stale])


def delete_stale_files(db: Database, folder: Path) -> None:
    """Delete the files that were replaced, and forget their names. Needs the writer's lock."""
    names = db.execute(
        "select name from stale_files where name not in (select distinct warc_file from captures)"
    ).fetchall()
    for (name,) in names:
        (folder / name).unlink(missing_ok=True)
    if names:
        with transaction(db):
            db.execute("delete from stale_files")


def _rewrite(db: Database, folder: Path, name: str, changed: dict[int, bytes], done: Replacement) -> None:
    rows = db.execute(
        f"""
        select id, warc_offset, warc_length, id in (select id from removed_capture) from captures
        where warc_file = ? and {STORED} order by warc_offset
        """,
        [name],
    ).fetchall()
    done.stale.add(name)
    size = (folder / name).stat().st_size
    if all(goes for *_, goes in rows):
        done.freed += size
        return
    records = [Location(name, offset, length) for _, offset, length, _ in rows]
    kept = {offset: changed.get(id_) for id_, offset, _, goes in rows if not goes}
    copy: Rewritten = rewrite_file(folder / name, records, kept)
    done.freed += size - copy.size
    done.stale -= {copy.name}  # nothing had to go
    done.places |= {id_: copy.places[offset] for id_, offset, _, goes in rows if not goes}


def _changed_revisits(db: Database, folder: Path) -> Iterator[tuple[int, tuple[Location, bytes]]]:
    """Yield the captures that stay and share a payload with one that goes, where their record must change."""
    rows = db.execute(
        """
        select payload_digest, id, id in (select id from removed_capture), url, fetched_at, warc_file, warc_offset,
          warc_length
        from captures
        where withheld = '' and payload_digest in
          (select payload_digest from captures where withheld = '' and id in (select id from removed_capture))
        order by payload_digest, id
        """
    ).fetchall()
    groups: dict[str, list[tuple[int, bool, str, str, Location]]] = {}
    for digest, id_, goes, url, fetched_at, *place in rows:
        groups.setdefault(digest, []).append((id_, bool(goes), url, fetched_at, Location(*place)))
    for members in groups.values():
        if members[0][1] and any(not goes for _, goes, *_ in members):
            yield from _new_original(folder, members)


def _new_original(
    folder: Path, members: list[tuple[int, bool, str, str, Location]]
) -> Iterator[tuple[int, tuple[Location, bytes]]]:
    original = members[0][4]
    (first, _, url, fetched_at, place), *others = [member for member in members if not member[1]]
    try:
        if read_kind(folder, place) == "revisit":
            yield first, (place, promoted_revisit(folder, place, original))
    except CaptureError:
        return  # the payload is lost already, so there is nothing to keep
    for id_, _, _, _, revisit in others:
        if read_kind(folder, revisit) == "revisit":
            yield id_, (revisit, redirected_revisit(folder, revisit, url, fetched_at))
