"""Looking after an archive from the command line: values to filter by, runs, and backups."""

import json
import re
import shutil
import sqlite3
from pathlib import Path

from archive.archive import Archive
from archive.records import Lead
from archive.warc.records import folder_of
from tests.archive.conftest import a_source, an_exchange
from tests.loopback import Answer
from tests.outlets import article, endpoint, feed, html, source


def crawled(desk, new_outlet) -> str:
    site = new_outlet()
    paths = {f"/news/story-{n}": n for n in range(3)}
    site.pages |= {path: html(article(n)) for path, n in paths.items()}
    site.pages["/news/story-2"] = Answer(b"", status=403)
    site.pages["/feed"] = feed(site, paths)
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    desk.crawl()
    return site.url


def test_values_to_filter_by_are_listed_with_their_numbers(desk, new_outlet) -> None:
    crawled(desk, new_outlet)
    assert desk.run("list", "sources").stdout.split() == ["2", "courier", "Courier"]
    assert desk.run("list", "language").stdout.split() == ["2", "en", "English"]
    topics = json.loads(desk.run("list", "topics", "--json").stdout)
    assert {"id", "name", "articles"} == set(topics[0])
    shown = desk.run("list", "topics")
    used = [topic["id"] for topic in topics if topic["articles"]]
    assert [line.split()[1] for line in shown.stdout.splitlines()] == used
    assert shown.stderr == f"{len(topics) - len(used)} more topics have no article; list all with --all\n"
    assert len(desk.run("list", "topics", "--all").stdout.splitlines()) == len(topics)
    refused = desk.run("list", "moods")
    assert refused.returncode == 2
    assert "actors" in refused.stderr


def test_runs_say_what_failed_and_why(desk, new_outlet) -> None:
    url = crawled(desk, new_outlet)
    assert "courier  crawl  done  3 fetched, 2 new, 0 revised, 0 failed" in desk.run("runs").stdout
    assert desk.run("runs", "--failed").stdout == ""
    shown = desk.run("runs", "show", "1").stdout
    assert f"blocked     {url}/news/story-2  (http 403, again at " in shown
    missing = desk.run("runs", "show", "9")
    assert (missing.returncode, missing.stderr) == (
        2,
        "spacebeat: the archive has no run 9; 'spacebeat runs' lists them\n",
    )


def test_a_backup_is_whole_although_the_archive_is_being_written(desk, new_outlet, tmp_path: Path) -> None:
    crawled(desk, new_outlet)
    copy = tmp_path / "copies" / "copy.db"
    copy.parent.mkdir()
    with Archive(desk.archive) as archive:
        archive.add_source(a_source("gazette"))
        with archive.transaction():
            archive.add_capture(
                an_exchange("https://gazette.example/a"), Lead("https://gazette.example/a"), "gazette", None
            )
            done = desk.run("backup", str(copy))
            assert done.returncode == 0, done.stderr
    assert "2 articles" in done.stdout
    doctor = desk.run("doctor", "--all", "--archive", str(copy))
    assert doctor.returncode == 0, doctor.stdout
    with sqlite3.connect(copy) as db:
        assert db.execute("select count(*) from captures where source_id = 'gazette'").fetchone() == (0,)
    again = desk.run("backup", str(copy))
    assert again.returncode == 0
    assert {path.suffix for path in folder_of(copy).iterdir()} == {".gz"}
    assert desk.run("doctor", "--all", "--archive", str(copy)).returncode == 0


def test_an_archive_is_not_copied_over_itself(desk, new_outlet) -> None:
    crawled(desk, new_outlet)
    assert desk.run("backup", str(desk.archive.with_name("quiet.db")), "--quiet").stdout == ""
    refused = desk.run("backup", str(desk.archive))
    assert refused.returncode == 1
    assert "is the archive itself" in refused.stderr


def test_a_backup_names_the_warc_files_that_the_archive_has_lost(desk, write_archive, tmp_path: Path) -> None:
    archive = write_archive("news.db", [{"url": "https://courier.example/1"}])
    shutil.rmtree(folder_of(archive))
    done = desk.run("backup", str(tmp_path / "copy.db"), "--archive", str(archive))
    assert done.returncode == 3
    assert re.fullmatch(r"spacebeat: \S+\.gz is missing from \S+news\.db, and .+ 'spacebeat doctor'\n", done.stderr)
    assert "copy.db: 1 article; 0 WARC files" in done.stdout


def test_a_forgotten_article_is_gone_and_no_crawl_brings_it_back(desk, new_outlet) -> None:
    url = crawled(desk, new_outlet)
    story = f"{url}/news/story-0?utm_source=mail"
    shown = desk.run("forget", story, "--dry-run")
    assert "1 article, 1 revision, 1 capture (" in shown.stdout
    asked = desk.run("forget", story)
    assert (asked.returncode, asked.stderr) == (
        2,
        "spacebeat: forgetting cannot be undone: add --yes to do it without being asked\n",
    )
    assert desk.run("forget", story, "--yes", "--reason", "request 7").returncode == 0
    desk.crawl()
    assert desk.query("select url from articles") == [{"url": f"{url}/news/story-1"}]
    assert "address  " in desk.run("forget", "--list").stdout
    assert "request 7" in desk.run("forget", "--list").stdout
    assert "allowed again: 1 address or source" in desk.run("forget", "--lift", story).stdout
    assert desk.run("forget", "story-0", "--yes").returncode == 2


def test_a_forgotten_source_is_not_crawled(desk, new_outlet) -> None:
    crawled(desk, new_outlet)
    assert desk.run("forget", "courier", "--yes").returncode == 0
    refused = desk.run(*desk.crawl_arguments("courier"))
    assert refused.returncode == 1
    assert "courier was forgotten on " in refused.stderr
    assert desk.run("doctor").returncode == 0


def test_old_captures_are_pruned_after_a_look(desk, new_outlet) -> None:
    crawled(desk, new_outlet)
    desk.change("update captures set fetched_at = '2026-01-01T00:00:00Z'")  # not in this very second
    assert "2 captures from before " in desk.run("prune", "--older-than", "0d", "--dry-run").stdout
    assert "2 captures" in desk.run("prune", "--older-than", "0d").stdout
    assert list(folder_of(desk.archive).iterdir()) == []
    assert desk.run("doctor").returncode == 0
    assert desk.run("prune", "--older-than", "soon").returncode == 2


def test_a_backup_keeps_no_file_that_the_archive_has_replaced(desk, new_outlet, tmp_path: Path) -> None:
    url = crawled(desk, new_outlet)
    copy = tmp_path / "copy.db"
    assert desk.run("backup", str(copy)).returncode == 0
    desk.run("forget", f"{url}/news/story-0", "--yes")
    assert desk.run("backup", str(copy)).returncode == 0
    names = {path.name for path in folder_of(copy).iterdir()}
    assert names == {path.name for path in folder_of(desk.archive).iterdir()}
