"""Forgetting for good: no byte of it is left in the archive, nothing else is lost, and it does not come back."""

import gzip
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.db.connection import connect_to_read
from archive.doctor import examine
from archive.errors import ArchiveError
from archive.merge import merge
from archive.records import Article, Exchange, Lead, Location
from archive.removal.forget import all_forms, find_covered, keys_of_source
from archive.store.captures import captures_where
from archive.warc.records import folder_of, read, read_kind
from tests.archive.conftest import FETCHED, TEXT, a_source, an_exchange

Add = Callable[..., object]

SECRET = "zyzzyvaquark"
URL = "https://courier.example/news/withdrawn"
OTHER = "https://courier.example/news/stays"
SECRET_TEXT = TEXT.replace("orbital", SECRET)


def forget_urls(archive: Archive, *urls: str, sources: tuple[str, ...] = (), reason: str = "request 7") -> None:
    keys = all_forms(archive.db, urls)
    for source in sources:
        keys += keys_of_source(archive.db, source)
    archive.forget(keys, sources, reason)


def bytes_of(path: Path) -> bytes:
    """Return all bytes of an archive: database, log, and the decompressed WARC files."""
    files = [path, path.with_name(path.name + "-wal")]
    plain = b"".join(file.read_bytes() for file in files if file.exists())
    return plain + b"".join(gzip.decompress(file.read_bytes()) for file in sorted(folder_of(path).iterdir()))


def bodies(archive: Archive) -> dict[str, bytes]:
    return {c.url: read(archive.folder, c.location)[2] for c in captures_where(archive.db, "true", [])}


def faults(path: Path) -> list[str]:
    return [finding.message for finding in examine(path, thorough=True) if finding.verdict == "wrong"]


def test_no_byte_of_a_forgotten_article_is_left(archive: Archive, add: Add) -> None:
    add(OTHER)
    add(URL, SECRET_TEXT, title=f"About {SECRET}")
    add(URL, SECRET_TEXT + f" More of {SECRET}.", title=f"About {SECRET}", at="2026-11-21T10:00:00Z")
    archive.frontier.add("courier", [Lead(f"{URL}?utm_source=rss", found_by="feed", summary=SECRET, html=SECRET)])
    archive.close()
    assert SECRET.encode() in bytes_of(archive.path)
    with Archive(archive.path) as opened:
        opened.db.execute(
            "pragma secure_delete = off"
        )  # some builds of SQLite overwrite what is deleted, others do not
        forget_urls(opened, "http://www.courier.example/news/withdrawn/?utm_medium=mail")
        assert opened.db.execute("select url from articles").fetchall() == [(OTHER,)]
        assert bodies(opened).keys() == {OTHER}
        assert list(opened.db.execute("select key, reason from forgotten")) == [
            ("courier.example/news/withdrawn", "request 7")
        ]
    assert SECRET.encode() not in bytes_of(archive.path)
    assert faults(archive.path) == []


def test_what_stays_is_read_where_it_was(archive: Archive, add: Add) -> None:
    for number in range(6):
        add(f"https://courier.example/{number}", f"{TEXT} Number {number}.")
    before = bodies(archive)
    forget_urls(archive, "https://courier.example/0", "https://courier.example/3")
    after = bodies(archive)
    assert after == {url: body for url, body in before.items() if url[-1] not in "03"}
    add("https://courier.example/7", f"{TEXT} Number 7.")
    assert len(bodies(archive)) == 5


def test_a_payload_that_another_capture_refers_to_moves_there(archive: Archive, add: Add) -> None:
    """Two outlets serve the same bytes: the second and third capture are revisits of the first."""
    body = f"<p>{SECRET}</p>".encode()
    add(URL, body=body)
    add("https://gazette.example/same", f"{TEXT} Gazette.", source="gazette", body=body)
    add("https://herald.example/same", f"{TEXT} Herald.", source="herald", body=body)
    forget_urls(archive, URL)
    assert bodies(archive) == {"https://gazette.example/same": body, "https://herald.example/same": body}
    kinds = [
        read_kind(archive.folder, Location(*place))
        for place in archive.db.execute("select warc_file, warc_offset, warc_length from captures order by id")
    ]
    assert kinds == ["response", "revisit"]
    assert URL.encode() not in b"".join(gzip.decompress(f.read_bytes()) for f in archive.folder.iterdir())


