"""`spacebeat ingest` in a separate process that is killed at any moment."""

import json
import time
from types import SimpleNamespace

from tests.foreign import stories
from tests.outlets import endpoint, source

STORIES = 60


def catalogue(desk):
    outlet = SimpleNamespace(url="https://courier.example")
    path = desk.folder / "catalogue.toml"
    path.write_text(source(outlet, "courier", endpoint("feed", "/feed")), "utf-8")
    return ("--catalogue", str(path), "--only-catalogue")


def test_a_killed_ingest_resumes_without_duplicates(desk) -> None:
    file = desk.folder / "news.warc.gz"
    file.write_bytes(stories(STORIES))
    arguments = ("ingest", str(file), str(desk.folder / "none.txt"), *catalogue(desk), "--workers", "1", "--json")
    (desk.folder / "none.txt").write_text("hello")
    process = desk.start(*arguments)
    end = time.monotonic() + 40
    while not (desk.archive.exists() and captured(desk)) and time.monotonic() < end:
        time.sleep(0.02)
    process.kill()
    process.communicate()
    done = desk.run(*arguments)
    assert done.returncode == 3, done.stderr
    first, second = json.loads(done.stdout)["files"]
    assert (first["done"], first["captured"] + first["known"], first["damaged"]) == (True, STORIES, 0)
    assert "no WARC record" in second["reason"]
    assert len(desk.query("select distinct url from captures")) == captured(desk) == STORIES
    assert len(desk.query("select id from articles")) == STORIES
    for run in desk.query("select * from runs"):
        assert run["fetched"] == sum(run[name] for name in ("new", "revised", "unchanged", "rejected", "failed"))


def captured(desk) -> int:
    if not desk.query("select 1 from sqlite_master where name = 'ingests'"):
        return 0
    return desk.query("select count(*) as n from captures")[0]["n"]


def test_only_unreadable_files_are_one_line_and_exit_code_1(desk) -> None:
    file = desk.folder / "x.warc"
    file.write_text("hello")
    desk.archive.unlink()
    done = desk.run("ingest", str(file), *catalogue(desk))
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"spacebeat: {file} holds no WARC record; 'spacebeat extract' reads an HTML page"
    ]
    assert list(desk.folder.glob("*.db*")) == []


def test_a_bucket_alone_is_no_file(desk) -> None:
    done = desk.run("ingest", "s3://bucket/")
    assert done.returncode == 2
    assert "s3://bucket/ is a bucket: add the path of a file in it, s3://BUCKET/PATH" in done.stderr
