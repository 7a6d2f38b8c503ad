"""Each kind of damage is found and reported with a fix."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from archive.db.connection import connect
from archive.db.lock import WriterLock
from archive.doctor import Finding, examine
from archive.doctor.environment import check_clock, check_disk, check_versions
from archive.warc.records import folder_of
from crawler.cli import main
from tests.conftest import WriteArchive

STORIES = [{"url": f"https://courier.example/{n}"} for n in range(5)]


@pytest.fixture
def path(write_archive: Callable[..., Path]) -> Path:
    return write_archive("news.db", STORIES)


def wrong(path: Path, **how: bool) -> list[Finding]:
    return [finding for finding in examine(path, **how) if finding.verdict == "wrong"]


def warc_of(path: Path) -> Path:
    (file,) = folder_of(path).glob("*.warc.gz")
    return file


def change(path: Path, statement: str) -> None:
    with sqlite3.connect(path) as db:
        db.execute(statement)
    db.close()


def test_nothing_is_wrong_with_an_intact_archive(path: Path) -> None:
    findings = list(examine(path, thorough=True))
    assert [f for f in findings if f.verdict == "wrong"] == []
    assert {f.check for f in findings} >= {
        "versions",
        "disk",
        "database",
        "references",
        "captures",
        "files",
        "full text",
        "copies",
        "tallies",
    }


def test_a_missing_archive_is_a_fault_only_where_one_is_expected(tmp_path: Path) -> None:
    for expected, verdict in ((False, "note"), (True, "wrong")):
        (*_, last) = examine(tmp_path / "none.db", expected=expected)
        assert (last.check, last.verdict) == ("archive", verdict)
    assert not (tmp_path / "none.db").exists()


def test_damaged_pages_are_found(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[8192:65536] = os.urandom(65536 - 8192)
    path.write_bytes(data)
    assert wrong(path)[0].check in ("database", "archive")


def test_a_reference_to_a_missing_row_is_found(path: Path) -> None:
    change(path, "update articles set capture_id = 99 where id = 1")
    (finding,) = wrong(path)
    assert (finding.check, finding.message) == ("references", "references to missing rows: 1 row of articles")


def test_a_full_text_index_that_differs_is_found_and_rebuilt(path: Path) -> None:
    change(
        path, "insert into articles_fts (articles_fts, rowid, title, summary, text) values ('delete', 1, 'x', '', 'y')"
    )
    (finding,) = wrong(path)
    assert finding.advice == "run 'spacebeat doctor --repair'"
    assert wrong(path, repair=True) == []
    assert wrong(path) == []


def test_wrong_tallies_are_found_and_recounted(path: Path) -> None:
    change(path, "update source_months set articles = articles + 1")
    (finding,) = wrong(path)
    assert (finding.check, finding.message) == ("tallies", "source_months differ from the articles")
    assert finding.advice == "run 'spacebeat doctor --repair'"
    assert wrong(path, repair=True) == []
    assert wrong(path) == []


def test_an_index_of_copies_of_another_version_is_found_and_rebuilt(path: Path) -> None:
    change(path, "update copy_scheme set version = version - 1")
    (finding,) = wrong(path)
    assert (finding.check, finding.advice) == ("copies", "run 'spacebeat doctor --repair'")
    assert wrong(path, repair=True) == []
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("select count(*) from copy_shingles").fetchone()[0] > 0
    assert wrong(path) == []


def test_an_archive_from_before_lineage_is_traced_by_a_repair(path: Path) -> None:
    change(path, "delete from lineage_scheme")
    assert wrong(path) == []
    assert wrong(path, repair=True) == []
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("select count(*) from lineage_scheme").fetchone() == (1,)


def test_the_index_of_a_script_without_spaces_is_sound(write_archive: WriteArchive) -> None:
    story = {"url": "https://courier.example/zh", "text": "中国国家航天局公布了探月工程的新计划，卫星将于明年发射。"}
    assert wrong(write_archive("zh.db", [story])) == []


def test_a_damaged_record_is_found(path: Path) -> None:
    warc = warc_of(path)
    data = bytearray(warc.read_bytes())
    data[-30] ^= 0xFF
    warc.write_bytes(data)
    (finding,) = wrong(path)
    assert finding.message.startswith("1 of 5 cannot be read, first capture 5: damaged record")


def test_records_behind_a_damaged_one_are_not_said_to_be_removed(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        ((offset, length),) = db.execute("select warc_offset, warc_length from captures where id = 2").fetchall()
    warc = warc_of(path)
    data = bytearray(warc.read_bytes())
    data[offset + length - 6] ^= 0xFF  # in the checksum
    warc.write_bytes(data)
    (finding,) = [finding for finding in examine(path, thorough=True) if finding.check == "files"]
    assert finding.verdict == "wrong"
    assert finding.message == f"spacebeat-000001.warc.gz has a damaged record at byte {offset}"


def test_a_missing_file_is_found(path: Path) -> None:
    warc_of(path).unlink()
    assert "spacebeat-000001.warc.gz is missing" in [finding.message for finding in wrong(path)]


def test_a_half_written_tail_and_an_unused_file_are_noted(path: Path) -> None:
    with warc_of(path).open("ab") as file:
        file.write(b"\x1f\x8b\x08\x00half a record")
    (folder_of(path) / "stray.warc.gz").write_bytes(b"")
    messages = [finding.message for finding in examine(path) if finding.check == "files"]
    assert messages == [
        "spacebeat-000001.warc.gz ends in 17 bytes of a half-written record",
        "no capture points to stray.warc.gz",
    ]
    assert wrong(path) == []


def test_during_another_write_only_reading_checks_run(path: Path) -> None:
    lock = WriterLock(path, "a crawl")
    findings = {finding.check: finding for finding in examine(path)}
    lock.release()
    assert "a crawl" in findings["writer"].message
    assert "full text" not in findings
    assert findings["database"].verdict == "ok"


@pytest.mark.parametrize(
    ("latest", "today", "verdict"),
    [
        (None, "2026-11-22T00:00:00Z", "ok"),
        (None, "1970-01-01T00:00:00Z", "wrong"),
        ("2026-11-22T10:00:00Z", "2026-11-22T00:00:00Z", "ok"),
        ("2026-12-24T00:00:00Z", "2026-11-22T00:00:00Z", "wrong"),
    ],
)
def test_a_clock_that_cannot_be_right_is_found(latest: str | None, today: str, verdict: str) -> None:
    assert check_clock(latest, today).verdict == verdict


def test_a_nearly_full_disk_is_reported(path: Path) -> None:
    assert check_disk(path, free=10 << 20).verdict == "wrong"
    assert check_disk(path, free=10 << 30).verdict == "ok"


def test_a_log_that_a_reader_keeps_from_being_emptied_is_noted(path: Path) -> None:
    log = path.with_name(path.name + "-wal")
    with log.open("ab") as file:
        file.truncate(1 << 30)  # of a hole
    found = check_disk(path, free=10 << 30)
    assert (found.verdict, found.advice) == ("note", "restart 'spacebeat serve', which blocks it")
    assert "write-ahead log of 1024 MiB" in found.message
    assert check_disk(path, free=2 << 30).verdict == "wrong"  # no room to empty it
    log.unlink()


def test_sqlite_with_the_wal_reset_bug_is_noted() -> None:
    assert check_versions((3, 51, 2)).verdict == "note"
    assert check_versions((3, 51, 3)).verdict == "ok"


def test_the_exit_code_is_1_when_something_is_wrong(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as intact:
        main(["doctor", "--archive", str(path)])
    assert not intact.value.code
    warc_of(path).unlink()
    with pytest.raises(SystemExit) as damaged:
        main(["doctor", "--archive", str(path)])
    assert damaged.value.code == 1
    assert "wrong  files       spacebeat-000001.warc.gz is missing -> restore it to" in capsys.readouterr().out
    connect(path).close()


def test_after_damaged_pages_no_further_check_runs(write_archive: Callable[..., Path]) -> None:
    path = write_archive(
        "news.db", [{"url": f"https://courier.example/{n}", "text": "Orbit. " * 300} for n in range(60)]
    )
    data = bytearray(path.read_bytes())
    size = int.from_bytes(data[16:18], "big")
    for page in range(5, len(data) // size, 3):
        data[page * size : page * size + 200] = os.urandom(200)
    path.write_bytes(data)
    findings = list(examine(path))
    assert [finding.verdict for finding in findings][-1] == "wrong"
    assert findings[-1].check in ("database", "archive")
