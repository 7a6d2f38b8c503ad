"""Checks of the database: pages, foreign keys, and the indexes and counters derived from the articles."""

import sqlite3

from sqlite_utils import Database

from archive.db.connection import transaction
from archive.dedup import lineage
from archive.dedup.minhash_index import CopyIndex
from archive.doctor.finding import Finding
from archive.reports import counters
from archive.search.fts_index import is_sound, rebuild_index
from archive.text import counted, text_hash

_REPAIR = "run 'spacebeat doctor --repair'"
_RESTORE = "restore a backup, or run 'spacebeat doctor --salvage NEW.db'"
SALVAGE = "run 'spacebeat doctor --salvage NEW.db', which saves what can be read and takes the rest from the WARC files"

_TEXTS = "select id, text, text_hash from articles union all select article_id, text, text_hash from revisions"


def check_pages(db: Database, *, thorough: bool) -> Finding:
    """Check the structure of the file (sqlite.org/pragma.html#pragma_integrity_check); if thorough, indexes too."""
    pragma = "integrity_check" if thorough else "quick_check"
    try:
        lines = [line for (line,) in db.execute(f"pragma {pragma}").fetchall()]
    except sqlite3.DatabaseError as error:
        lines = [str(error)]
    if lines == ["ok"]:
        return Finding("database", "ok", f"{pragma} found no errors")
    return damaged(f"{pragma}: {lines[0]}")


def damaged(message: str) -> Finding:
    """Return the finding that pages of the database cannot be read, which ends all further checks."""
    lines = [line for line in message.splitlines() if not line.startswith("***")]
    return Finding("database", "wrong", " ".join(lines)[:200], SALVAGE)


def check_references(db: Database) -> Finding:
    """Find rows that refer to missing rows."""
    dangling = db.execute('select "table", count(*) from pragma_foreign_key_check group by 1').fetchall()
    if not dangling:
        return Finding("references", "ok", "no references to missing rows")
    rows = ", ".join(f"{counted(count, 'row')} of {table}" for table, count in dangling)
    return Finding("references", "wrong", f"references to missing rows: {rows}", _RESTORE)


def check_texts(db: Database) -> Finding:
    """Compare each text with its hash: nothing else sees bytes that changed within a page. Reads all articles."""
    changed = [number for number, text, stated in db.execute(_TEXTS) if text_hash(text) != stated]
    if changed:
        number = counted(len(changed), "text differs", "texts differ")
        return damaged(f"{number} from what was stored, first that of article {changed[0]}")
    return Finding("texts", "ok", "they are as they were stored")


def check_full_text(db: Database, *, repair: bool) -> Finding:
    """Check the full-text index (`archive.search.fts_index`) against the articles; needs the writer's lock."""
    fault = _full_text_fault(db)
    if not fault:
        return Finding("full text", "ok", "articles_fts contains every article")
    if not repair:
        return Finding("full text", "wrong", f"articles_fts {fault}", _REPAIR)
    with transaction(db):
        rebuild_index(db.conn)
    return Finding("full text", "note", "articles_fts was rebuilt")


def check_tallies(db: Database, *, repair: bool) -> Finding:
    """Compare the counters behind charts and facets with the articles. Reads all articles."""
    drifted = counters.drifted(db)
    if not drifted:
        return Finding("tallies", "ok", "they match the articles")
    if not repair:
        return Finding("tallies", "wrong", f"{', '.join(drifted)} differ from the articles", _REPAIR)
    with transaction(db):
        counters.rebuild(db)
    return Finding("tallies", "note", f"{', '.join(drifted)} were recounted")


def check_copies(db: Database, *, repair: bool) -> Finding:
    """Check that the index of near-duplicates has the current version; an older one misses copies."""
    index = CopyIndex(db.conn)
    if index.is_current:
        return Finding("copies", "ok", "their index has the current version")
    if not repair:
        return Finding("copies", "wrong", "their index has another version, so copies are missed", _REPAIR)
    with transaction(db):
        index.rebuild()
    return Finding("copies", "note", "their index was rebuilt")


def check_lineage(db: Database, *, repair: bool) -> Finding:
    """Check that what articles draw on was traced by the current version; an archive of before has no lineage."""
    if lineage.is_current(db.conn):
        return Finding("lineage", "ok", "it was traced by the current version")
    if not repair:
        return Finding("lineage", "note", "it was not traced, or by another version", _REPAIR)
    with transaction(db):
        lineage.rebuild(db.conn)
    return Finding("lineage", "note", "it was traced again")


def check_forgotten(db: Database) -> Finding:
    """Check that nothing is left of what a user wants forgotten."""
    (left,) = db.execute(
        "select (select count(*) from forgotten where erased_at is null)"
        " + (select count(*) from captures where outcome = 'gone: forgotten')"
    ).fetchone()
    if left:
        advice = "run 'spacebeat forget' without an address"
        return Finding("forgotten", "wrong", "traces of what was forgotten are left in the files", advice)
    return Finding("forgotten", "ok", "nothing is left of what was forgotten")


def _full_text_fault(db: Database) -> str:
    if not is_sound(db.conn):
        db.conn.rollback()
        return "is damaged"
    db.conn.rollback()
    (differing,) = db.execute(
        """
        select (select count(*) from articles where id not in (select id from articles_fts_docsize))
          + (select count(*) from articles_fts_docsize where id not in (select id from articles))
        """
    ).fetchone()
    return f"differs from the articles in {counted(differing, 'row')}" if differing else ""
