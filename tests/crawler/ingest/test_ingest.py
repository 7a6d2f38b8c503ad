"""Foreign files into an archive: what is kept, once, with its time and origin; what is not is counted."""

import json
import re
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import zipfile
from dataclasses import asdict
from io import BytesIO

import pytest
from reportlab.pdfgen.canvas import Canvas

from archive.archive import Archive
from archive.store.ingests import Progress
from archive.warc.records import payload_digest
from crawler.catalogue.catalogue import Catalogue
from crawler.ingest.containers import open_package
from crawler.ingest.errors import IngestError
from crawler.ingest.reader import batches
from crawler.ingest.source_match import Belonging
from tests.foreign import FETCHED, URL, chunked, packed, record, revisit, source, stories, story
from tests.outlets import article, html, text, title

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd


def counts(done, number=0):
    return {name: value for name, value in asdict(done.files[number].progress.counts).items() if value}


def wacz(path, parts, compression=zipfile.ZIP_STORED):
    with zipfile.ZipFile(path, "w", compression) as package:
        package.writestr("datapackage.json", "{}")
        for name, content in parts.items():
            package.writestr(f"archive/{name}", content)
        package.writestr("pages/pages.jsonl", "")
    return path


def test_a_page_becomes_an_article_with_its_own_time_and_origin(bench) -> None:
    done = bench.ingest(bench.file("news.warc.gz", stories(2)))
    assert counts(done) == {"captured": 2}
    rows = bench.query("select url, title, text, first_seen_at, last_seen_at from articles order by url")
    assert [row["title"] for row in rows] == [title(0), title(1)]
    assert rows[0]["text"].split("\n\n") == text(0)
    assert {row["first_seen_at"] for row in rows} == {FETCHED}
    (records,) = bench.query("select count(*) as n, min(fetched_at) as at, min(origin) as origin from captures")
    assert records == {"n": 2, "at": FETCHED, "origin": "news.warc.gz"}
    (run,) = bench.query("select * from runs")
    assert (run["kind"], run["outcome"], run["fetched"], run["new"]) == ("ingest", "done", 2, 2)


def test_names_that_cannot_be_written_end_it_instead_of_being_left_out(bench) -> None:
    with Archive(bench.archive) as archive:
        archive.db.execute("create trigger broken before insert on actors begin select raise(fail, 'broken'); end")
    with pytest.raises(sqlite3.Error, match="broken"):
        bench.ingest(bench.file("news.warc.gz", stories(1)))


def test_the_archive_is_whole_without_the_file(bench) -> None:
    path = bench.file("news.warc.gz", stories(1))
    bench.ingest(path)
    path.unlink()
    with Archive(bench.archive) as archive:
        archive.db.execute("update captures set outcome = null")
        (capture,) = archive.waiting(0, 9)
        from archive.warc import records

        assert records.read(archive.folder, capture.location)[2] == article(0)


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (chunked(article(1)), [("Transfer-Encoding", "chunked")]),
        (article(1), [("Transfer-Encoding", "chunked")]),
        (packed(article(1)), [("Content-Encoding", "gzip")]),
        (article(1), [("Content-Encoding", "gzip"), ("X-Note", "the maker unpacked it")]),
        (chunked(packed(article(1))), [("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip")]),
        (article(1), [("X-Crawl-Content-Encoding", "br"), ("X-Crawl-Transfer-Encoding", "chunked")]),
    ],
    ids=["chunked", "says chunked", "gzip", "says gzip", "chunked gzip", "common crawl"],
)
def test_bodies_are_read_however_their_maker_left_them(bench, body, headers) -> None:
    bench.ingest(bench.file("x.warc.gz", record(URL.format(1), body, headers=headers)))
    (row,) = bench.query("select text from articles")
    assert row["text"].split("\n\n") == text(1)


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_wacz_is_read_member_by_member(bench, compression) -> None:
    parts = {"a.warc.gz": stories(2), "b.warc": stories(2, 2, compressed=False)}
    assert counts(bench.ingest(wacz(bench.folder / "x.wacz", parts, compression))) == {"captured": 4}
    assert bench.titles() == [title(n) for n in range(4)]


