"""The outlets that an archive knows."""

import json

from sqlite_utils import Database

from archive.records import Source

_NAMES = tuple(Source.__dataclass_fields__)


def upsert_source(db: Database, source: Source) -> None:
    """Part of the caller's transaction."""
    row = {name: getattr(source, name) for name in _NAMES} | {"languages": list(source.languages)}
    db.table("sources").upsert(row, pk="id")


def sources_where(db: Database, condition: str) -> list[Source]:
    """Return the sources that are left by an SQL condition, or by an order."""
    rows = db.execute(f"select {', '.join(_NAMES)} from sources {condition}").fetchall()
    known = (dict(zip(_NAMES, row, strict=True)) for row in rows)
    return [Source(**(row | {"languages": tuple(json.loads(row["languages"]))})) for row in known]
