"""Every public table and column has a description."""

import re
from pathlib import Path

from archive.db.column_descriptions import COLUMN_DESCRIPTIONS, TABLE_DESCRIPTIONS
from archive.db.connection import connect

PRIVATE = {"copy_scheme", "copy_shingles", "lineage_scheme", "quotation_shingles", "_sqlite_migrations"}


def test_every_public_table_and_column_is_described(tmp_path: Path) -> None:
    db = connect(tmp_path / "a.db")
    tables = [
        name
        for name in db.table_names() + db.view_names()
        if name not in PRIVATE and not name.startswith(("articles_fts", "sqlite_"))
    ]
    undescribed = {
        (name, column)
        for name in tables
        for column in (row[1] for row in db.execute(f"pragma table_info([{name}])").fetchall())
        if not COLUMN_DESCRIPTIONS.get(name, {}).get(column)
    }
    assert not undescribed
    assert [name for name in tables if not TABLE_DESCRIPTIONS.get(name)] == []


def test_no_name_needs_quotes(tmp_path: Path) -> None:
    """Nor can it break out of those that other programs put around it: Datasette fails at a bracket."""
    db = connect(tmp_path / "a.db")
    names = [row[0] for row in db.execute("select name from sqlite_master where name not like 'sqlite_autoindex%'")]
    for table in db.table_names() + db.view_names():
        names += [row[1] for row in db.execute(f"pragma table_info([{table}])").fetchall()]
    assert len(names) > 200
    assert [name for name in names if not re.fullmatch("_?[a-z][a-z0-9_]*", name)] == []
