"""Captures: one row a response, known by its addresses, its time and its digest.

A record may lie in several files, when an archive was merged before and grew since: the longest file is pointed to,
so that the shorter ones are no longer needed.
"""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from archive.errors import CaptureError
from archive.merge.staging import Input, Stage
from archive.merge.warc_files import Adopted
from archive.records import Location
from archive.warc.records import read_kind

_KEY = ("fetched_at", "requested_url", "url", "payload_digest")
_FIELDS = (
    *("url", "source_id", "run_id", "requested_url", "fetched_at", "status", "content_type", "payload_digest"),
    *("warc_file", "warc_offset", "warc_length", "outcome", "origin", "next_part", "part_failure"),
    *("rights", "withheld", "etag", "last_modified"),
)
_CHOSEN_BY = ("rowid", "length", "revisit", "file", "outcome", "source", "run", "origin", "parts", "next", "failure")
_POOL = ("archive", "old_id", "length", "revisit", "part_of", "part", "parts", *_FIELDS)


def merge_captures(stage: Stage, files: Mapping[tuple[int, str], Adopted]) -> None:
    """Write `captures`, and `pool.capture_ids` (archive, old_id, new_id). Needs `pool.run_ids`."""
    out = stage.out
    out.execute(f"create table pool.capture ({', '.join(_POOL)})")
    out.execute("create table pool.capture_choice (fetched_at, requested_url, url, payload_digest, revisit, choice)")
    out.execute("create table pool.capture_ids (archive, old_id, new_id, primary key (archive, old_id))")
    for archive in stage.inputs:
        stage.insert("pool.capture", _POOL, _rows(stage, archive, files))
    order = ", ".join(_KEY)
    out.execute(f"create index pool.capture_key on capture ({order})")
    chosen_by = "rowid, length, revisit, warc_file, outcome, source_id, run_id, origin, parts, next_part, part_failure"
    cursor = out.execute(f"select {order}, {chosen_by} from pool.capture order by {order}")
    stage.insert("pool.capture_choice", (*_KEY, "revisit", "choice"), _choices(stage, cursor))
    # Originals come first, so that the first row of a payload is never a revisit record without a body.
    names = ", ".join(_FIELDS)
    out.execute(
        f"""
        insert into captures ({names}) select {", ".join("p." + name for name in _FIELDS)}
        from pool.capture_choice c join pool.capture p on p.rowid = c.choice
        order by c.revisit, c.fetched_at, c.requested_url, c.url, c.payload_digest
        """
    )
    out.execute(
        "create temp table capture_key as select id, fetched_at, requested_url, url, payload_digest from captures"
    )
    out.execute(f"create index temp.capture_key_key on capture_key ({order})")
    same = " and ".join(f"k.{name} = p.{name}" for name in _KEY)
    out.execute(
        f"insert into pool.capture_ids select p.archive, p.old_id, k.id"
        f" from pool.capture p join temp.capture_key k on {same}"
    )
    out.execute("drop table temp.capture_key")
    _link_parts(stage)
    out.execute("drop table pool.capture")


def _link_parts(stage: Stage) -> None:
    """Point further pages of an article to its first page, whose number is known only now."""
    stage.out.execute(
        """
        update captures set part = p.part, part_of = f.new_id
        from pool.capture p
        join pool.capture_ids i on i.archive = p.archive and i.old_id = p.old_id
        join pool.capture_ids f on f.archive = p.archive and f.old_id = p.part_of
        where captures.id = i.new_id
        """
    )


def _rows(stage: Stage, archive: Input, files: Mapping[tuple[int, str], Adopted]) -> Iterator[tuple[Any, ...]]:
    runs = dict(
        stage.out.execute("select old_id, new_id from pool.run_ids where archive = ?", [archive.number]).fetchall()
    )
    cursor = archive.db.execute(
        f"""
        select id, count(*) over (partition by payload_digest), id = min(id) over (partition by payload_digest),
          part_of, part, (select count(*) from captures p where p.part_of = captures.id), {", ".join(_FIELDS)}
        from captures
        """
    )
    for old_id, twins, first, part_of, part, parts, *values in cursor:
        row = dict(zip(_FIELDS, values, strict=True))
        file = files.get((archive.number, row["warc_file"]), Adopted("", 0))  # without one, it was pruned
        revisit = twins > 1 and _is_revisit(archive, row, bool(first))
        row |= {"warc_file": file.name, "run_id": runs.get(row["run_id"])}
        yield (archive.number, old_id, file.length, int(revisit), part_of, part, parts, *row.values())


def _is_revisit(archive: Input, row: dict[str, Any], first: bool) -> bool:
    """Read it in the record itself; where that cannot be read, the first of its payload is the original."""
    if not row["warc_file"]:
        return True  # pruned: another archive may still have the record
    try:
        place = Location(row["warc_file"], row["warc_offset"], row["warc_length"])
        return read_kind(archive.folder, place) == "revisit"
    except CaptureError:
        return not first


def _choices(stage: Stage, cursor: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Choose for each capture the row to keep: the best file; an outcome, if any archive knows it."""
    for key, group in groupby(cursor, key=lambda row: row[:4]):
        rows = [dict(zip(_CHOSEN_BY, row[4:], strict=True)) for row in group]
        place = max(rows, key=lambda r: (-r["revisit"], r["length"], r["file"]))
        outcome = max((r["outcome"] for r in rows if r["outcome"] is not None), default=None)
        run = max((r["run"] for r in rows if r["run"] is not None), default=None)
        source = max(r["source"] for r in rows)
        origin = max(r["origin"] for r in rows)
        # Who has more parts knows better what comes next; nothing more to come is further than a known address.
        onward = max(rows, key=lambda r: (r["parts"], r["next"] == "", r["next"], r["failure"]))
        if len(rows) > 1:
            stage.out.execute(
                """
                update pool.capture set outcome = ?, run_id = ?, source_id = ?, origin = ?, next_part = ?,
                  part_failure = ? where rowid = ?
                """,
                [outcome, run, source, origin, onward["next"], onward["failure"], place["rowid"]],
            )
        yield (*key, place["revisit"], place["rowid"])
