"""A damaged or emptied archive replaces no copy, is united with no other, is not shown, and gives way to no new one."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive.backup import back_up_archive
from archive.datasette.server import desk_over
from archive.doctor import examine
from archive.errors import ArchiveError
from archive.merge import merge
from tests.conftest import WriteArchive


@pytest.fixture
def archive(write_archive: WriteArchive) -> Path:
    return write_archive("news.db", [{"url": f"https://courier.example/{n}", "body": "<p>a"} for n in range(3)])


def damage(path: Path) -> None:
    """Overwrite the first page of the articles with zeros."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("pragma wal_checkpoint(truncate)")
        (size,) = db.execute("pragma page_size").fetchone()
        (page,) = db.execute("select rootpage from sqlite_master where name = 'articles'").fetchone()
    data = bytearray(path.read_bytes())
    data[(page - 1) * size : page * size] = bytes(size)
    path.write_bytes(data)


def test_a_damaged_archive_does_not_replace_its_last_whole_copy(archive: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    back_up_archive(archive, target)
    whole = target.read_bytes()
    damage(archive)
    with pytest.raises(ArchiveError, match=r"news\.db is damaged .*copy\.db stays as it was; run 'spacebeat doctor'"):
        back_up_archive(archive, target)
    assert target.read_bytes() == whole
    assert not list(tmp_path.glob("*.part"))


def test_a_damaged_archive_is_not_merged(archive: Path, tmp_path: Path) -> None:
    damage(archive)
    with pytest.raises(ArchiveError, match=r"news\.db is damaged .*; run 'spacebeat doctor'"):
        merge(tmp_path / "all.db", [archive])


def test_a_damaged_archive_is_not_served(archive: Path) -> None:
    damage(archive)
    with pytest.raises(ArchiveError, match=r"news\.db is damaged .*; run 'spacebeat doctor'"):
        desk_over(archive)


def test_the_doctor_makes_no_archive_of_an_emptied_one_and_advises_to_delete_no_page_of_it(archive: Path) -> None:
    archive.write_bytes(b"")
    for log in ("-wal", "-shm"):
        archive.with_name(archive.name + log).unlink(missing_ok=True)
    last = list(examine(archive))[-1]
    assert (last.verdict, archive.stat().st_size) == ("wrong", 0)
    assert "news.db is empty, but" in last.message
    with pytest.raises(ArchiveError, match=r"news\.db is empty, but"):
        merge(archive, [archive])
