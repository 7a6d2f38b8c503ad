"""`spacebeat export` on the command line: output streams, and the files left after an error."""

import csv
import io
import resource
from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.cli import main

STORIES = [{"url": f"https://courier.example/{n}", "first_seen_at": f"2026-01-0{n}T00:00:00Z"} for n in (1, 2, 3)]
Call = Callable[..., int]


@pytest.fixture
def path(write_archive: Callable[..., Path]) -> Path:
    return write_archive("news.db", STORIES)


@pytest.fixture
def call(path: Path) -> Call:
    """Return a function that runs the command on the archive and returns its exit code."""

    def call(*arguments: str) -> int:
        with pytest.raises(SystemExit) as exit_:
            main(["export", "--archive", str(path), *arguments])
        return int(exit_.value.code or 0)

    return call


def test_data_goes_to_standard_output_and_the_count_to_standard_error(
    call: Call, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert call("--until", "2026-01-02", "--columns", "url,title") == 0
    out, err = capsysbinary.readouterr()
    rows = list(csv.reader(io.StringIO(out.decode(), newline="")))
    assert rows[0] == ["url", "title"]
    assert len(rows) == 3
    assert err == b"2 articles\n"


def test_output_starts_with_a_byte_order_mark_for_excel(call: Call, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    call("--bom")
    assert capsysbinary.readouterr().out.startswith(b"\xef\xbb\xbfid,url,")


@pytest.mark.parametrize(
    ("form", "start"), [("parquet", b"PAR1"), ("wacz", b"PK"), ("atom", b"<?xml"), ("bibtex", b"@article{courier-")]
)
def test_a_file_is_written_completely(call: Call, tmp_path: Path, form: str, start: bytes) -> None:
    file = tmp_path / "out"
    assert call("--format", form, "-o", str(file)) == 0
    assert file.read_bytes().startswith(start)
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("a.bib", b"@article{courier-"),
        ("a.JSONL", b"{"),
        ("a.parquet", b"PAR1"),
        ("a.txt", b"id,url"),
        ("a", b"id,url"),
    ],
)
def test_the_ending_of_a_file_names_its_format(call: Call, tmp_path: Path, name: str, start: bytes) -> None:
    assert call("-o", str(tmp_path / name)) == 0
    assert (tmp_path / name).read_bytes().startswith(start)


def test_an_error_leaves_no_partial_file_and_keeps_the_old_one(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    file.write_text("as before")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200, limits[1]))  # as a full disk
    try:
        assert call("-o", str(file)) == 1
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert file.read_text() == "as before"
    assert not list(tmp_path.glob("*.part"))


def test_a_saved_search_is_delivered_once(call: Call, path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    path.with_name("searches.toml").write_text('[[search]]\nname = "all"\ntitle = "All the news"\n')
    digest = ("--saved", "all", "--since-last-run", "--format", "digest")
    assert call(*digest) == 0
    assert capsysbinary.readouterr().out.startswith(b"# All the news\n\n3 articles\n")
    assert call(*digest) == 0
    assert capsysbinary.readouterr().out == b"# All the news\n\n0 articles\n"
    assert call("--saved", "all", "--format", "digest") == 0
    assert b"3 articles" in capsysbinary.readouterr().out


def test_the_last_run_is_not_recorded_when_the_file_cannot_be_written(
    call: Call, path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    path.with_name("searches.toml").write_text('[[search]]\nname = "all"\n')
    digest = ("--saved", "all", "--since-last-run", "--format", "digest")
    path.with_name("x.md.part").mkdir()
    assert call(*digest, "-o", str(path.with_name("x.md"))) == 1
    capsysbinary.readouterr()
    assert call(*digest) == 0
    assert b"3 articles" in capsysbinary.readouterr().out


@pytest.mark.parametrize("wrong", [("--saved", "x", "--source", "courier"), ("--since-last-run",)])
def test_filters_that_contradict_are_wrong_usage(call: Call, wrong: tuple[str, ...]) -> None:
    assert call(*wrong) == 2