def test_plain_and_wholly_compressed_files_and_bracketed_addresses_are_read(bench) -> None:
    plain = stories(2, compressed=False).replace(b"https://courier.example/news/1", b"<https://courier.example/news/1>")
    done = bench.ingest(bench.file("x.warc", plain), bench.file("y.warc.gz", packed(stories(2, 2, compressed=False))))
    assert (counts(done), counts(done, 1)) == ({"captured": 2}, {"captured": 2})
    assert len(bench.titles()) == 4


def zstandard(records, dictionary=None):
    """Return a file as the crawlers of Archive Team write it: a frame a record, after the dictionary of all of them."""
    frames = [zstd.compress(record, zstd_dict=dictionary) for record in records]
    if dictionary:
        content = dictionary.dict_content
        frames.insert(0, b"\x5d\x2a\x4d\x18" + struct.pack("<I", len(content)) + content)
    return b"".join(frames)


def test_zstandard_is_read_with_and_without_a_dictionary_and_gone_on_with(bench, monkeypatch) -> None:
    monkeypatch.setattr("crawler.ingest.reader.PAGES", 2)
    records = [story(number, compressed=False) for number in range(10)]
    dictionary = zstd.train_dict([record[at : at + 200] for record in records for at in range(0, 800, 20)], 4096)
    damaged = bytearray(zstandard(records[6:8]))
    damaged[8:60] = b"\xff" * 52
    done = bench.ingest(
        bench.file("a.warc.zst", zstandard(records[:3])),
        bench.file("b.warc.zst", zstd.compress(b"".join(records[3:5]))),
        bench.file("c.warc.zst", zstandard(records[5:6], dictionary)),
        bench.file("d.warc.zst", bytes(damaged)),
        wacz(bench.folder / "e.wacz", {"e.warc.zst": zstandard(records[8:])}),
    )
    assert [counts(done, number) for number in range(5)] == [
        {"captured": 3},
        {"captured": 2},
        {"captured": 1},
        {"captured": 1, "damaged": 1},
        {"captured": 2},
    ]
    assert bench.titles() == [title(number) for number in range(10) if number != 6]
    package = open_package(bench.folder / "a.warc.zst")
    belonging = Belonging(Catalogue({"courier": source()}))
    first = next(batches(package, Progress("", "", ""), belonging))
    assert first.place == (0, len(zstandard(records[:2])))
    (rest,) = batches(package, Progress("", "", "", offset=first.place[1]), belonging)
    assert [page.exchange.url for page in rest.pages] == [URL.format(2)]


def test_what_is_no_page_of_a_source_is_counted_and_not_kept(bench) -> None:
    bench.sources = [source(article_url_re="/news/")]
    content = b"".join(
        [
            story(1),
            record("https://elsewhere.example/a", article(2)),
            record("https://courier.example/about", article(3)),
            record(URL.format(4), b"\x89PNG", kind="image/png"),
            record(URL.format(5), article(5), status="404 Not Found"),
            record(URL.format(6), b"gone", status="301 Moved"),
            record(URL.format(7), b"{}", kind=""),
        ]
    )
    assert counts(bench.ingest(bench.file("x.warc.gz", content))) == {"captured": 1, "elsewhere": 2, "unfit": 4}
    assert bench.titles() == [title(1)]


def with_address(address: str, number: int) -> bytes:
    """Return a record of a story under an address that a maker of records would not write."""
    plain = story(number, compressed=False)
    return plain.replace(f"WARC-Target-URI: {URL.format(number)}".encode(), f"WARC-Target-URI: {address}".encode())


