import gzip
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import brotli
import pytest
from warcio.checker import Checker

from archive.errors import CaptureError
from archive.records import Lead, Location
from archive.warc import records
from archive.warc.writer import CaptureWriter
from tests.archive.conftest import an_exchange

URL = "https://courier.example/a?x=1"
PAGE = b"<p>a packed story</p>"


def write(folder: Path, count: int = 1, **settings: Any) -> list[Location]:
    writer = CaptureWriter(folder, **settings)
    locations = [writer.write(an_exchange(URL, f"<p>story {n}</p>".encode())) for n in range(count)]
    writer.close()
    return locations


def check(file: Path) -> int:
    """Return what `warcio check` answers: 0 when nothing is wrong."""

    class Command:
        inputs = (str(file),)
        verbose = False

    checker = Checker(Command())
    checker.process_all()
    return checker.exit_value


def test_what_is_written_can_be_read_and_checked(tmp_path: Path) -> None:
    (location,) = write(tmp_path)
    status, headers, body = records.read(tmp_path, location)
    assert (status, headers["content-type"], body) == (200, "text/html", b"<p>story 0</p>")
    assert check(tmp_path / location.file) == 0


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(PAGE)),
        ("X-GZIP", gzip.compress(PAGE)),
        ("gzip", gzip.compress(PAGE[:9]) + gzip.compress(PAGE[9:])),
        ("gzip, gzip", gzip.compress(gzip.compress(PAGE))),
        ("deflate", zlib.compress(PAGE)),
        ("br", brotli.compress(PAGE)),
        ("br, identity", brotli.compress(PAGE)),
        ("gzip", PAGE),
        ("compress", b"\x1f\x9d as it came"),
    ],
    ids=["gzip", "capitals", "members", "layers", "deflate", "brotli", "identity", "false", "unknown"],
)
def test_a_compressed_body_is_stored_as_it_came_and_read_decoded(encoding: str, packed: bytes, tmp_path: Path) -> None:
    exchange = an_exchange(URL, packed)
    headers = (*exchange.response_headers, ("Content-Encoding", encoding))
    writer = CaptureWriter(tmp_path)
    location = writer.write(
        type(exchange)(url=URL, fetched_at=exchange.fetched_at, status=200, response_headers=headers, body=packed)
    )
    writer.close()
    assert records.read(tmp_path, location)[2] == (packed if encoding == "compress" else PAGE)
    stored = (tmp_path / location.file).read_bytes()
    assert packed in gzip.decompress(stored)
    assert packed in stored  # it would get no smaller


def test_a_plain_body_is_compressed(tmp_path: Path) -> None:
    writer = CaptureWriter(tmp_path)
    location = writer.write(an_exchange(URL, b"<p>plain</p>" * 1000))
    writer.close()
    assert location.length < 1000


@pytest.mark.parametrize("kept", [1, 20, 200])
def test_a_half_written_record_is_cut_off(tmp_path: Path, kept: int) -> None:
    first, second = write(tmp_path, 2)
    file = tmp_path / second.file
    file.write_bytes(file.read_bytes()[: second.offset + min(kept, second.length - 1)])
    writer = CaptureWriter(tmp_path, committed=(first.file, first.offset + first.length))
    assert file.stat().st_size == second.offset
    location = writer.write(an_exchange(URL, b"<p>after</p>"))
    writer.close()
    assert records.read(tmp_path, location)[2] == b"<p>after</p>"
    assert check(file) == 0


def test_whole_records_that_the_database_does_not_know_are_kept(tmp_path: Path) -> None:
    write(tmp_path, 2)
    size = (tmp_path / "spacebeat-000001.warc.gz").stat().st_size
    CaptureWriter(tmp_path).close()
    assert (tmp_path / "spacebeat-000001.warc.gz").stat().st_size == size


def test_header_fields_that_are_not_ascii_are_kept(tmp_path: Path) -> None:
    """Servers may send any bytes; warcio encodes those of whole values and of parameters, and fails on others."""
    fields = (("X-\xc9tat\xff", "v\xe9rifi\xe9"), ("Set-Cookie", "caf\xe9; path=/%41; name=caf\xe9"))
    exchange = replace(an_exchange("https://courier.example/a"), response_headers=fields)
    kept = {"x-%c3%89tat%c3%bf": "v%C3%A9rifi%C3%A9", "set-cookie": "caf%C3%A9; path=/%41; name=caf%C3%A9"}
    writer = CaptureWriter(tmp_path)
    location = writer.write(exchange)
    writer.close()
    assert records.read(tmp_path, location) == (200, kept, b"<p>story</p>")


def test_files_are_of_bounded_size(tmp_path: Path) -> None:
    locations = write(tmp_path, 6, file_size=1500)
    assert len({location.file for location in locations}) > 1
    assert [records.read(tmp_path, x)[2] for x in locations] == [f"<p>story {n}</p>".encode() for n in range(6)]
    assert all(check(file) == 0 for file in tmp_path.iterdir())


def test_a_missing_or_damaged_record_is_a_named_error(tmp_path: Path) -> None:
    (location,) = write(tmp_path)
    with pytest.raises(CaptureError):
        records.read(tmp_path, Location("nowhere.warc.gz", 0, 10))
    with pytest.raises(CaptureError):
        records.read(tmp_path, Location(location.file, location.offset + 3, location.length))
    other = tmp_path / "other.warc.gz"
    other.write_bytes(gzip.compress(b"\x00\xff\x1b no record\r\n" * 100))
    with pytest.raises(CaptureError, match=r"^damaged record in \S+other\.warc\.gz at 0: it cannot be parsed$"):
        records.read(tmp_path, Location(other.name, 0, other.stat().st_size))


def test_a_payload_seen_before_is_a_revisit_record_that_reads_as_the_first(archive) -> None:
    for path in ("a", "b"):
        url = f"https://courier.example/{path}"
        archive.frontier.add("courier", [Lead(url)])
        archive.add_capture(an_exchange(url), Lead(url), "courier", None)
    first, second = archive.waiting(0, 10)
    assert first.location == second.location
    (file,) = archive.folder.iterdir()
    content = gzip.decompress(file.read_bytes())
    assert content.count(b"WARC-Type: revisit") == 1
    assert content.count(b"WARC-Type: request") == 2
    assert check(file) == 0


def test_the_same_page_again_needs_no_extraction(archive, add) -> None:
    add("https://courier.example/a", body=b"<p>same</p>")
    again = archive.add_capture(
        an_exchange("https://courier.example/a", b"<p>same</p>"), Lead("https://courier.example/a"), "courier", None
    )
    assert again is None
    assert [row["state"] for row in archive.db["urls"].rows] == ["unchanged"]
