"""A damaged archive is saved into a new one: rows that can be read, and the rest from its WARC files."""

import asyncio
import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive.doctor import examine
from archive.doctor.salvage import salvage
from archive.errors import ArchiveError
from archive.warc.records import folder_of
from crawler.catalogue.catalogue import Catalogue
from crawler.cli import main
from crawler.ingest.salvage import Completed, salvage_with_captures
from tests.foreign import AtOnce, Bench, source, stories

COUNT = 40
WHOLE = "select title, text, published_at, source_id from articles order by url"
WITHOUT_STATE = """
select url from articles a where not exists (
  select 1 from revisions r where r.article_id = a.id and (r.title, r.text) = (a.title, a.text)
)
"""


@pytest.fixture(scope="module")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of an archive that each test gets a copy of."""
    bench = Bench(tmp_path_factory.mktemp("ingested"))
    bench.ingest(bench.file("a.warc.gz", stories(COUNT)))
    with closing(sqlite3.connect(bench.archive)) as db:
        db.execute("pragma wal_checkpoint(truncate)")
    return bench.folder


@pytest.fixture
def damaged(ingested: Path, bench: Bench) -> Path:
    shutil.copytree(ingested, bench.folder, dirs_exist_ok=True)
    return bench.archive


def overwrite(path: Path, pages: list[int], chance: random.Random) -> None:
    with closing(sqlite3.connect(path)) as db:
        (size,) = db.execute("pragma page_size").fetchone()
    data = bytearray(path.read_bytes())
    for page in pages:
        data[(page - 1) * size : page * size] = chance.randbytes(size)
    path.write_bytes(data)


def pages_of(path: Path) -> int:
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute("pragma page_count").fetchone()[0])


def rows(path: Path, query: str = WHOLE) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as db:
        return db.execute(query).fetchall()


def saved(path: Path, target: Path) -> Completed:
    return asyncio.run(salvage_with_captures(path, target, Catalogue({"courier": source()}), AtOnce))


def test_nothing_is_missing_of_an_archive_without_damage(damaged: Path, tmp_path: Path) -> None:
    done = salvage(damaged, tmp_path / "new.db")
    assert done.incomplete == ()
    kept = "select * from template_lines order by 1, 2"
    assert rows(tmp_path / "new.db", kept) == rows(damaged, kept) != []


@pytest.mark.parametrize("seed", range(4))
def test_every_article_of_which_a_capture_is_left_is_saved(damaged: Path, tmp_path: Path, seed: int) -> None:
    whole = rows(damaged)
    assert len(whole) == COUNT
    chance = random.Random(seed)
    overwrite(damaged, chance.sample(range(2, pages_of(damaged) + 1), 8), chance)
    target = tmp_path / "new.db"
    done = saved(damaged, target)
    assert rows(target) == whole, f"seed {seed}: {done.salvaged}"
    assert rows(target, WITHOUT_STATE) == []
    assert [finding for finding in examine(target, thorough=True) if finding.verdict == "wrong"] == []


@pytest.mark.parametrize("table", ["articles", "captures", "urls", "sources", "revisions", "sqlite_schema"])
def test_the_root_of_any_table_may_be_lost(damaged: Path, tmp_path: Path, table: str) -> None:
    whole = rows(damaged)
    root = rows(damaged, f"select rootpage from sqlite_master where name = '{table}'")[0][0] if "_" not in table else 1
    before = damaged.read_bytes()
    overwrite(damaged, [int(str(root))], random.Random(table))
    if table == "sqlite_schema":  # with its header, so that SQLite knows the file at all
        damaged.write_bytes(before[:100] + damaged.read_bytes()[100:])
    target = tmp_path / "new.db"
    saved(damaged, target)
    assert [row[:3] for row in rows(target)] == [row[:3] for row in whole]
    assert rows(target, WITHOUT_STATE) == []
    assert [finding for finding in examine(target, thorough=True) if finding.verdict == "wrong"] == []


def test_a_text_that_changed_within_its_page_is_read_from_its_capture(damaged: Path, tmp_path: Path) -> None:
    whole = rows(damaged)
    data = damaged.read_bytes()
    assert data.count(b"proposal 7 on") > 0
    damaged.write_bytes(data.replace(b"proposal 7 on", b"proposal 8 on"))
    target = tmp_path / "new.db"
    saved(damaged, target)
    assert [row[1] for row in rows(target)] == [row[1] for row in whole]


def test_the_damaged_archive_and_files_that_are_there_stay_as_they_are(damaged: Path, tmp_path: Path) -> None:
    before = damaged.read_bytes()
    files = {file.name: file.read_bytes() for file in folder_of(damaged).iterdir()}
    saved(damaged, tmp_path / "new.db")
    assert damaged.read_bytes() == before
    assert {file.name: file.read_bytes() for file in folder_of(damaged).iterdir()} == files
    with pytest.raises(ArchiveError, match="name a new file"):
        salvage(damaged, tmp_path / "new.db")


def test_captures_of_sites_in_no_catalogue_are_not_passed_over_in_silence(
    damaged: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    overwrite(damaged, list(range(2, pages_of(damaged) + 1)), random.Random(1))
    (tmp_path / "none.toml").write_text("", "utf-8")
    only = ["--catalogue", str(tmp_path / "none.toml"), "--only-catalogue"]
    with pytest.raises(SystemExit) as stop:
        main(["doctor", "--archive", str(damaged), "--salvage", str(tmp_path / "new.db"), *only])
    assert stop.value.code == 1
    assert f"passed over: {COUNT} captures of sites that are in no catalogue; salvage again" in capsys.readouterr().out