def test_a_forgotten_source_leaves_nothing_and_is_refused(archive: Archive, add: Add) -> None:
    add(URL, SECRET_TEXT)
    add(OTHER, source="gazette")
    archive.close()
    with Archive(archive.path) as opened:
        forget_urls(opened, sources=("courier",))
        tables = [name for name in opened.db.table_names() if "source_id" in opened.db[name].columns_dict]
        assert {name for name in tables if next(opened.db[name].rows_where("source_id = 'courier'"), None)} == set()
        with pytest.raises(ArchiveError, match=r"courier was forgotten .*request 7.*--lift courier"):
            opened.add_source(a_source("courier"))
        assert opened.frontier.add("gazette", [Lead(URL, found_by="feed")]) == (0, 1)
    assert SECRET.encode() not in bytes_of(archive.path)
    assert faults(archive.path) == []


def test_no_way_into_the_archive_brings_it_back(archive: Archive, add: Add) -> None:
    add(URL, SECRET_TEXT)
    forget_urls(archive, URL)
    assert archive.frontier.add("courier", [Lead(f"{URL}?utm_source=x", found_by="feed")]) == (0, 1)
    assert archive.frontier.known_before("courier", 0, [URL, OTHER]) == 1
    redirected = Lead("https://courier.example/old-address", found_by="feed", title=SECRET)
    archive.frontier.add("courier", [redirected])
    run = archive.runs.begin("courier")
    assert archive.add_capture(an_exchange(URL, SECRET.encode()), redirected, "courier", run) is None
    add("https://courier.example/mirror", SECRET_TEXT, canonical=URL)
    assert list(archive.db.execute("select count(*) from articles")) == [(0,)]
    states = dict(archive.db.execute("select url, state || ' ' || reason from urls").fetchall())
    assert states == {redirected.url: "gone forgotten", "https://courier.example/mirror": "gone forgotten"}
    assert SECRET in bytes_of(archive.path).decode("utf-8", "replace")  # the page that only declared the address
    archive.forget([], [], "")
    archive.close()
    assert SECRET.encode() not in bytes_of(archive.path)


def test_copies_at_other_outlets_become_originals_and_are_named(archive: Archive, add: Add) -> None:
    add(URL)
    add("https://gazette.example/copy", source="gazette")
    assert list(archive.db.execute("select copy_of from articles order by id")) == [(None,), (1,)]
    covered = find_covered(archive.db, archive.folder, all_forms(archive.db, [URL]), [])
    assert covered.copies == ("https://gazette.example/copy",)
    forget_urls(archive, URL)
    assert list(archive.db.execute("select copy_of from articles")) == [(None,)]
    archive.forget(all_forms(archive.db, ["https://gazette.example/copy"], with_copies=True), [], "")
    assert list(archive.db.execute("select count(*) from copy_shingles")) == [(0,)]


def test_the_answer_of_an_endpoint_that_lists_it_goes_as_well(archive: Archive, add: Add) -> None:
    add(URL, SECRET_TEXT)
    for path, text in (("feed", f"<link>{URL}</link>{SECRET}"), ("other", "<link>/x</link>")):
        feed = f"https://courier.example/{path}"
        archive.keep_endpoint(an_exchange(feed, text.encode()), feed, "courier", None)
    forget_urls(archive, URL)
    assert bodies(archive).keys() == {"https://courier.example/other"}


