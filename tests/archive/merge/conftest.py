"""Looking at whole archives: every public table, row by row."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive.db.connection import connect_to_read

Dump = Callable[[Path], dict[str, list[tuple[Any, ...]]]]


@pytest.fixture
def dump() -> Dump:
    """Return all rows of all tables but those of SQLite, the migrations and full text's own."""

    def dump(path: Path) -> dict[str, list[tuple[Any, ...]]]:
        db = connect_to_read(path)
        names = db.execute(
            "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like '#_%'"
            " escape '#' and name not like 'articles_fts%' order by 1"
        ).fetchall()
        tables = {name: sorted(db.execute(f"select * from {name}").fetchall(), key=repr) for (name,) in names}
        db.close()
        return tables

    return dump