@pytest.mark.parametrize(
    "address",
    [
        "https://courier.example:abc/a",
        "https://courier.example:99999/a",
        "https://courier.example:80:80/a",
        "https://courier.example\\@other.example/a",
        "https://courier.example /a",
        "https://a|b.example/a",
        "https://1.2.3.4.5/a",
        "https://courier.example/\x1b[31m",
        "https://[::1/a",
        "https://[a@courier.example/a",
        "https://courier.example/" + "a" * 100_000,
        "https:///a",
        "//courier.example/a",
        "javascript:alert(1)",
    ],
)
def test_a_malformed_address_costs_its_record_and_leaves_no_row(bench, caplog, address) -> None:
    done = bench.ingest(bench.file("a.warc", with_address(address, 1) + story(2, compressed=False)), all_hosts=True)
    assert (done.failed, caplog.text) == ([], "")
    assert bench.query("select url, outcome from captures") == [{"url": URL.format(2), "outcome": "new"}]


@pytest.mark.parametrize(
    "line",
    [
        (b"HTTP/1.0 200 OK", b"HTTP/\xff.\xff 200 OK"),
        (b"Content-Type: text/html", b"Content-Type: text/html\r\nX\xff: 1"),
    ],
)
def test_a_record_with_bytes_that_http_does_not_allow_is_kept(bench, line) -> None:
    odd = story(1, compressed=False)
    added = len(line[1]) - len(line[0])
    length = int(re.findall(rb"Content-Length: (\d+)", odd)[0])
    odd = odd.replace(b"Content-Length: %d" % length, b"Content-Length: %d" % (length + added)).replace(*line)
    done = bench.ingest(bench.file("a.warc", odd + story(2, compressed=False)))
    assert done.failed == []
    assert len(bench.titles()) == 2


@pytest.mark.parametrize("refers_to", ["https://[a@courier.example/a", "https://courier.example:abc/a", "", "x"])
def test_a_revisit_of_a_malformed_address_is_not_resolved_and_stops_nothing(bench, refers_to) -> None:
    odd = revisit(URL.format(1), "sha1:AAAA", FETCHED, refers_to, FETCHED)
    done = bench.ingest(bench.file("a.warc.gz", odd + story(2)))
    assert (done.failed, counts(done)) == ([], {"captured": 1, "unresolved": 1})


def test_an_address_is_kept_with_its_scheme_in_lower_case_and_without_credentials(bench) -> None:
    addresses = ["HTTPS://courier.example/news/1", "https://user:secret@courier.example/news/2"]
    bench.ingest(bench.file("a.warc", b"".join(with_address(url, n) for n, url in enumerate(addresses, 1))))
    assert bench.query("select url, outcome from captures order by id") == [
        {"url": URL.format(1), "outcome": "new"},
        {"url": URL.format(2), "outcome": "new"},
    ]
    assert bench.query("select * from urls where url like '%secret%'") == []


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_an_address_with_the_usual_port_is_of_its_source(bench, name) -> None:
    odd = with_address("https://courier.example:443/news/1", 1)
    content = packed(odd) if name.endswith(".gz") else odd
    assert counts(bench.ingest(bench.file(name, content))) == {"captured": 1}
    assert bench.query("select url from articles") == [{"url": URL.format(1)}]


def test_with_all_hosts_each_site_is_a_source_and_relevance_decides(bench) -> None:
    cake = b"<html><title>Cake</title><body><article><h1>Cake</h1>" + b"<p>Mix flour, eggs and milk well.</p>" * 30
    content = (
        story(1)
        + record("https://www.times.co.uk/space", article(2))
        + record("https://times.co.uk/cake", cake + b"</article>")
    )
    bench.ingest(bench.file("x.warc.gz", content), all_hosts=True)
    rows = bench.query("select source_id, title from articles order by source_id")
    assert rows == [
        {"source_id": "courier", "title": title(1)},
        {"source_id": "times-co-uk", "title": title(2)},
    ]
    (site,) = bench.query("select * from sources where id = 'times-co-uk'")
    assert (site["country"], site["kind"], site["focus"]) == ("INT", "general-press", "general")


def test_a_file_read_before_is_not_read_again_under_any_name(bench) -> None:
    path = bench.file("x.warc.gz", stories(2))
    bench.ingest(path)
    copy = bench.folder / "copy.warc.gz"
    shutil.copy(path, copy)
    assert bench.ingest(copy).files[0].was_done
    (row,) = bench.query("select count(*) as captures from captures")
    assert row["captures"] == 2


