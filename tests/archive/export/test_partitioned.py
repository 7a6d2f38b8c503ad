"""Parquet by year: all articles are there, and DuckDB reads the query of docs/how-to/run-on-a-cluster.md."""

import re
from pathlib import Path

import duckdb
import pytest

from crawler.cli import main

DOCUMENT = Path(__file__).parents[3] / "docs/how-to/run-on-a-cluster.md"
STORIES = [
    {"url": f"https://courier.example/{number}", "published_at": published, "text": f"Text {number} on debris."}
    for number, published in enumerate(["2024-01-01T00:00:00Z", "2025-12-31T23:59:59Z", "2025-03-01T00:00:00Z", None])
]


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as stop:
        main([str(argument) for argument in arguments])
    return int(stop.value.code or 0)


def test_each_year_is_a_file_that_duckdb_counts(
    write_archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    path = write_archive("a.db", STORIES)
    export = ("export", "--archive", path, "--format", "parquet", "--partition-by", "year", "-o", "articles")
    assert run(*export) == 0
    assert capsys.readouterr().err == "4 articles\n"
    names = sorted(str(file.parent.name) for file in Path("articles").rglob("*.parquet"))
    assert names == ["year=2024", "year=2025", "year=__HIVE_DEFAULT_PARTITION__"]
    (query,) = re.findall(r"```sql\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL)
    assert duckdb.connect().execute(query).fetchall() == [(2025, "trade-press", 2), (2024, "trade-press", 1)]
    assert run(*export) == 2
    assert "articles is there already; choose a new folder" in capsys.readouterr().err
    assert run("export", "--archive", path, "-o", "articles") == 2
    assert "articles is a folder; name a file" in capsys.readouterr().err
    assert not Path("articles.part").exists()


def test_columns_can_be_chosen_and_only_parquet_has_years(
    write_archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    path = write_archive("a.db", STORIES)
    years = ("export", "--archive", path, "--partition-by", "year")
    assert run(*years, "--format", "parquet", "--columns", "url", "-o", "urls") == 0
    rows = duckdb.connect().execute("select url, year from 'urls/*/*.parquet' order by url").fetchall()
    assert [year for _, year in rows] == [2024, 2025, 2025, None]
    for others in (("--format", "csv", "-o", "other"), ("--format", "parquet")):
        assert run(*years, *others) == 2
        assert "--partition-by is for parquet, with a new folder as -o" in capsys.readouterr().err
