"""Damaged pages are found before anything is read or written, in bounded time."""

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.db.connection import connect
from archive.db.damage import find_damage, refuse_damaged
from archive.errors import ArchiveError
from tests.conftest import WriteArchive

TEXT = "Delegates weighed the guidelines on debris. "


_written: list[bytes] = []  # the archive, when it was made


@pytest.fixture
def path(write_archive: WriteArchive, tmp_path: Path) -> Path:
    """Write an archive of 60 stories, made once: each test damages a copy."""
    if not _written:
        stories = [{"url": f"https://courier.example/{n}", "text": f"{TEXT * 80}{n}"} for n in range(60)]
        made = write_archive("made.db", stories)
        with closing(connect(made)) as db:
            db.execute("pragma wal_checkpoint(truncate)")
        _written.append(made.read_bytes())
    path = tmp_path / "news.db"
    path.write_bytes(_written[0])
    return path


def pages(path: Path) -> tuple[int, int]:
    with closing(sqlite3.connect(path)) as db:
        return db.execute("pragma page_size").fetchone()[0], db.execute("pragma page_count").fetchone()[0]


def root_of(path: Path, name: str) -> int:
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute("select rootpage from sqlite_master where name = ?", [name]).fetchone()[0])


def overwrite(path: Path, page: int, size: int, content: bytes, at: int = 0) -> None:
    data = bytearray(path.read_bytes())
    start = (page - 1) * size + at
    data[start : start + len(content)] = content
    path.write_bytes(data)


ROOTS = ("articles", "urls", "urls_url", "captures_digest", "articles_fts_data", "article_topics", "polls")


@pytest.mark.parametrize("name", ROOTS)
@pytest.mark.parametrize("seconds", [30.0, 0.0], ids=["all pages", "both ends"])
def test_a_damaged_root_is_found_in_any_time(path: Path, name: str, seconds: float) -> None:
    assert find_damage(path, seconds) == ""
    size, _ = pages(path)
    overwrite(path, root_of(path, name), size, random.Random(name).randbytes(size))
    assert find_damage(path, seconds)
    with pytest.raises(ArchiveError, match=r"is damaged .*; run 'spacebeat doctor'"):
        refuse_damaged(path, seconds)
    with pytest.raises(ArchiveError):
        Archive(path)
