"""`spacebeat merge` on the command line."""

from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.cli import main


def call(*arguments: str) -> int:
    with pytest.raises(SystemExit) as exit_:
        main(["merge", *arguments])
    return int(exit_.value.code or 0)


def test_it_prints_counts_and_conflicts(write_archive: Callable[..., Path], capsys: pytest.CaptureFixture[str]) -> None:
    story = {"url": "https://courier.example/1"}
    one = write_archive("one/a.db", [story])
    other = write_archive("other/a.db", [story | {"published_at": "2026-01-01T00:00:00Z"}])
    assert call("--archive", str(one), str(other)) == 0
    out = capsys.readouterr().out
    assert "articles               1        +0\n" in out
    assert "captures               1        +0\n" in out
    assert "conflict: articles https://courier.example/1: published_at: kept '2026-01-01T00:00:00Z', not" in out


def test_a_missing_archive_is_reported_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("--archive", str(tmp_path / "a.db"), str(tmp_path / "none.db")) == 1
    assert capsys.readouterr().err == f"spacebeat: there is no archive at {tmp_path}/none.db; check the path\n"


def test_no_archive_is_made_for_one_that_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "text.db").write_text("no archive")
    assert call("--archive", str(tmp_path / "a.db"), str(tmp_path / "text.db")) == 1
    assert "file is not a database" in capsys.readouterr().err
    assert [file.name for file in tmp_path.iterdir()] == ["text.db"]
