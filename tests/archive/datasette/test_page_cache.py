"""What a public desk reads before it is asked: all of an archive that fits into the memory, and nothing else."""

from pathlib import Path

from archive.datasette.page_cache import read_whole


def test_a_file_is_read_to_its_end_if_it_fits_into_memory(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    path.write_bytes(bytes(3_000_000))
    assert read_whole(path) == 3_000_000
    assert read_whole(path, memory=6_000_000) == 3_000_000
    assert read_whole(path, memory=5_999_999) == 0


def test_a_file_that_cannot_be_read_is_left_out(tmp_path: Path) -> None:
    assert read_whole(tmp_path / "missing.db") == 0
