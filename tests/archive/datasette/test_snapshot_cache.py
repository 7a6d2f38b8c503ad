"""A value is kept until any connection changes the archive, and is of one state of it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from archive.datasette import snapshot_cache
from archive.datasette.snapshot_cache import SnapshotCache


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with closing(sqlite3.connect(tmp_path / "a.db", isolation_level=None)) as connection:
        connection.execute("pragma journal_mode = wal")
        connection.execute("create table t (n)")
    return tmp_path / "a.db"


@pytest.fixture
def readers(path: Path) -> Iterator[list[sqlite3.Connection]]:
    connections = [sqlite3.connect(path) for _ in range(2)]
    yield connections
    for connection in connections:
        connection.close()


def insert(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("insert into t values (1)")


def rows(connection: sqlite3.Connection) -> int:
    return int(connection.execute("select count(*) from t").fetchone()[0])


def test_a_value_is_read_once_until_somebody_writes(path: Path, readers: list[sqlite3.Connection]) -> None:
    cache, reads = SnapshotCache(), []

    def read(connection: sqlite3.Connection) -> int:
        reads.append(connection)
        return rows(connection)

    def ask(reader: int) -> int:
        return cache.read(readers[reader], "rows", read)

    assert [ask(0), ask(0), ask(1), ask(0), ask(1)] == [0] * 5
    before = len(reads)
    assert ask(0) == ask(1) == 0
    assert len(reads) == before
    insert(path)
    assert [ask(1), ask(0)] == [1, 1]


def test_a_value_overtaken_while_it_was_read_is_not_kept(path: Path, readers: list[sqlite3.Connection]) -> None:
    cache = SnapshotCache()

    def read_slowly(connection: sqlite3.Connection) -> int:
        found = rows(connection)
        insert(path)
        assert cache.read(readers[1], "rows", rows) == 1
        assert rows(connection) == found  # of the same snapshot
        return found

    assert cache.read(readers[0], "rows", read_slowly) == 0
    assert cache.read(readers[1], "rows", rows) == 1
    assert cache.read(readers[0], "rows", rows) == 1


def test_the_oldest_values_are_dropped(readers: list[sqlite3.Connection], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot_cache, "MOST", 2)
    cache = SnapshotCache()
    read = iter(range(9)).__next__
    found = [cache.read(readers[0], key, lambda _: read()) for key in (1, 2, 1, 3, 1, 2)]
    assert found == [0, 1, 0, 2, 0, 3]


def test_an_error_leaves_no_transaction_open(readers: list[sqlite3.Connection]) -> None:
    with pytest.raises(sqlite3.OperationalError):
        SnapshotCache().read(readers[0], "rows", lambda connection: connection.execute("select * from nothing"))
    assert not readers[0].in_transaction
