"""Save what can be read of a damaged database into a new archive, and prepare the rest to be read from WARC files.

Rows are copied table by table; what is derived from them (full-text index, counters, index of copies) is made again.
An article counts as read only if its text has the hash that was stored with it. One that cannot be read, but whose
capture can, is extracted again: its captures become captures without an outcome. Captures whose rows are lost are found
by an ingest of the WARC files (`crawler.ingest.salvage`).
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from archive.db.connection import connect, transaction
from archive.db.lock import WriterLock
from archive.dedup.groups import regroup
from archive.doctor.readable_rows import ReadableRows, RowsUntilDamage
from archive.errors import ArchiveError
from archive.text import text_hash
from archive.warc.records import folder_of

DERIVED = (
    *("copy_", "lineage", "quotation_", "vector", "articles_fts", "_sqlite_migrations", "sqlite_"),
    *("source_weeks", "source_months", "topic_weeks", "country_months", "added_days"),
)
_FIRST = ("sources", "actors", "topics", "instruments", "runs", "captures", "articles")  # others refer to these

# An address whose article is lost, and the captures of articles that are lost.
_ASK_AGAIN = """
update urls set article_id = null, state = 'pending', next_try_at = null, capture_id = null
where article_id is not null and article_id not in (select id from articles)
"""
_EXTRACT_AGAIN = """
update captures set outcome = null
where outcome in ('new', 'revised', 'unchanged') and withheld = '' and part_of is null
  and id not in (select capture_id from articles where capture_id is not null)
  and not exists (select 1 from articles a where a.url in (captures.url, captures.requested_url))
  and not exists (
    select 1 from urls u where u.url in (captures.url, captures.requested_url) and u.article_id is not null
  )
"""
# The state of an article none of whose revisions has its text: each article has at least one.
_STATES_AGAIN = """
insert into revisions (article_id, number, observed_at, title, text, text_hash, change, capture_id, extractor)
select a.id, coalesce(max(r.number), 0) + 1, coalesce(c.fetched_at, a.first_seen_at), a.title, a.text, a.text_hash,
  iif(max(r.number) is null, 'first', 'substantive'), a.capture_id, a.extractor
