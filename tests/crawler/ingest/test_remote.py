"""Files at URLs: read in parts from real servers on loopback, gone on with after a connection broke."""

import gzip
import os
import re
import sys
import zipfile
from dataclasses import asdict

import pytest

from crawler.cli.display.ingest import files_as_json
from crawler.ingest import remote
from crawler.ingest.errors import IngestError
from crawler.ingest.location import location_of, open_stream
from crawler.ingest.manifest import expand
from crawler.ingest.pace import pace_of
from crawler.ingest.remote import BLOCK
from crawler.ingest.state import FileState
from crawler.ingest.url import Url
from tests.foreign import stories
from tests.loopback import Answer, Asked
from tests.outlets import title
from tests.storage import Storage, foreign

MONTH = "crawl-data/CC-NEWS/2026/11"


@pytest.fixture(params=["http", "s3"])
def storage(request, new_outlet, monkeypatch, tmp_path) -> Storage:
    site = new_outlet()
    for name, value in {
        "AWS_ENDPOINT_URL": site.url,
        "AWS_ACCESS_KEY_ID": "the-key",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_METADATA_ENDPOINT": "http://127.0.0.1:9",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(remote, "PAUSES", ())
    return Storage(site, re.sub("[^a-z0-9]+", "-", tmp_path.name.lower()), request.param)


def test_a_connection_that_breaks_leaves_the_rest_to_the_next_run(bench, storage, monkeypatch) -> None:
    monkeypatch.setattr("crawler.ingest.reader.PAGES", 2)
    content = stories(1) + foreign(6 * BLOCK) + stories(3, 1) + foreign(2 * BLOCK) * 2 + stories(1, 4)
    url = storage.put("a.warc.gz", content)
    storage.broken = {8 * BLOCK}
    first = bench.ingest(url)
    reason = first.files[0].reason
    assert re.fullmatch(f"cannot read {re.escape(str(url))} at 8.4 MB: .+; run the same command again", reason)
    assert files_as_json(first)[0]["done"] is False
    assert bench.titles() == [title(0), title(1)]
    storage.broken = set()
    storage.site.log.clear()
    second = bench.ingest(url)
    assert not second.failed
    assert not [start for start, _ in storage.ranges() if 0 < start < 6 * BLOCK]
    counts = {name: value for name, value in asdict(second.files[0].progress.counts).items() if value}
    assert counts == {"captured": 5, "elsewhere": 3}
    assert bench.titles() == [title(number) for number in range(5)]
    storage.site.log.clear()
    assert bench.ingest(url).files[0].was_done
    assert sum(last - start + 1 for start, last in storage.ranges()) <= 4 * BLOCK
    assert bench.ingest(bench.file("copy.warc.gz", content)).files[0].was_done


def test_a_connection_that_breaks_once_is_made_again(bench, storage, monkeypatch) -> None:
    monkeypatch.setattr(remote, "PAUSES", (0.0,))
    url = storage.put("a.warc.gz", stories(1) + foreign(BLOCK))
    answer, asked_before = storage.answer, []

    def break_once(asked: Asked, content: bytes) -> Answer:
        storage.broken = set() if asked.headers.get("range") in asked_before else {0, BLOCK}
        asked_before.append(asked.headers.get("range"))
        return answer(asked, content)

    storage.answer = break_once
    assert not bench.ingest(url).failed
    assert bench.titles() == [title(0)]


def test_a_stream_is_the_file_wherever_it_is_sought(storage) -> None:
    content = os.urandom(12 * BLOCK + 12345)
    with open_stream(storage.put("a.bin", content)) as stream:
        assert stream.read() == content
        sizes = [last - start + 1 for start, last in storage.ranges()]
        assert sum(sizes) == len(content)  # each byte once
        assert max(sizes) == 8 * BLOCK or len(sizes) < 7
        for place in (0, 5 * BLOCK - 7, 12 * BLOCK, len(content) - 1, 3 * BLOCK, 11 * BLOCK - 1):
            stream.seek(place)
            assert stream.read(20_000) == content[place : place + 20_000]
        assert stream.seek(0, os.SEEK_END) == len(content)
        assert stream.read() == b""


def test_a_wacz_is_read_from_its_url(bench, storage) -> None:
    path = bench.folder / "x.wacz"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("archive/a.warc.gz", stories(1))
        package.writestr("archive/b.warc.gz", stories(1, 1), zipfile.ZIP_DEFLATED)
    assert not bench.ingest(storage.put("x.wacz", path.read_bytes())).failed
    assert bench.titles() == [title(0), title(1)]


def test_a_list_at_a_url_is_the_files_of_its_server(bench, storage) -> None:
    names = [f"{MONTH}/{name}.warc.gz" for name in "abc"]
    lines = gzip.compress("\n".join(names).encode())
    for number, name in enumerate(names[:2]):
        storage.put(name, stories(1, number))
    manifest = storage.put(f"{MONTH}/warc.paths.gz", lines)
    done = bench.ingest(*expand([manifest]))
    assert [file.path.name for file in done.files] == ["a.warc.gz", "b.warc.gz", "c.warc.gz"]
    assert [file.reason.rpartition(": ")[2] for file in done.files] == ["", "", "there is no such file"]
    assert bench.titles() == [title(0), title(1)]
    (bench.folder / "warc.paths.gz").write_bytes(lines)
    base = next(iter(storage.put("x", b"").parents))
    again = bench.ingest(*expand([bench.folder / "warc.paths.gz"], base))
    assert [file.was_done for file in again.files] == [True, True, False]


def test_a_list_at_a_url_is_read_although_its_first_file_was_withdrawn(storage) -> None:
    names = [f"{MONTH}/{name}.warc.gz" for name in "abcd"]
    manifest = storage.put(f"{MONTH}/warc.paths", "\n".join(names).encode())
    with pytest.raises(IngestError, match=r"a\.warc\.gz and others of the 4 files of .* say with --base"):
        expand([manifest])
    last = storage.put(names[3], b"x")
    assert expand([manifest])[3] == last


@pytest.mark.parametrize(
    ("name", "answer", "message"),
    [
        ("a", Answer(status=404), "there is no such file"),
        ("b", Answer(status=403), "the server refuses access to it, or has no such file"),
        ("c", Answer(status=503), "status 503; run the same command again"),
        ("d", Answer(bytes(3 * BLOCK)), "its server does not send parts of a file; download it"),
        ("e", Answer(), "its size is 0"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_line(bench, storage, name, answer, message) -> None:
    if name == "d" and storage.scheme == "s3":
        message = "Received non-partial response when range requested"
    url = storage.put(name, b"")
    storage.site.pages[f"/{storage.bucket}/{name}"] = answer
    (file,) = bench.ingest(url).files
    assert re.fullmatch(f"cannot read {re.escape(str(url))}.*: .*{message}.*", file.reason)


def test_a_bucket_without_credentials_says_what_to_set(bench, storage, monkeypatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    (file,) = bench.ingest(Url(f"s3://no-key-{storage.bucket}/a.warc.gz")).files
    assert "no credentials: set AWS_ACCESS_KEY_ID" in file.reason


def test_a_path_needs_no_package_and_a_url_names_them(bench, monkeypatch) -> None:
    for name in ("fsspec", "fsspec.implementations.http", "obstore", "obstore.fsspec"):
        monkeypatch.setitem(sys.modules, name, None)
    remote.file_system.cache_clear()
    assert not bench.ingest(*expand([bench.file("a.warc.gz", stories(1))])).failed
    for scheme in ("s3", "https"):
        with pytest.raises(IngestError, match=r"pip install 'spacebeat\[remote\]'"):
            expand([Url(f"{scheme}://host/a.warc.gz")])


def test_an_address_is_shown_without_its_secrets() -> None:
    url = Url("https://me:word@host.example:8/a/b.warc.gz?Signature=abc")
    assert (str(url), url.name) == ("https://host.example:8/a/b.warc.gz", "b.warc.gz")
    assert url.address.endswith("Signature=abc")
    for text in ("gs://bucket/a", "https:///a", "http://[x/a"):
        with pytest.raises(IngestError, match="cannot be read: addresses begin with"):
            location_of(text)


def test_files_that_were_not_opened_count_as_large_as_the_others(bench, storage) -> None:
    url, other = (storage.put(f"{name}.warc.gz", stories(1, number)) for number, name in enumerate("ab"))
    done = bench.ingest(url, Url(f"{url.address}.none"))
    size = done.files[0].size
    assert pace_of(done, 0).total == size  # the second cannot be read
    done.files += [FileState(other), FileState(other)]
    assert pace_of(done, 0).total == 3 * size


def test_the_command_reads_a_url(desk, new_outlet) -> None:
    storage = Storage(new_outlet(), "month", "http")
    url = storage.put("a.warc.gz", stories(1))
    done = desk.run("ingest", url.address, "--all-hosts", "--workers", "1")
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "a.warc.gz: 1 page stored"), done.stderr
    missing = desk.run("ingest", f"{storage.site.url}/none.warc.gz")
    assert missing.returncode == 1
    assert missing.stderr.splitlines()[-1] == (
        f"spacebeat: cannot read {storage.site.url}/none.warc.gz: there is no such file"
    )