def test_a_file_is_read_again_for_other_sources_and_doubles_nothing(bench) -> None:
    path = bench.file("x.warc.gz", stories(2) + record("https://gazette.example/a", article(9)))
    bench.ingest(path)
    bench.sources.append(source("gazette"))
    assert counts(bench.ingest(path)) == {"captured": 1, "known": 2}
    assert len(bench.titles()) == 3


def test_pages_that_two_files_hold_are_kept_once(bench) -> None:
    done = bench.ingest(bench.file("x.warc.gz", stories(3)), bench.file("y.warc.gz", stories(3, 1)))
    assert counts(done, 1) == {"captured": 1, "known": 2}


@pytest.mark.parametrize("compressed", [True, False])
@pytest.mark.parametrize("where", ["head", "body"])
def test_damaged_records_are_passed_over_and_counted(bench, where, compressed) -> None:
    parts = [story(number, compressed=compressed) for number in range(5)]
    broken = bytearray(parts[2])
    start = 0 if where == "head" else len(broken) // 2
    broken[start : start + 40] = bytes(b ^ 0x5A for b in broken[start : start + 40])
    parts[2] = bytes(broken)
    done = bench.ingest(bench.file("x.warc.gz", b"".join(parts)))
    kept = {title(n) for n in (0, 1, 3, 4)}
    assert kept <= set(bench.titles())
    if compressed:
        assert counts(done) == {"captured": 4, "damaged": 1}


def test_a_record_without_a_message_costs_itself_alone_in_a_file_compressed_as_a_whole(bench) -> None:
    empty = record(URL.format(9), b"", compressed=False)
    message = empty.partition(b"\r\n\r\n")[2].removesuffix(b"\r\n\r\n")
    empty = empty.replace(message, b"").replace(b"Content-Length: %d" % len(message), b"Content-Length: 0")
    plain = story(1, compressed=False) + empty + stories(2, 2, compressed=False)
    assert counts(bench.ingest(bench.file("x.warc.gz", packed(plain)))) == {"captured": 3, "damaged": 1}


def test_a_page_is_read_with_its_terms_although_no_field_says_how_it_is_packed(bench) -> None:
    reserved = article(1).replace(b"<head>", b'<head><meta name="robots" content="noarchive">')
    assert reserved != article(1)
    pages = record(URL.format(0), packed(article(0))) + record(URL.format(1), zstd.compress(reserved))
    bench.ingest(bench.file("x.warc.gz", pages))
    assert bench.titles() == [title(0), title(1)]
    assert [row["rights"] for row in bench.query("select rights from captures order by url")] == ["[]", '["noarchive"]']


@pytest.mark.parametrize(
    "date", ["2026-11-10T08:00:00", "2026-11-10T08:00:00.25", "2026-11-10 08:00:00", "20261110080000"]
)
def test_a_time_without_its_zone_is_utc(bench, date) -> None:
    odd = story(1, compressed=False).replace(f"WARC-Date: {FETCHED}".encode(), f"WARC-Date: {date}".encode())
    assert counts(bench.ingest(bench.file("x.warc", odd))) == {"captured": 1}
    assert bench.query("select fetched_at from captures") == [{"fetched_at": FETCHED}]


@pytest.mark.parametrize("date", ["", "yesterday", "0000-00-00T00:00:00", "20261310080000"])
def test_a_record_without_a_time_is_no_page(bench, date) -> None:
    odd = story(1, compressed=False).replace(f"WARC-Date: {FETCHED}".encode(), f"WARC-Date: {date}".encode())
    assert counts(bench.ingest(bench.file("x.warc", odd))) == {"unfit": 1}


def test_a_file_that_was_cut_off_gives_all_whole_records(bench) -> None:
    whole = stories(3)
    done = bench.ingest(
        bench.file("x.warc.gz", whole[:-300]), bench.file("y.warc", stories(2, 5, compressed=False)[:-900])
    )
    assert (counts(done), counts(done, 1)) == ({"captured": 2, "damaged": 1}, {"captured": 1, "damaged": 1})


