"""Shards handed over at a URL, by workers that share no folder with the command."""

import sqlite3
from pathlib import Path

import pytest
from distributed import Client

from archive.archive import Archive
from archive.warc.records import folder_of
from crawler.cluster.client import ANY_PORT
from crawler.cluster.shard_store import fetch_shard, place_on_worker, remove_shard, send_shard
from crawler.cluster.shards import Shard, folder_of_shards, merge_as_they_come, write_shard
from crawler.ingest import remote
from crawler.ingest.errors import IngestError
from crawler.ingest.url import Url
from tests.foreign import stories
from tests.storage import Bucket


@pytest.fixture
def bucket(new_outlet, monkeypatch, tmp_path) -> Bucket:
    site = new_outlet()
    for name, value in {
        "AWS_ENDPOINT_URL": site.url,
        "AWS_ACCESS_KEY_ID": "the-key",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_METADATA_ENDPOINT": "http://127.0.0.1:9",
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(remote, "PAUSES", ())
    return Bucket(site)


def shard_in(folder: Path, text: bytes = b"record") -> Path:
    path = folder / "a.db"
    folder_of(path).mkdir(parents=True)
    (folder_of(path) / "1.warc.gz").write_bytes(text)
    with sqlite3.connect(path) as db:
        db.execute("create table articles (id)")
    return path


def test_a_shard_is_fetched_as_it_was_sent_in_the_place_of_an_older_one(bucket, tmp_path) -> None:
    url = bucket.open("a.tar")
    assert not fetch_shard(url, tmp_path / "here" / "a.db")
    send_shard(shard_in(tmp_path / "there"), url)
    older = shard_in(tmp_path / "here", b"older")
    (folder_of(older) / "2.warc.gz").write_bytes(b"older")
    assert fetch_shard(url, older)
    assert {file.name: file.read_bytes() for file in folder_of(older).iterdir()} == {"1.warc.gz": b"record"}
    assert older.read_bytes() == (tmp_path / "there" / "a.db").read_bytes()
    remove_shard(url)
    assert not bucket.objects
    assert {file.name for folder in ("here", "there") for file in (tmp_path / folder).iterdir()} == {"a.db", "a.warc"}


def test_a_bucket_that_does_not_exist_is_one_line(bucket, tmp_path) -> None:
    with pytest.raises(IngestError, match=r"^cannot write s3://none/a.tar: there is no such bucket"):
        send_shard(shard_in(tmp_path), Url("s3://none/a.tar"))


@pytest.mark.usefixtures("forked_tasks")
def test_what_workers_send_is_merged_and_removed_everywhere(desk, bucket) -> None:
    (desk.folder / "a.warc.gz").write_bytes(stories(2))
    path = folder_of_shards(desk.archive) / "a.db"
    arguments = ("ingest", str(desk.folder / "a.warc.gz"), "--all-hosts", "--workers", "1")
    shard = Shard("a", path, arguments, bucket.open("a.tar"))
    with Client(processes=False, n_workers=1, dashboard_address=ANY_PORT) as client:
        (result,) = merge_as_they_come(client, desk.archive, [shard], lambda _: None)
    assert result.failure == ""
    assert len(desk.query("select id from captures")) == 2
    assert bucket.log[-2:] == ["GET a.tar", "DELETE a.tar"]
    assert not bucket.objects
    assert not place_on_worker(bucket.url / "a.tar").exists()
    assert not list(desk.folder.glob("*.shards"))


@pytest.mark.usefixtures("forked_tasks")
def test_a_file_that_was_not_read_to_its_end_goes_on_on_any_machine(bucket, new_outlet, tmp_path) -> None:
    url = bucket.open("a.tar")
    Archive(tmp_path / "a.db", "test").close()
    send_shard(tmp_path / "a.db", url)
    bucket.log.clear()
    shard = Shard("a", tmp_path / "a.db", ("ingest", f"{new_outlet().url}/a.warc.gz", "--workers", "1"), url)
    assert not write_shard(shard).is_finished
    assert bucket.log == ["GET a.tar", "PUT a.tar"]
    assert not place_on_worker(url).exists()


@pytest.mark.usefixtures("forked_tasks")
def test_a_shard_that_cannot_be_sent_is_named_and_kept_on_its_machine(bucket, tmp_path) -> None:
    url = bucket.url / "refused.tar"
    (tmp_path / "a.warc.gz").write_bytes(stories(1))
    shard = Shard("a", tmp_path / "a.db", ("ingest", str(tmp_path / "a.warc.gz"), "--workers", "1"), url)
    assert write_shard(shard).failure.startswith(f"cannot write {url}: ")
    assert place_on_worker(url).exists()


@pytest.mark.usefixtures("forked_tasks")
def test_of_a_file_that_cannot_be_opened_no_shard_is_sent(bucket, new_outlet, tmp_path) -> None:
    file = f"{new_outlet().url}/a.warc.gz"
    result = write_shard(Shard("a", tmp_path / "a.db", ("ingest", file, "--workers", "1"), bucket.open("a.tar")))
    assert result.failure == f"cannot read {file}: there is no such file"
    assert bucket.log == ["GET a.tar"]


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--shards", "s3://bucket/shards"], "--shards is for --cluster"),
        (["--cluster", "local", "--shards", "shards"], "--shards takes a URL"),
        (["--cluster", "local", "--shards", "https://courier.example/shards"], "shards cannot be written at https://"),
    ],
)
def test_where_no_shard_can_be_written_is_said_at_once(desk, options, reason) -> None:
    (desk.folder / "a.warc.gz").write_bytes(stories(1))
    ran = desk.run("ingest", str(desk.folder / "a.warc.gz"), *options)
    assert ran.returncode != 0
    assert reason in ran.stderr
