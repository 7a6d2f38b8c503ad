"""The writer's lock holds for all names of an archive."""

import os
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.errors import ArchiveError, ArchiveLockedError
from archive.records import Lead
from archive.warc.records import folder_of
from tests.archive.conftest import a_source, an_exchange


def link(path: Path, kind: str) -> Path:
    other = path.parent / "elsewhere" / "other.db"
    other.parent.mkdir()
    (os.symlink if kind == "symlink" else os.link)(path, other)
    return other


@pytest.mark.parametrize("kind", ["symlink", "hard link"])
def test_another_name_of_an_archive_allows_no_second_writer(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "news.db"
    Archive(path).close()
    other = link(path, kind)
    with Archive(path), pytest.raises(ArchiveLockedError):
        Archive(other)
    with Archive(other), pytest.raises(ArchiveLockedError):
        Archive(path)
    Archive(path).close()


def test_captures_through_a_symbolic_link_are_next_to_the_archive(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    Archive(path).close()
    assert folder_of(link(path, "symlink")) == tmp_path / "news.warc"


def test_a_hard_link_made_while_a_new_archive_is_written_gives_no_second_writer(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    with Archive(path), pytest.raises(ArchiveLockedError, match="under another name"):
        Archive(link(path, "hard link"))


def test_an_empty_file_next_to_records_is_not_a_new_archive(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    with Archive(path) as archive:
        archive.add_source(a_source("courier"))
        archive.add_capture(
            an_exchange("https://courier.example/a"), Lead("https://courier.example/a"), "courier", None
        )
    path.write_bytes(b"")
    for name in ("news.db-wal", "news.db-shm"):
        path.with_name(name).unlink(missing_ok=True)
    with pytest.raises(ArchiveError, match=r"restore news\.db from a backup"):
        Archive(path)
    assert path.read_bytes() == b""
