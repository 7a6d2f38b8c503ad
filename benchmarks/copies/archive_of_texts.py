"""An archive that holds only what the finding of copies needs: outlets, and articles with a text."""

import sqlite3
from pathlib import Path

from archive.db.connection import connect
from archive.dedup.groups import place


def open_archive(path: Path, *, outlets: int) -> sqlite3.Connection:
    """Make an archive with outlets `s1` ... without the full-text index, whose cost would hide all others."""
    db: sqlite3.Connection = connect(path).conn
    for event in ("insert", "update", "delete"):
        db.execute(f"drop trigger if exists articles_fts_{event}")
    db.execute("begin immediate")
    for number in range(1, outlets + 1):
        insert_filled(db, "sources", {"id": f"s{number}"})
    return db


def add_article(db: sqlite3.Connection, number: int, *, outlet: int, text: str) -> None:
    """Write one article, seen `number` seconds after the first, and place it among its copies."""
    insert_article(db, number, outlet=outlet, text=text)
    place(db, number)


def insert_article(db: sqlite3.Connection, number: int, *, outlet: int, text: str) -> None:
    """Write one article without looking for copies."""
    values = {"id": number, "source_id": f"s{outlet}", "text": text, "first_seen_at": f"{number:012}"}
    insert_filled(db, "articles", values)


def insert_filled(db: sqlite3.Connection, table: str, values: dict[str, object]) -> None:
    """Write a row; columns that must have a value and get none here are filled with a made-up one."""
    row = dict(values)
    for _, name, kind, required, default, _ in db.execute(f"pragma table_info({table})"):
        if required and default is None and name not in row:
            row[name] = 0 if kind == "INTEGER" else f"{name} {values['id']}"
    db.execute(f"insert into {table} ({', '.join(row)}) values ({', '.join('?' * len(row))})", tuple(row.values()))
