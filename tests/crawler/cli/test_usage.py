"""Wrong input ends with exit code 2 and a sentence that says what to write instead."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from archive.db.connection import connect
from crawler.cli import main
from tests.foreign import stories

WRONG = {
    "serach space": "did you mean search",
    "nonsense": "'spacebeat --help' lists the commands",
    "sources lst": "list",
    "snapshot verfy DIR": "did you mean verify?",
    "search -word": "spacebeat search -- -word",
    "search": "give words to search for",
    'search "open': "quotation mark is not closed",
    "search NEAR(a": "NEAR takes",
    "search title:": "as in title:moon",
    "search moon Summary:": "as in summary:moon",
    "search titel:space": "did you mean title:?",
    "search titre:espace": 'for these words themselves write "titre:espace"',
    "search source:nasa": "use a filter",
    "export --search titel:space": "did you mean title:?",
    "compare titel:space moon": "did you mean title:?",
    "compare contry=FR moon": "did you mean country=?",
    "compare since=2026-01-01 moon": "--since YYYY-MM-DD",
    "compare __ moon": "a search is empty",
    "compare moon mars --json --csv": "--json and --csv are two forms",
    "dossier moon --json --csv": "--json and --csv are two forms",
    "status --json --metrics": "--json and --metrics are two forms",
    "status --coverage --check": "--check and --metrics are about health",
    "search NEAR/abc": "the distance of NEAR must be a number",
    "export --columns title,url,title": "is given 2 times",
    "serve --proxy desk.example": "10.0.0.0/8",
    "crawl --only-catalogue": "--only-catalogue needs --catalogue FILE",
    "forget --list courier": "leave the names out",
    "export --searches mine.toml": "--searches needs --saved NAME",
    "export --search __": "give a value or leave the option out",
    "export --columns __": "give a value or leave the option out",
    "export --columns ,": "give a value or leave the option out",
    "export --saved __": "give a value or leave the option out",
    "snapshot DIR --search __": "give a value or leave the option out",
    "runs --source __": "give a value or leave the option out",
    "runs 7": "spacebeat runs show 7",
    "runs courier": "spacebeat runs --source courier",
    "crawl --since 2999-01-01": "2999-01-01 is in the future",
    "backfill esa --from 2999-01-01": "2999-01-01 is in the future",
    "prune --older-than 2999-01-01": "all captures would be deleted",
    "forget --lift": "web addresses or sources",
    "meaning --rebuild --delete": "give one of them",
    "schedule run --every 0": "a number of 1 or more",
    "sources check --delay abc": "is not a number",
    "search a --since yesterday": "2026-03-04",
    "search a --since 2026-13-01": "2026-03-04",
    "search a --since 20260304": "2026-03-04",
    "search a --since 0206-03-04": "before the year 1900",
    "backfill esa --from 0001-01-01": "before the year 1900",
    "search a --limit x": "is not a whole number",
    "search a --limit 0": "a number of 1 or more",
    "search a --limit 99999999999999999999": "from 1 to 1000000000",
    "runs show 99999999999999999999": "from 1 to 1000000000",
    "schedule run --every 1e30": "from 1 to 1000000000",
    "sources check --stale-after 999999999": "from 1 to 36500",
    "crawl --max-time 9999999999h": "is not a duration",
    "search a --country Frnace": "did you mean France?",
    "search a --language Englich": "did you mean English",
    "search a --source couriar": "did you mean courier?",
    "search a --archive .": "is a directory",
    "export --format xlsx": "'csv', 'jsonl'",
    "export --columns titel": "did you mean title?",
    "export --format bibtex --columns title": "--columns is for csv, jsonl and parquet",
    "export --format parquet --raw": "--raw and --bom are for csv",
    "export --saved mine": "--searches FILE",
    "export -o a.json": "Add --format jsonl (all fields) or csl-json (references)",
    "export -o a.xlsx": "write to a.csv, for Excel with --bom",
    "export -o nowhere/a.csv": "there is no folder nowhere",
    "export -o news.db": "is the archive itself",
    "export -o ./news.db-wal": "is the archive itself",
    "backup nowhere/a.db": "there is no folder nowhere",
    "list topcs": "'topics'",
    "list": "KIND",
    "runs show 9": "'spacebeat runs' lists them",
    "runs --source couriar": "did you mean courier?",
    "status --source couriar": "did you mean courier?",
    "reextract couriar": "did you mean courier?",
    "crawl spacenewz": "did you mean",
    "crawl --catalogue nofile.toml": "does not exist",
    "crawl --since 1.1.2026": "2026-03-04",
    "backfill esa": "2026-03-04",
    "backfill spacenewz --from 2026-01-01": "did you mean",
    "ingest nofile.warc": "does not exist",
    "sources show spacenewz": "did you mean",
    "sources probe http://[::1": "not a valid address: 'http://[::1'",
    "sources probe https://": "address with a host",
    "sources record esa http://[::1": "not a valid address",
    "forget http://[::1 --yes": "not a valid address",
    "sources add nofile.toml": "there is no file nofile.toml",
    "sources export -o nowhere/a.opml": "there is no folder nowhere",
    "serve --port 99999": "from 0 to 65535",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty_archive: bytes) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SPACEBEAT_ARCHIVE", "news.db")
    (tmp_path / "news.db").write_bytes(empty_archive)
    db = connect(tmp_path / "news.db")
    columns = {row[1]: "" for row in db.execute("pragma table_info(sources)") if row[3] and row[4] is None}
    db.table("sources").insert(columns | {"id": "courier", "name": "The Courier"})
    db.conn.commit()
    db.close()
    return tmp_path


@pytest.mark.parametrize("arguments", WRONG)
def test_wrong_input_is_explained(arguments: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (folder / "news.db").read_bytes()
    with pytest.raises(SystemExit) as stop:
        main(["" if word == "__" else word for word in arguments.split()])
    shown = capsys.readouterr().err
    assert stop.value.code == 2, shown
    assert WRONG[arguments] in " ".join(shown.split())
    assert "Traceback" not in shown
    assert (folder / "news.db").read_bytes() == before


def test_a_comparison_without_articles_says_why(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["compare", "moon", "mars"])
    shown = capsys.readouterr()
    assert (stop.value.code, shown.out) == (0, "")
    assert shown.err.startswith("nothing found of moon: the archive has no articles yet")


def test_doctor_exits_with_1_for_a_named_archive_that_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SPACEBEAT_ARCHIVE", raising=False)
    for arguments, code in (
        (["doctor"], 0),
        (["doctor", "--archive", "typo.db"], 1),
        (["doctor", "--archive", "a/b.db"], 1),
    ):
        with pytest.raises(SystemExit) as stop:
            main(arguments)
        shown = capsys.readouterr().out
        assert (stop.value.code, "there is none at" in shown) == (code, True), shown


def test_help_shows_how_a_day_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["search", "--help"])
    assert "--since YYYY-MM-DD" in capsys.readouterr().out


def test_countries_and_languages_are_taken_by_name(folder: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["export", "--country", "France", "--language", "English", "--format", "jsonl", "-o", "-", "--quiet"])
    assert stop.value.code == 0
    assert capsysbinary.readouterr() == (b"", b"")


def test_commands_that_only_read_do_not_wait_for_scrapy(tmp_path: Path) -> None:
    program = """
