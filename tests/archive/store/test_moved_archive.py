"""An archive that is moved with its folder works; moved alone, it is refused in one line."""

from pathlib import Path

import pytest

from archive.archive import Archive
from archive.errors import ArchiveError
from archive.records import Lead
from archive.warc.records import folder_of
from tests.archive.conftest import an_exchange
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


def test_a_hard_link_next_to_the_pages_of_another_archive_is_refused(
    path: Path, write_archive: WriteArchive, tmp_path: Path
) -> None:
    other = write_archive("elsewhere/other.db", [{"url": f"https://ministry.example/{n}"} for n in range(3)])
    pages = {file.name: file.read_bytes() for file in folder_of(other).iterdir()}
    other.unlink()
    other.hardlink_to(path)
    with pytest.raises(ArchiveError, match=r"other\.warc has the pages of another archive; move those of other\.db"):
        Archive(other)
    assert {file.name: file.read_bytes() for file in folder_of(other).iterdir()} == pages
    Archive(path).close()


def test_an_archive_that_lost_its_newest_records_goes_on_in_a_new_file(path: Path) -> None:
    folder = folder_of(path)
    (lost,) = folder.iterdir()
    lost.write_bytes(kept := lost.read_bytes()[:-9])
    with Archive(path) as archive:
        archive.add_capture(
            an_exchange("https://courier.example/2"), Lead("https://courier.example/2", "feed"), "courier", None
        )
    assert sorted(file.name for file in folder.iterdir()) == [lost.name, "spacebeat-000002.warc.gz"]
    assert lost.read_bytes() == kept


def test_an_archive_without_captures_needs_no_folder(tmp_path: Path) -> None:
    Archive(tmp_path / "new.db").close()
    Archive(tmp_path / "new.db").close()


@pytest.mark.parametrize("name", ["news.db", "news.warc"])
def test_an_archive_whose_folder_would_be_a_file_is_refused_and_not_made(name: str, tmp_path: Path) -> None:
    given = tmp_path / "news.warc"
    given.write_bytes(b"WARC/1.1")
    with pytest.raises(ArchiveError, match=r"news\.warc, which is a file; give the archive another name"):
        Archive(tmp_path / name)
    assert [file.name for file in tmp_path.iterdir()] == ["news.warc"]
    assert given.read_bytes() == b"WARC/1.1"