def test_a_wacz_whose_directory_is_lost_is_read_all_the_same(bench) -> None:
    path = wacz(bench.folder / "x.wacz", {"a.warc.gz": stories(3)})
    path.write_bytes(path.read_bytes()[:-60])
    assert counts(bench.ingest(path))["captured"] == 3


def test_a_file_without_records_is_named_and_stops_no_other(bench) -> None:
    done = bench.ingest(bench.file("x.txt", b"hello\n" * 100), bench.file("y.warc.gz", stories(1)))
    (failed,) = done.failed
    assert failed.reason.startswith(f"{bench.folder / 'x.txt'} holds no WARC record")
    assert counts(done, 1) == {"captured": 1}


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\x1f\x8b\x08", packed(b"hello"), b"WARC", b"\0" * 3_000_000])
def test_a_file_that_is_no_warc_is_refused_in_one_line(bench, content) -> None:
    with pytest.raises(IngestError, match="holds no WARC record"):
        open_package(bench.file("x", content))


def test_a_revisit_is_the_page_it_refers_to_wherever_that_stands(bench) -> None:
    digest = payload_digest(article(1))
    again = revisit(URL.format(1), digest, "2026-11-12T08:00:00Z", URL.format(1), FETCHED)
    lost = revisit(URL.format(8), "sha1:AAAA", "2026-11-12T08:00:00Z", URL.format(8), FETCHED)
    done = bench.ingest(bench.file("x.warc.gz", again + lost), bench.file("y.warc.gz", story(1)))
    assert counts(done) == {"captured": 1, "unresolved": 1}
    (row,) = bench.query("select first_seen_at, last_seen_at from articles")
    assert row == {"first_seen_at": FETCHED, "last_seen_at": "2026-11-12T08:00:00Z"}
    assert bench.query("select outcome from captures order by id") == [{"outcome": "new"}, {"outcome": "unchanged"}]


def test_a_revisit_is_looked_up_again_when_its_file_is_given_again(bench) -> None:
    digest = payload_digest(article(1))
    revisits = bench.file("x.warc.gz", revisit(URL.format(1), digest, "2026-11-12T08:00:00Z", URL.format(1), FETCHED))
    assert counts(bench.ingest(revisits)) == {"unresolved": 1}
    bench.ingest(bench.file("y.warc.gz", story(1)))
    done = bench.ingest(revisits)
    assert (counts(done), done.files[0].was_done) == ({"captured": 1}, True)
    assert counts(bench.ingest(revisits)) == {"captured": 1}
    assert bench.query("select outcome from captures order by id") == [{"outcome": "new"}, {"outcome": "unchanged"}]


def test_a_state_from_before_becomes_the_first_revision_and_not_the_latest(bench) -> None:
    bench.ingest(bench.file("x.warc.gz", story(1)))
    old = article(1).replace(b"3 hours", b"9 hours")
    done = bench.ingest(bench.file("y.warc.gz", record(URL.format(1), old, at="2026-11-02T08:00:00Z")))
    (row,) = bench.query("select text, first_seen_at, last_seen_at from articles")
    assert row["text"].split("\n\n") == text(1)
    assert (row["first_seen_at"], row["last_seen_at"]) == ("2026-11-02T08:00:00Z", FETCHED)
    states = bench.query(
        "select number, change, observed_at, text like '%9 hours%' as old from revisions order by number"
    )
    assert states == [
        {"number": 1, "change": "first", "observed_at": "2026-11-02T08:00:00Z", "old": 1},
        {"number": 2, "change": "substantive", "observed_at": FETCHED, "old": 0},
    ]
    assert done.finished[0].revised == 1