def test_a_merge_does_not_bring_it_back_and_hands_it_on(tmp_path: Path) -> None:
    for name, urls in (("one", (URL, OTHER)), ("two", (URL, "https://courier.example/new"))):
        (tmp_path / name).mkdir()
        with Archive(tmp_path / name / "a.db") as archive:
            archive.add_source(a_source("courier"))
            for url in urls:
                capture = archive.add_capture(
                    an_exchange(url, f"{url} {SECRET if url == URL else 0}".encode()), Lead(url), "courier", None
                )
                assert capture
                (waiting,) = archive.waiting(capture - 1, 1)
                text = SECRET_TEXT if url == URL else f"{TEXT} {url}"
                archive.add_results([(waiting, Article(url, "A title", text))], "1")
    one, two = tmp_path / "one" / "a.db", tmp_path / "two" / "a.db"
    with Archive(one) as archive:
        forget_urls(archive, URL)
    for target, other in ((one, two), (two, one)):
        merge(target, [other])
        db = connect_to_read(target)
        found = db.execute("select url from articles order by url").fetchall()
        assert found == [("https://courier.example/new",), (OTHER,)]
        assert list(db.execute("select kind, key from forgotten")) == [("address", "courier.example/news/withdrawn")]
        db.close()
        assert SECRET.encode() not in bytes_of(target)
        assert faults(target) == []


KILLED = """
import os, sys
from pathlib import Path
import archive.removal.warc_files as files, archive.removal.forget as module
from archive.archive import Archive
def die(*_): os._exit(9)
if sys.argv[2] == "before the commit":
    module.commit_places = die
elif sys.argv[2] == "after the commit":
    module.delete_stale_files = die
else:
    module.erase_traces = die
with Archive(Path(sys.argv[1])) as opened:
    keys = module.all_forms(opened.db, [sys.argv[3]])
    module.forget(opened.db, opened.folder, keys, [], "")
"""


@pytest.mark.parametrize("moment", ["before the commit", "after the commit", "before the traces are erased"])
def test_a_kill_leaves_it_whole_or_gone_and_a_second_call_ends_it(archive: Archive, add: Add, moment: str) -> None:
    add(URL, SECRET_TEXT)
    add(OTHER)
    archive.close()
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])}
    done = subprocess.run([sys.executable, "-c", KILLED, str(archive.path), moment, URL], env=environment, check=False)
    assert done.returncode == 9
    with Archive(archive.path) as opened:
        readable = bodies(opened).keys()
        assert readable == ({URL, OTHER} if moment == "before the commit" else {OTHER})
        forget_urls(opened, URL)
        assert bodies(opened).keys() == {OTHER}
    assert SECRET.encode() not in bytes_of(archive.path)
    assert faults(archive.path) == []


def test_a_program_that_reads_the_archive_keeps_traces_and_is_named(archive: Archive, add: Add) -> None:
    add(URL, SECRET_TEXT)
    archive.db.execute("pragma busy_timeout = 0")
    reader = connect_to_read(archive.path)
    reader.execute("begin")
    reader.execute("select count(*) from articles").fetchone()
    with pytest.raises(ArchiveError, match="another program"):
        forget_urls(archive, URL)
    reader.close()
    archive.close()
    assert "traces of what was forgotten are left in the files" in faults(archive.path)
    with Archive(archive.path) as opened:
        opened.forget([], [], "")
    assert SECRET.encode() not in bytes_of(archive.path)
    assert faults(archive.path) == []


def test_a_request_goes_with_its_response(archive: Archive, add: Add) -> None:
    headers = (("Cookie", SECRET),)
    for url, cookie in ((URL, headers), (OTHER, (("Accept", "kept"),))):
        exchange = Exchange(url, FETCHED, 200, (), url.encode(), request_headers=cookie)
        archive.add_capture(exchange, Lead(url), "courier", None)
    forget_urls(archive, URL)
    plain = b"".join(gzip.decompress(file.read_bytes()) for file in archive.folder.iterdir())
    assert SECRET.encode() not in plain
    assert b"Accept: kept" in plain
