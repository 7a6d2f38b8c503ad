"""A copy of an archive replaces nothing but an older copy, and leaves nothing else behind."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.backup import Copied, back_up_archive
from archive.errors import ArchiveError
from archive.warc.records import folder_of


@pytest.mark.parametrize("content", ["a database of another program", "text", "empty", "an older copy"])
def test_a_backup_replaces_an_older_copy_and_nothing_else(
    write_archive: Callable[..., Path], tmp_path: Path, content: str
) -> None:
    archive = write_archive("news.db", [{"url": "https://courier.example/1"}])
    target = tmp_path / "copy.db"
    if content == "a database of another program":
        with sqlite3.connect(target) as foreign:
            foreign.execute("create table items (id integer primary key, title text)")
    elif content == "an older copy":
        back_up_archive(archive, target)
    else:
        target.write_text("" if content == "empty" else "Chapter 1. Space law\n" * 100)
    before = target.read_bytes()
    if content in ("empty", "an older copy"):
        assert back_up_archive(archive, target).articles == 1
        return
    with pytest.raises(ArchiveError, match=r"copy\.db is no copy of an archive and is not replaced"):
        back_up_archive(archive, target)
    assert target.read_bytes() == before


ADD_RUN = "insert into runs (source_id, started_at) values ('courier', ?)"


def test_a_backup_replaces_no_copy_into_which_somebody_has_crawled(
    write_archive: Callable[..., Path], tmp_path: Path
) -> None:
    archive, copy = write_archive("news.db", [{"url": "https://courier.example/1"}]), tmp_path / "copy.db"
    back_up_archive(archive, copy)
    for file, day in ((archive, "2126-01-02"), (copy, "2126-01-03")):
        with sqlite3.connect(file) as db:
            db.execute(ADD_RUN, [day])
    refuse_to_replace(archive, copy)


def test_a_backup_replaces_no_other_archive(write_archive: Callable[..., Path]) -> None:
    archive, other = (write_archive(f"{name}.db", [{"url": f"https://{name}.example/1"}]) for name in ("news", "other"))
    for file in (archive, other):
        with sqlite3.connect(file) as db:
            db.execute("delete from runs")
    refuse_to_replace(archive, other)


def refuse_to_replace(archive: Path, target: Path) -> None:
    before = target.read_bytes()
    with pytest.raises(ArchiveError, match=f"{target.name} is no copy of .*news.db but an archive by itself"):
        back_up_archive(archive, target)
    assert target.read_bytes() == before


def test_a_backup_replaces_the_copy_of_before_a_run(write_archive: Callable[..., Path], tmp_path: Path) -> None:
    archive = write_archive("news.db", [{"url": "https://courier.example/1"}])
    for day in ("2126-01-02", "2126-01-03"):
        with sqlite3.connect(archive) as db:
            db.execute(ADD_RUN, [day])
        assert back_up_archive(archive, tmp_path / "copy.db").articles == 1


def test_nothing_but_the_copy_is_left(write_archive: Callable[..., Path], tmp_path: Path) -> None:
    """SQLite leaves two files next to a database that was only read, as by the check of the copy."""
    archive = write_archive("news.db", [{"url": "https://courier.example/1"}])
    folder = tmp_path / "copies"
    folder.mkdir()
    for _ in "12":
        back_up_archive(archive, folder / "copy.db")
        assert {file.name for file in folder.iterdir()} == {"copy.db", "copy.warc"}


def test_a_lost_warc_file_keeps_no_backup_from_being_made(write_archive: Callable[..., Path], tmp_path: Path) -> None:
    archive = write_archive("news.db", [{"url": f"https://courier.example/{number}"} for number in (1, 2)])
    (tmp_path / "copies").mkdir()
    whole = back_up_archive(archive, tmp_path / "copies" / "whole.db")
    assert whole.missing == ()
    (lost,) = folder_of(archive).iterdir()
    lost.unlink()
    assert back_up_archive(archive, tmp_path / "copies" / "new.db") == Copied(2, 0, 0, (lost.name,))
    assert back_up_archive(archive, tmp_path / "copies" / "whole.db") == Copied(2, 1, 0)
    assert (tmp_path / "copies" / "whole.warc" / lost.name).exists()
