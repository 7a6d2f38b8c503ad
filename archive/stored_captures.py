"""Captures as extraction needs them, out of the rows of the archive."""

from collections.abc import Sequence

from sqlite_utils import Database

from archive.frontier import decode_lead
from archive.records import Capture, Location


def captures_where(db: Database, condition: str, values: Sequence[object]) -> list[Capture]:
    """The captures `c` that meet an SQL condition. A revisit gives the record that has the body."""
    rows = db.execute(
        f"""
        select c.id, c.url, c.requested_url, c.source_id, c.fetched_at, b.warc_file, b.warc_offset, b.warc_length,
          (select lead from urls where url = c.requested_url)
        from captures c join captures b
          on b.id = (select min(id) from captures where payload_digest = c.payload_digest)
        where {condition}
        """,
        list(values),
    ).fetchall()
    return [
        Capture(id_, url, requested, source, fetched_at, Location(file, offset, length), decode_lead(requested, lead))
        for id_, url, requested, source, fetched_at, file, offset, length, lead in rows
    ]
