"""The tutorial and the guides are run as they are written, from top to bottom, over the archive of the demo."""

import os
import re
import shlex
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from archive.db.connection import connect_to_read
from archive.export import export, formats
from archive.search.filters import Selection
from tests.command import run_command

ROOT = Path(__file__).parents[3]
DOCS = ROOT / "docs"
GUIDES = ("how-to/cite.md", "how-to/use-from-r-and-duckdb.md", "how-to/write-a-rule.md")
# Served until stopped: test_serve.py. Needs the web: test_sources.py. Is what runs this: pytest.
NOT_RUN = ("serve", "sources", ".venv/bin/python")
_BLOCK = re.compile(r"^```console\n(.*?)^```", re.DOTALL | re.MULTILINE)
_SQL = re.compile(r"^```sql\n(.*?)^```", re.DOTALL | re.MULTILINE)


def commands_of(document: Path) -> Iterator[str]:
    """Yield the commands of the shell blocks, here documents included."""
    for block in _BLOCK.findall(document.read_text("utf-8")):
        for command in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            yield command.strip()


def follow(document: Path, folder: Path) -> dict[str, str]:
    """Run all commands of a document in a folder; return what each printed. Fails where one of them does."""
    printed = {}
    environment = os.environ | {"SPACEBEAT_ARCHIVE": "demo.db", "COLUMNS": "120"}
    for command in commands_of(document):
        words = [] if "<<" in command else shlex.split(command)
        if words[:1] == ["spacebeat"] and words[1] not in NOT_RUN:
            done = run_command(words[1:], folder=folder, environment=environment, timeout=120)
        elif words[:1] == ["spacebeat"] or command.startswith((*NOT_RUN, "export ")):
            continue
        else:
            done = subprocess.run(["bash", "-c", command], cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{command}\n{done.stderr}"
        printed[command] = done.stdout
    return printed


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("guides")


@pytest.fixture(scope="module")
def tutorial(folder: Path) -> dict[str, str]:
    return follow(DOCS / "tutorial.md", folder)


def test_the_tutorial_gives_what_it_says(tutorial: dict[str, str], folder: Path) -> None:
    found = tutorial["spacebeat search '\"strategic space dialogue\"'"]
    assert found.count("  2026-11-16  ") == 2
    assert "lunar-ledger              blocked" in tutorial["spacebeat status"]
    rows = (folder / "dialogue.csv").read_text("utf-8").splitlines()
    assert len(rows) == 4
    assert [row.split(",")[1] for row in rows if ",http://" in row.rpartition(",")[0]] == ["Orbit Courier"]
    assert (folder / "dialogue.bib").read_text("utf-8").count("\n  url = ") == 2
    assert (folder / "dialogue-2026" / "CITATION.cff").is_file()


def test_the_demo_has_a_copy_an_edit_a_rejected_page_and_a_failure(tutorial: dict[str, str], folder: Path) -> None:
    db = sqlite3.connect(folder / "demo.db")
    assert db.execute("select count(*), count(copy_of) from articles").fetchone() == (8, 1)
    ((before, after),) = db.execute(
        "select a.text, b.text from revisions a join revisions b on b.article_id = a.article_id and b.number = 2 "
        "where a.number = 1"
    ).fetchall()
    assert ("dix-huit mois" in before, "vingt-quatre mois" in after) == (True, True)
    assert db.execute("select count(*) from urls where state = 'irrelevant'").fetchone() == (1,)
    assert {row[0] for row in db.execute("select source_id from runs where outcome = 'failed'")} == {"lunar-ledger"}
    db.close()


@pytest.mark.parametrize("name", GUIDES)
def test_a_guide_can_be_followed(
    name: str, tutorial: dict[str, str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed = follow(DOCS / name, folder)
    assert printed
    if name == "how-to/write-a-rule.md":
        (extracted,) = (text for command, text in printed.items() if command.startswith("spacebeat extract"))
        assert extracted.splitlines()[:2] == ["Parliament votes on debris", "2026-03-04"]
        assert ("forty votes" in extracted, "Subscribe" in extracted) == (True, False)
    monkeypatch.chdir(folder)
    for query in _SQL.findall((DOCS / name).read_text("utf-8")):
        assert duckdb.connect().execute(query).fetchall()


def test_the_format_of_the_guide_is_written(
    tutorial: dict[str, str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formats, "FORMATS", dict(formats.FORMATS))
    monkeypatch.setattr(export, "_WRITERS", dict(export._WRITERS))
    text = (DOCS / "how-to" / "add-an-export-format.md").read_text("utf-8")
    code = "\n".join(re.findall(r"^   ```python\n(.*?)^   ```", text, re.DOTALL | re.MULTILINE))
    exec(compile(re.sub(r"^   ", "", code, flags=re.MULTILINE), "guide", "exec"), {})
    db = connect_to_read(folder / "demo.db")
    with (folder / "titles.txt").open("wb") as file:
        done = export.export(db, folder, Selection(), "titles", file, export.Options(()))
    db.close()
    lines = (folder / "titles.txt").read_text("utf-8").splitlines()
    assert (done.articles, len(lines)) == (7, 7)
    assert lines[0].startswith("2026-11-1")
