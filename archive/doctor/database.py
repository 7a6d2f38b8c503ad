"""The database: pages, references between rows, full text."""

import sqlite3

from sqlite_utils import Database

from archive.doctor.finding import Finding

_RESTORE = "stop all crawls and restore a backup, or 'spacebeat merge' it into a new archive"


def check_pages(db: Database, *, thorough: bool) -> Finding:
    """Structure of the file (sqlite.org/pragma.html#pragma_integrity_check); thoroughly, indexes against rows, too."""
    pragma = "integrity_check" if thorough else "quick_check"
    try:
        lines = [line for (line,) in db.execute(f"pragma {pragma}").fetchall()]
    except sqlite3.DatabaseError as error:
        lines = [str(error)]
    if lines == ["ok"]:
        return Finding("database", "ok", f"{pragma} finds nothing")
    return Finding("database", "wrong", f"{pragma}: {lines[0]}", _RESTORE)


def check_references(db: Database) -> Finding:
    """Rows that name rows which are not there."""
    broken = db.execute('select "table", count(*) from pragma_foreign_key_check group by 1').fetchall()
    if not broken:
        return Finding("references", "ok", "every row that is referred to is there")
    said = ", ".join(f"{count} rows of {table}" for table, count in broken)
    return Finding("references", "wrong", f"{said} refer to rows that are missing", _RESTORE)


def check_full_text(db: Database, *, repair: bool) -> list[Finding]:
    """Each full-text index against its table (sqlite.org/fts5.html, 6.3); needs the writer's lock."""
    return [_check_index(db, name, repair) for name in full_text_tables(db)]


def full_text_tables(db: Database) -> list[str]:
    query = "select name from sqlite_master where type = 'table' and sql like '%using fts5%' order by 1"
    return [name for (name,) in db.execute(query).fetchall()]


def _check_index(db: Database, name: str, repair: bool) -> Finding:
    try:
        db.execute(f"insert into {name} ({name}, rank) values ('integrity-check', 1)")
        db.conn.commit()
        return Finding("full text", "ok", f"{name} holds what its table holds")
    except sqlite3.DatabaseError as error:
        db.conn.rollback()
        if not repair:
            return Finding("full text", "wrong", f"{name}: {error}", "run 'spacebeat doctor --repair'")
    db.execute(f"insert into {name} ({name}) values ('rebuild')")
    db.conn.commit()
    return Finding("full text", "note", f"{name} was built anew")