import sys
from pathlib import Path
from click.testing import CliRunner
from archive.archive import Archive
from crawler.cli import spacebeat
Archive(Path(path := sys.argv[1])).close()
for command in ("search orbit", "status", "runs", "list topics"):
    assert CliRunner().invoke(spacebeat, [*command.split(), "--archive", path], obj={}).exit_code == 0, command
for command in ("sources list", "sources show esa", "sources add --help"):
    assert CliRunner().invoke(spacebeat, command.split(), obj={}).exit_code == 0, command
assert "scrapy" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", program, str(tmp_path / "space.db")], check=True)


def test_a_list_of_sources_that_goes_to_another_program_cuts_nothing_off(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["sources", "list"])
    listed = capsys.readouterr().out
    assert "…" not in listed
    assert re.search(r"^unoosa +INT +[a-z,]+ +multilateral +", listed, re.MULTILINE)


def test_a_closed_pipe_ends_a_command_without_a_word() -> None:
    """End as others do of which `head` has read enough."""
    command = [sys.executable, "-m", "crawler", "sources", "list"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode != 0


def test_progress_that_nobody_reads_any_more_ends_no_crawl() -> None:
    """Not by SystemExit: in the loop of a crawl it left a process that never ended and kept the archive locked."""
    program = (
        "from crawler.cli.display.progress_console import ProgressConsole\n"
        "console = ProgressConsole()\n"
        "console.print('once')\n"
        "console.print('twice')\n"
        "print('went on')"
    )
    nobody, stderr = os.pipe()
    os.close(nobody)
    done = subprocess.run([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=stderr, check=False)
    os.close(stderr)
    assert (done.returncode, done.stdout) == (0, b"went on\n")


def test_an_archive_that_is_a_circle_of_links_is_one_line(desk: Any) -> None:
    (desk.folder / "circle.db").symlink_to("circle.db")
    (desk.folder / "pages.warc.gz").write_bytes(stories(1))
    done = desk.run("ingest", "--archive", "circle.db", "pages.warc.gz")
    assert done.returncode == 1
    assert "circle.db" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("terminal", [False, True], ids=["a file", "a terminal"])
def test_a_locale_without_utf_8_is_no_damage(terminal: bool, folder: Path) -> None:
    db = connect(folder / "news.db")
    db.table("sources").update("courier", {"name": "The Courier – 航天"})
    db.conn.commit()
    db.close()
    ours, theirs = pty.openpty() if terminal else os.pipe()
    done = subprocess.run(
        [sys.executable, "-m", "crawler", "list", "sources", "--all"],
        stdout=theirs,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONIOENCODING": "latin-1", "PYTHONPATH": str(Path(__file__).parents[3])},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    shown = os.read(ours, 1000).decode("latin-1" if terminal else "utf-8")
    os.close(ours)
    os.close(theirs)
    assert ("The Courier ? ??" if terminal else "The Courier – 航天") in shown


def test_an_argument_that_is_no_utf_8_is_no_damage(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["forget", "--yes", "http://courier.example/caf\udce9"])
    assert (stop.value.code, "write it in UTF-8" in capsys.readouterr().err) == (1, True)
