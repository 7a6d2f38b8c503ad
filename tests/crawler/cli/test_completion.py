"""The Tab key completes what the catalogue and the archive have, and prints nothing where there is neither."""

from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

from archive.db.connection import connect
from crawler.cli import spacebeat


def completed(*words: str) -> list[str]:
    *before, last = words
    shell = ShellComplete(spacebeat, {}, "spacebeat", "_SPACEBEAT_COMPLETE")
    return [item.value for item in shell.get_completions(before, last)]


def test_values_of_filters_are_those_of_the_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = tmp_path / "a.db"
    db = connect(archive)
    for id_ in ("law-treaties", "launch", "budget"):
        db.execute("insert into topics (id, name) values (?, ?)", [id_, id_])
    db.conn.commit()
    db.close()
    assert completed("export", "--archive", str(archive), "--topic", "LA") == ["launch", "law-treaties"]
    monkeypatch.setenv("SPACEBEAT_ARCHIVE", str(archive))
    assert completed("compare", "--topic", "b") == ["budget"]


def test_without_an_archive_there_are_no_values(tmp_path: Path) -> None:
    assert completed("export", "--archive", str(tmp_path / "none.db"), "--topic", "") == []
    (tmp_path / "no.db").write_text("no archive")
    assert completed("dossier", "--archive", str(tmp_path / "no.db"), "") == []
    assert not (tmp_path / "none.db").exists()


def test_sources_to_crawl_are_those_of_the_catalogue() -> None:
    assert "spacepolicyonline" in completed("crawl", "spacep")
    assert completed("sources", "show", "--only-catalogue", "space") == []
