"""`spacebeat status` as a user runs it."""

import io
import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from archive.archive import Archive
from archive.db.connection import connect_to_read
from archive.errors import WrongUsageError
from archive.records import Lead, Source
from archive.reports.coverage import UNSEEN, coverage
from archive.reports.health import health
from crawler.cli import spacebeat
from crawler.cli.status import coverage_table, health_table


@pytest.fixture
def path(tmp_path: Path, empty_archive: bytes) -> Path:
    (tmp_path / "test.db").write_bytes(empty_archive)
    with Archive(tmp_path / "test.db") as archive:
        for name in ("courier", "gazette"):
            archive.add_source(
                Source(name, name.title(), f"https://{name}.example/", "US", ("en",), "trade-press", "space")
            )
        archive.runs.finish(archive.runs.begin("courier"), "done")
        archive.runs.finish(archive.runs.begin("gazette"), "failed", "cannot reach gazette.example: dns")
        archive.frontier.refuse("courier", Lead("https://courier.example/b"), "irrelevant", "relevance 0.1")
        archive.frontier.add("courier", [Lead("https://courier.example/a", "feed", "https://courier.example/feed")])
    return tmp_path / "test.db"


def status(path: Path, *arguments: str) -> Result:
    return CliRunner().invoke(spacebeat, ["status", "--archive", str(path), *arguments], standalone_mode=False)


def test_each_source_has_a_line_and_problems_are_explained(path: Path) -> None:
    done = status(path)
    assert done.return_value == 0
    (line,) = [line for line in done.output.splitlines() if line.startswith("courier ")]
    assert line.split()[-1] == "1"  # left out as irrelevant
    assert "gazette: cannot reach gazette.example: dns" in done.output


def test_entries_that_the_last_crawl_missed_are_told_of_a_source_that_is_well(path: Path) -> None:
    reason = f"entries of https://courier.example/feed {UNSEEN}: its older pages do not have them"
    with Archive(path) as archive:
        archive.runs.finish(archive.runs.begin("courier"), "done", reason)
    assert f"courier: {reason}" in status(path).output
    assert "In 1 crawl of 1 source a list had nothing that was known" in status(path, "--coverage").output


def test_check_ends_with_1_when_a_source_fails_and_names_it(path: Path) -> None:
    done = status(path, "--check", "--json")
    assert done.return_value == 1
    assert "gazette (failing)" in done.stderr
    states = {state["source_id"]: state for state in json.loads(done.stdout)}
    assert states["gazette"]["failure"] == "unreachable"
    assert status(path, "--check", "--source", "courier").return_value == 0


def test_on_a_narrow_terminal_columns_are_left_out_and_none_is_cut(path: Path) -> None:
    db = connect_to_read(path)
    states, rows = health(db, "2026-11-29T12:00:00Z"), coverage(db, "2000-01-01", "2100-01-01")
    db.close()
    for table in (health_table(states, 80), coverage_table(rows, 80)):
        shown = io.StringIO()
        Console(file=shown, width=80).print(table)
        assert "…" not in shown.getvalue()
    assert [column.header for column in health_table(states, 80).columns][-2:] == ["next due", "failure"]
    assert len(health_table(states, 140).columns) == 9
    assert "gone" in [column.header for column in coverage_table(rows, 140).columns]


def test_coverage_is_a_paragraph_and_a_table(path: Path) -> None:
    done = status(path, "--coverage")
    assert "1 address, of which 0 (0.0 %) are archived" in done.output
    assert "1 is still waiting to be fetched" in done.output
    summary = json.loads(status(path, "--coverage", "--json", "--from", "2020-01-01", "--to", "2020-12-31").stdout)
    assert summary["total"]["advertised"] == 0


def test_wrong_usage_is_an_error(path: Path) -> None:
    for arguments in (["--from", "2026-01-01"], ["--source", "nobody"], ["--coverage", "--from", "2100-01-01"]):
        assert isinstance(status(path, *arguments).exception, click.UsageError | WrongUsageError)
