"""An archive that is moved with its folder works; moved alone, it is refused in one line."""

from pathlib import Path

import pytest

from archive.archive import Archive
from archive.errors import ArchiveError
from archive.warc.records import folder_of
from tests.conftest import WriteArchive


@pytest.fixture
def path(write_archive: WriteArchive) -> Path:
    return write_archive("news.db", [{"url": "https://courier.example/1"}])


def test_a_file_that_was_moved_without_its_folder_is_refused(path: Path, tmp_path: Path) -> None:
    moved = path.rename(tmp_path / "moved.db")
    with pytest.raises(ArchiveError, match=r"moved\.warc is missing; move it next to moved\.db"):
        Archive(moved)
    folder_of(path).rename(folder_of(moved))
    Archive(moved).close()


def test_an_archive_without_captures_needs_no_folder(tmp_path: Path) -> None:
    Archive(tmp_path / "new.db").close()
    Archive(tmp_path / "new.db").close()