from articles a left join revisions r on r.article_id = a.id left join captures c on c.id = a.capture_id
where not exists (select 1 from revisions o where o.article_id = a.id and o.text_hash = a.text_hash)
group by a.id
"""


@dataclass(frozen=True, slots=True)
class Salvaged:
    """How many rows of each table were read, and of which tables parts could not be."""

    rows: dict[str, int] = field(default_factory=dict)
    incomplete: tuple[str, ...] = ()
    to_extract: int = 0
    to_ask: int = 0


def salvage(damaged: Path, target: Path) -> Salvaged:
    """Write what can be read into `target`, a new archive with its own folder. The damaged one stays as it is.

    Raises ArchiveError when `target` exists, ArchiveLockedError when the damaged one is being written.
    """
    if target.exists() or folder_of(target).exists():
        raise ArchiveError(f"{target} or {folder_of(target)} exists; name a new file")
    if not damaged.exists():
        raise ArchiveError(f"there is no archive at {damaged}")
    lock = WriterLock(damaged, "spacebeat doctor --salvage", may_be_damaged=folder_of(damaged).exists())
    try:
        _take_files(folder_of(damaged), folder_of(target))
        with closing(connect(target)) as db:
            db.execute("pragma foreign_keys = off")
            rows, incomplete = _copy_tables(damaged, db)
            with transaction(db):
                to_ask = db.execute(_ASK_AGAIN).rowcount
                to_extract = db.execute(_EXTRACT_AGAIN).rowcount
                _remove_dangling(db)
                db.execute(_STATES_AGAIN)
                regroup(db.conn)
            return Salvaged(rows, tuple(incomplete), to_extract, to_ask)
    finally:
        lock.release()


def _take_files(source: Path, target: Path) -> None:
    """Place the same WARC files next to the new archive: links, and a copy of the last."""
    target.mkdir(parents=True)
    files = sorted(source.glob("*.warc.gz")) if source.exists() else []
    for number, file in enumerate(files, 1):  # the next crawl appends to the last, and would change both
        try:
            if number < len(files):
                os.link(file, target / file.name)
                continue
        except OSError:  # a file system without links
            pass
        shutil.copy2(file, target / file.name)


def _copy_tables(damaged: Path, db: Database) -> tuple[dict[str, int], list[str]]:
    rows: dict[str, int] = {}
    incomplete: list[str] = []
    source = sqlite3.connect(f"{damaged.absolute().as_uri()}?mode=ro", uri=True, timeout=30)
    with closing(source):
        for table in _tables(db):
            readable = _readable(source, db, table)
            if readable is None:
                incomplete.append(table)
                continue
            with transaction(db):
                rows[table] = sum(_insert(db, table, row) for row in readable if _is_whole(table, row))
            if readable.gaps:
                incomplete.append(table)
    return rows, incomplete


def _tables(db: Database) -> list[str]:
    names = [name for (name,) in db.execute("select name from sqlite_master where type = 'table'")]
    names = [name for name in names if not name.startswith(DERIVED)]
    return sorted(names, key=lambda name: (_FIRST.index(name) if name in _FIRST else len(_FIRST), name))


def _readable(source: sqlite3.Connection, db: Database, table: str) -> ReadableRows | RowsUntilDamage | None:
    """Return the rows of a table; None where not even its schema can be read."""
    try:
        known = {name for (name,) in source.execute("select name from pragma_table_info(?)", [table])}
        (has_no_rowid,) = source.execute("select wr from pragma_table_list where name = ?", [table]).fetchone()
    except (sqlite3.DatabaseError, TypeError):
        return None
    info = db.execute("select name, type, pk from pragma_table_info(?) order by cid", [table]).fetchall()
    columns = tuple(name for name, _, _ in info if name in known)
    if not has_no_rowid:
        return ReadableRows(source, table, columns)
    key = next(((name, kind) for name, kind, place in info if place == 1), ("", ""))
    if key[1].lower() != "integer":
        return RowsUntilDamage(source, table, columns)
    return ReadableRows(source, table, columns, key[0])


def _is_whole(table: str, row: dict[str, Any]) -> bool:
    if table not in ("articles", "revisions"):
        return True
    return isinstance(row["text"], str) and text_hash(row["text"]) == row["text_hash"]


def _insert(db: Database, table: str, row: dict[str, Any]) -> int:
    """Insert a row; return 0 for one that is there already or holds what the table does not take."""
    columns, marks = ", ".join(f'"{name}"' for name in row), ", ".join("?" * len(row))
    statement = f'insert or ignore into "{table}" ({columns}) values ({marks})'
    try:
        return int(db.execute(statement, list(row.values())).rowcount)
    except sqlite3.Error:
        return 0


def _remove_dangling(db: Database) -> None:
    """Clear references to rows that could not be read; remove rows that are nothing without them."""
    _name_lost_sources(db)
    changed = True
    while changed:
        changed = False
        for table, column, parent, key, required in _references(db):
            missing = f'"{column}" is not null and "{column}" not in (select "{key}" from "{parent}")'
            change = f'delete from "{table}"' if required else f'update "{table}" set "{column}" = null'
            changed |= db.execute(f"{change} where {missing}").rowcount > 0


def _name_lost_sources(db: Database) -> None:
    """Enter sources of which only the id is known; the next crawl of the catalogue completes them."""
    for table, column, parent, _, _ in list(_references(db)):
        if parent == "sources":
            db.execute(
                "insert or ignore into sources (id, name, homepage, country, languages, kind, focus)"
                f""" select distinct "{column}", "{column}", '', '', '[]', '', '' from "{table}" """
                f'where "{column}" is not null'
            )


def _references(db: Database) -> Iterator[tuple[str, str, str, str, bool]]:
    """Yield table, column, table and column referred to, and whether the column must have a value."""
    for table in _tables(db):
        required = {n for n, needed, pk in _column_rules(db, table) if needed or pk}
        for parent, column, key in db.execute(
            'select "table", "from", coalesce("to", \'id\') from pragma_foreign_key_list(?)', [table]
        ).fetchall():
            yield table, column, parent, key, column in required


def _column_rules(db: Database, table: str) -> list[tuple[str, int, int]]:
    return db.execute('select name, "notnull", pk from pragma_table_info(?)', [table]).fetchall()
