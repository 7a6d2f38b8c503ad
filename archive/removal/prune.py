"""Pruning of old captures: their WARC records go, the rows that say what was fetched and when stay.

A record whose payload a younger revisit refers to stays as well, so all that is left can still be read. Articles and
revisions keep their texts; what is pruned cannot be extracted again.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sqlite_utils import Database

from archive.db.connection import transaction
from archive.removal.warc_files import STORED, commit_places, delete_stale_files, write_without

PRUNED = "pruned"  # the value of captures.withheld
Keep = Literal["latest", "revisions"]

_KEPT: dict[Keep, str] = {
    "latest": "c.id not in (select capture_id from articles where capture_id is not null)"
    " and coalesce(c.part_of, 0) not in (select capture_id from articles where capture_id is not null)",
    "revisions": "c.id not in (select capture_id from revisions where capture_id is not null)"
    " and coalesce(c.part_of, 0) not in (select capture_id from revisions where capture_id is not null)",
}


@dataclass(frozen=True, slots=True)
class Prunable:
    """The captures of one WARC file that may go. `needed` are old ones that stay because of a younger revisit."""

    file: str
    captures: tuple[int, ...]
    bytes: int
    needed: int


def find_prunable(
    db: Database, before: str, keep: Collection[Keep] = (), sources: Sequence[str] = ()
) -> Iterator[Prunable]:
    """Yield by file what was fetched before an instant, was extracted, and nothing that stays depends on."""
    conditions = [f"c.{STORED.replace(' and ', ' and c.')}", "c.fetched_at < ?", "c.outcome is not null"]
    conditions += [_KEPT[name] for name in keep]
    if sources:
        conditions.append(f"c.source_id in ({', '.join('?' * len(sources))})")
    rows = db.execute(
        f"""
        with old as materialized (select c.* from captures c where {" and ".join(conditions)})
        select id, warc_file, warc_length, withheld = '' and exists (
          select 1 from captures y where y.payload_digest = old.payload_digest and y.withheld = ''
            and y.id not in (select id from old))
        from old order by warc_file, id
        """,
        [before, *sources],
    ).fetchall()
    files: dict[str, list[tuple[int, int, int]]] = {}
    for id_, file, length, is_needed in rows:
        files.setdefault(file, []).append((id_, length, is_needed))
    for file, captures in sorted(files.items(), key=lambda item: -item[1][0][0]):  # revisits before what they refer to
        going = [(id_, length) for id_, length, is_needed in captures if not is_needed]
        yield Prunable(
            file,
            tuple(id_ for id_, _ in going),
            sum(length for _, length in going),
            len(captures) - len(going),
        )


def prune(db: Database, folder: Path, prunable: Prunable) -> int:
    """Remove the records of one file; return the bytes by which the files shrank. Needs the writer's lock.

    Committed file by file: a kill loses nothing, and the same command goes on. Raises OSError, CaptureError.
    """
    with transaction(db):
        replacement = write_without(db, folder, prunable.captures)
        commit_places(db, replacement)
        db.execute(
            """
            update captures set warc_file = '', warc_offset = 0, warc_length = 0,
              withheld = case withheld when '' then ? else withheld end
            where id in (select id from removed_capture)
            """,
            [PRUNED],
        )
    delete_stale_files(db, folder)
    return replacement.freed
