"""A snapshot is complete, described, the same each time, and verifiable."""

import csv
import fcntl
import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import frictionless
import pyarrow.parquet
import pytest
import yaml

from archive.db.connection import connect_to_read
from archive.search.filters import Selection
from archive.snapshot import Expected, SnapshotError, compare, expected_texts, verify, write_snapshot
from crawler.cli import main

TEXT = "The sentinel text of this test, which is only in texts."
STORIES: list[dict[str, Any]] = [
    {
        "url": "https://courier.example/1",
        "text": TEXT,
        "states": [TEXT + " More."],
        "topics": ["moon"],
        "actors": ["esa"],
    },
    {
        "url": "https://ministry.example/2",
        "source_id": "ministry",
        "names": ["李明", "Jan van der Meer"],
        "labels": ["x"],
    },
    {"url": "https://courier.example/3", "summary": TEXT, "title": '=1+1, "quoted"\nline', "published_at": None},
]
Take = Callable[..., Path]


@pytest.fixture
def path(write_archive: Callable[..., Path]) -> Path:
    return write_archive("news.db", STORIES)


@pytest.fixture
def take(path: Path, tmp_path: Path) -> Take:
    def take(name: str, selection: Selection | None = None, **how: Any) -> Path:
        db = connect_to_read(path)
        write_snapshot(db, tmp_path / name, selection or Selection(), **how)
        db.close()
        return tmp_path / name

    return take


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("how", [{}, {"shareable": True}, {"parquet": True}])
def test_the_same_archive_gives_the_same_bytes(take: Take, how: dict[str, bool]) -> None:
    assert contents(take("one", **how)) == contents(take("other", **how))


def test_it_is_a_valid_data_package(take: Take) -> None:
    report = frictionless.validate(str(take("set") / "datapackage.json"))
    assert report.valid, report.flatten(["type", "note"])
    assert {task.name for task in report.tasks} >= {"articles", "authors", "revisions", "runs", "coverage"}


def test_tables_hold_what_the_archive_holds(take: Take) -> None:
    folder = take("set")
    articles = rows(folder, "articles")
    assert [row["url"] for row in articles] == [story["url"] for story in STORIES]
    assert articles[2]["title"] == STORIES[2]["title"]
    assert [(r["article_id"], r["position"], r["name"]) for r in rows(folder, "authors")] == [
        ("1", "1", "Jan van der Meer"),
        ("2", "1", "李明"),
        ("2", "2", "Jan van der Meer"),
        ("3", "1", "Jan van der Meer"),
    ]
    assert [r["change"] for r in rows(folder, "revisions")] == ["first", "substantive", "first", "first"]
    assert rows(folder, "topics") == [{"article_id": "1", "topic_id": "moon", "score": "0.5", "name": "Moon"}]
    assert [r["archived"] for r in rows(folder, "coverage")] == ["2", "1"]


def test_a_selection_takes_only_what_belongs_to_it(take: Take) -> None:
    folder = take("set", Selection(sources=("ministry",)))
    assert len(rows(folder, "articles")) == 1
    assert {r["article_id"] for r in rows(folder, "revisions")} == {"2"}
    assert {r["source_id"] for r in rows(folder, "runs")} == {"ministry"}
    query = json.loads((folder / "query.json").read_text())
    assert query["query"] == {"sources": ["ministry"]}
    assert query["articles"] == 1


def test_what_is_shareable_has_hashes_and_no_text(take: Take) -> None:
    folder = take("set", shareable=True)
    assert all(b"sentinel" not in data for data in contents(folder).values())
    assert len(rows(folder, "articles")[0]["text_hash"]) == 64
    assert frictionless.validate(str(folder / "datapackage.json")).valid


def test_articles_can_be_parquet(take: Take) -> None:
    folder = take("set", parquet=True)
    assert pyarrow.parquet.read_table(folder / "articles.parquet").num_rows == 3
    assert not (folder / "articles.csv").exists()
    assert list(expected_texts(folder)) == list(expected_texts(take("other")))


