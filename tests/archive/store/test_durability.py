"""What an archive has committed survives a power cut, and two connections that write wait for each other."""

import os
import sqlite3
import threading
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.db.connection import connect, transaction
from archive.records import Lead
from archive.warc.records import folder_of
from tests.archive.conftest import a_source, an_exchange


def test_a_record_is_on_the_disk_before_its_row_is_committed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Note each fsync with the size of its file and the rows that another program sees then."""
    path = tmp_path / "news.db"
    synced: list[tuple[int, int, int]] = []
    fsync = os.fsync
    with Archive(path) as archive:
        archive.add_source(a_source("courier"))
        other = sqlite3.connect(path)

        def noted(descriptor: int) -> None:
            state = os.fstat(descriptor)
            rows = other.execute("select count(*) from captures").fetchone()[0]
            synced.append((state.st_ino, state.st_size, rows))
            fsync(descriptor)

        with monkeypatch.context() as noting:
            noting.setattr(os, "fsync", noted)
            for url in ("https://courier.example/1", "https://courier.example/2"):
                archive.add_capture(an_exchange(url, url.encode()), Lead(url), "courier", None)
        other.close()
        folder = folder_of(path)
        (file,) = folder.iterdir()
        ends = [row[0] for row in archive.db.execute("select warc_offset + warc_length from captures order by id")]
        assert [(size, rows) for inode, size, rows in synced if inode == file.stat().st_ino] == [
            (ends[0], 0),
            (ends[1], 1),
        ]
        # A new file, and a new folder, has a name after a power cut only if its folder was written.
        assert {folder.stat().st_ino, tmp_path.stat().st_ino} <= {inode for inode, _, rows in synced if rows == 0}


def test_a_commit_is_on_the_disk(tmp_path: Path) -> None:
    """Of a write-ahead log, that is what synchronous = FULL promises (sqlite.org/pragma.html#pragma_synchronous)."""
    with Archive(tmp_path / "news.db") as archive:
        assert archive.db.execute("pragma journal_mode").fetchone() == ("wal",)
        assert archive.db.execute("pragma synchronous").fetchone() == (2,)


def test_two_connections_that_read_and_then_write_wait_for_each_other(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    first = connect(path)
    first.execute("create table counter (n integer)")
    first.execute("insert into counter values (0)")
    first.conn.commit()
    errors: list[sqlite3.Error] = []

    def count() -> None:
        db = connect(path)
        try:
            for _ in range(20):
                with transaction(db):
                    (n,) = db.execute("select n from counter").fetchone()
                    db.execute("update counter set n = ?", [n + 1])
        except sqlite3.Error as error:
            errors.append(error)
        finally:
            db.close()

    threads = [threading.Thread(target=count) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert first.execute("select n from counter").fetchone() == (40,)
    first.close()
