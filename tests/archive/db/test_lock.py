"""The writer's lock holds for all names of an archive."""

import os
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.errors import ArchiveLockedError
from archive.warc.records import folder_of


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