def test_every_column_is_explained(take: Take) -> None:
    folder = take("set")
    book = (folder / "CODEBOOK.md").read_text()
    for file in folder.glob("*.csv"):
        assert f"## {file.name}" in book
    package = json.loads((folder / "datapackage.json").read_text())
    for resource in package["resources"]:
        for field in resource["schema"]["fields"]:
            assert field["description"], (resource["name"], field["name"])


def test_the_citation_file_has_what_is_required(take: Take) -> None:
    citation = yaml.safe_load((take("set", title="Moon: treaties") / "CITATION.cff").read_text())
    assert citation.keys() >= {"cff-version", "message", "title", "authors", "version", "date-released"}
    assert (citation["title"], citation["type"]) == ("Moon: treaties", "dataset")


def test_another_program_verifies_it(take: Take) -> None:
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=take("set"), check=True)


def test_a_fingerprint_stands_for_the_whole(take: Take) -> None:
    assert verify(take("one")) == verify(take("other"))
    assert verify(take("one-source", Selection(sources=("ministry",)))) != verify(take("again"))


def test_what_differs_is_named(take: Take) -> None:
    folder = take("set")
    (folder / "articles.csv").write_bytes((folder / "articles.csv").read_bytes().replace(b"sentinel", b"Sentinel", 1))
    (folder / "topics.csv").unlink()
    with pytest.raises(SnapshotError, match=r"^articles\.csv in .* is not what it was$"):
        verify(folder)


def test_what_is_missing_or_added_is_named(take: Take) -> None:
    folder = take("set")
    (folder / "notes.txt").write_text("mine")
    with pytest.raises(SnapshotError, match=r"^notes\.txt in .* is not part"):
        verify(folder)
    (folder / "notes.txt").unlink()
    (folder / "runs.csv").unlink()
    with pytest.raises(SnapshotError, match=r"^runs\.csv is missing"):
        verify(folder)


def test_nothing_is_overwritten(take: Take, tmp_path: Path) -> None:
    (tmp_path / "set").mkdir()
    (tmp_path / "set" / "mine.txt").write_text("mine")
    with pytest.raises(SnapshotError, match="not empty"):
        take("set")
    assert contents(tmp_path / "set") == {"mine.txt": b"mine"}


def test_a_text_of_today_is_compared_with_its_hash(take: Take) -> None:
    first, *_ = expected_texts(take("set", shareable=True))
    assert first.url == STORIES[0]["url"]
    assert compare(first, f"{TEXT}\n\n  More. ") == "same"
    assert compare(first, TEXT) == "changed"
    assert compare(first, None) == "gone"
    assert compare(Expected("u", "t", "no hash"), TEXT) == "changed"


def test_the_command_writes_and_verifies(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def call(*arguments: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as exit_:
            main(["snapshot", *arguments])
        out, err = capsys.readouterr()
        return int(exit_.value.code or 0), out + err

    folder = str(tmp_path / "set")
    code, said = call(folder, "--archive", str(path), "--source", "courier")
    assert code == 0
    assert "2 articles" in said
    assert call("verify", folder)[0] == 0
    (tmp_path / "set" / "query.json").write_text("{}")
    code, said = call("verify", folder)
    assert (code, said) == (1, f"spacebeat: query.json in {folder} is not what it was\n")


def test_of_two_snapshots_into_one_folder_the_second_is_refused(take: Take, tmp_path: Path) -> None:
    partial = tmp_path / "set.part"
    partial.mkdir()
    (partial / "articles.csv").write_text("of the first", "utf-8")
    first = os.open(partial, os.O_RDONLY)
    fcntl.flock(first, fcntl.LOCK_EX)
    with pytest.raises(SnapshotError, match="is being written by another process"):
        take("set")
    assert contents(partial) == {"articles.csv": b"of the first"}
    os.close(first)
    assert verify(take("set"))  # as after a kill
    assert not partial.exists()
