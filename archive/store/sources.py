"""The outlets that an archive knows."""

import json
from collections.abc import Collection

from sqlite_utils import Database

from archive.db.connection import transaction
from archive.records import Source

_NAMES = tuple(Source.__dataclass_fields__)


def upsert_source(db: Database, source: Source) -> None:
    """Insert or update a source; part of the caller's transaction."""
    row = {name: getattr(source, name) for name in _NAMES} | {"languages": list(source.languages)}
    db.table("sources").upsert(row, pk="id")


def retire_all_but(db: Database, source_ids: Collection[str], moment: str) -> None:
    """Mark the sources that a crawl of all sources no longer takes, and unmark those that it takes again."""
    with transaction(db):
        for source_id, retired_at in db.execute("select id, retired_at from sources").fetchall():
            is_taken = source_id in source_ids
            if is_taken == (retired_at is not None):
                value = None if is_taken else moment
                db.execute("update sources set retired_at = ? where id = ?", [value, source_id])


def sources_where(db: Database, condition: str) -> list[Source]:
    """Return the sources that are left by an SQL condition, or by an order."""
    rows = db.execute(f"select {', '.join(_NAMES)} from sources {condition}").fetchall()
    known = (dict(zip(_NAMES, row, strict=True)) for row in rows)
    return [Source(**(row | {"languages": tuple(json.loads(row["languages"]))})) for row in known]