def test_an_interrupted_ingest_goes_on_where_it_was(bench) -> None:
    path = bench.file("x.warc.gz", stories(100))

    async def interrupt(state) -> None:
        import asyncio

        while not (state.files[0].progress and state.files[0].progress.counts.captured):
            await asyncio.sleep(0)
        signal.raise_signal(signal.SIGINT)

    done = bench.ingest(path, watch=interrupt)
    assert done.interrupted
    assert 0 < counts(done)["captured"] < 100
    bench.ingest(path)
    (row,) = bench.query("select count(*) as n, count(distinct url) as urls from captures")
    assert row == {"n": 100, "urls": 100}
    assert len(bench.titles()) == 100
    for run in bench.query("select * from runs"):
        assert run["fetched"] == sum(run[name] for name in ("new", "revised", "unchanged", "rejected", "failed"))


def test_files_of_wget_are_read(bench, new_outlet) -> None:
    if not shutil.which("wget"):
        pytest.skip("wget is not installed")
    site = new_outlet()
    site.pages = {f"/news/{n}": html(article(n)) for n in range(2)} | {"/logo.png": b"\x89PNG"}
    bench.sources = [source(homepage=f"{site.url}/")]
    name = str(bench.folder / "pages")
    urls = [f"{site.url}{path}" for path in site.pages]
    subprocess.run(
        ["wget", "-q", f"--warc-file={name}", "-O", "/dev/null", "--no-warc-keep-log", *urls], check=False, timeout=20
    )
    done = bench.ingest(bench.folder / "pages.warc.gz")
    assert bench.titles() == [title(0), title(1)]
    assert counts(done)["captured"] == 2


def report() -> bytes:
    """Return a PDF of two pages."""
    file = BytesIO()
    canvas = Canvas(file)
    for number in range(2):
        canvas.setFont("Helvetica-Bold", 20)
        canvas.drawString(72, 760, ("Report on space debris", "What the committee asks")[number])
        canvas.setFont("Helvetica", 11)
        for line in range(20):
            canvas.drawString(
                72, 720 - 14 * line, f"Line {line}: satellites and launches under the Outer Space Treaty."
            )
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def test_a_pdf_becomes_an_article_with_pages_and_instruments(bench) -> None:
    bench.ingest(bench.file("x.warc.gz", record(URL.format("r.pdf"), report(), kind="application/pdf")))
    (row,) = bench.query("select title, access, blocks from articles")
    assert (row["title"], row["access"]) == ("Report on space debris", "full")
    assert [block["page"] for block in json.loads(row["blocks"]) if block["type"] == "heading"] == [1, 2]
    assert bench.query("select instrument_id from article_instruments") != []


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("media/report.pdf", "application/pdf"),
        ("media/REPORT.PDF?v=2", "application/octet-stream"),
        ("media/1234/download", "application/pdf"),
        ("media/1234/download", ""),
    ],
)
def test_a_document_is_kept_although_its_address_is_no_articles(bench, path, kind) -> None:
    file = bench.file("x.warc.gz", record(f"https://courier.example/{path}", report(), kind=kind))
    bench.sources = [source(article_url_re="/news/")]
    assert counts(bench.ingest(file)) == {"elsewhere": 1}
    bench.sources = [source(article_url_re="/news/", exclude_url_re="/media/", documents=True)]
    assert counts(bench.ingest(file)) == {"elsewhere": 1}
    bench.sources = [source(article_url_re="/news/", documents=True)]
    assert counts(bench.ingest(file)) == {"captured": 1}
    assert bench.titles() == ["Report on space debris"]


def test_other_pages_of_a_source_with_documents_stay_elsewhere(bench) -> None:
    bench.sources = [source(article_url_re="/news/", documents=True)]
    about = "https://courier.example/about"
    again = revisit(about, payload_digest(article(3)), "2026-11-11T08:00:00Z", about, FETCHED)
    viewer = record("https://courier.example/media/report.pdf", article(4))
    image = record("https://courier.example/media/1234/download", b"\x89PNG", kind="image/png")
    content = record(about, article(3)) + viewer + image + again
    assert counts(bench.ingest(bench.file("x.warc.gz", content))) == {"elsewhere": 4}
    assert bench.titles() == []
