"""A WACZ is read back as a replay tool does: through its index, by range, with its hashes checked."""

import gzip
import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import fastwarc
import frictionless
import pytest
from warcio.archiveiterator import ArchiveIterator

from archive.db.connection import connect_to_read
from archive.export.wacz import Packed, write_wacz
from archive.search.filters import Selection
from archive.warc.cdxj import surt
from archive.warc.records import folder_of

STORIES: list[dict[str, Any]] = [
    {"url": "https://courier.example/a?b=2&a=1", "text": "First state.", "states": ["Second state."]},
    {"url": "https://ministry.example/b", "source_id": "ministry", "text": "First state."},  # a revisit of the first
    {"url": "https://ministry.example/bare", "source_id": "ministry", "captured": False},
]
Pack = Callable[..., tuple[zipfile.ZipFile, Packed]]


@pytest.fixture
def path(write_archive: Callable[..., Path]) -> Path:
    return write_archive("news.db", STORIES)


@pytest.fixture
def pack(path: Path) -> Pack:
    def pack(**filters: Any) -> tuple[zipfile.ZipFile, Packed]:
        file, db = io.BytesIO(), connect_to_read(path)
        packed = write_wacz(db, folder_of(path), Selection(**filters), file, title="Test")
        db.close()
        return zipfile.ZipFile(file), packed

    return pack


def index_lines(wacz: zipfile.ZipFile) -> list[tuple[str, str, dict[str, Any]]]:
    lines = gzip.decompress(wacz.read("indexes/index.cdx.gz")).decode().splitlines()
    return [(key, stamp, json.loads(fields)) for key, stamp, fields in (line.split(" ", 2) for line in lines)]


def test_every_state_is_packed_and_indexed(pack: Pack) -> None:
    wacz, packed = pack()
    assert (packed.articles, packed.captures, packed.bare, packed.damaged) == (2, 3, 1, ())
    warc = wacz.read("archive/data.warc.gz")
    lines = index_lines(wacz)
    assert lines == sorted(lines, key=lambda line: line[:2])
    assert lines[0][0] == "example,courier)/a?a=1&b=2"
    for _, _, fields in lines:
        start = int(fields["offset"])
        member = warc[start : start + int(fields["length"])]
        (record,) = ArchiveIterator(io.BytesIO(member))
        assert record.rec_headers.get_header("WARC-Target-URI") == fields["url"]
        assert record.rec_type == ("revisit" if fields["mime"] == "warc/revisit" else "response")


def test_the_original_of_a_revisit_is_included(pack: Pack) -> None:
    wacz, packed = pack(sources=("ministry",))
    assert packed.captures == 2
    assert {fields["mime"] for _, _, fields in index_lines(wacz)} == {"text/html", "warc/revisit"}


def test_a_third_party_reader_verifies_the_digests(pack: Pack) -> None:
    stream = io.BytesIO(pack()[0].read("archive/data.warc.gz"))
    records = fastwarc.ArchiveIterator(stream, record_types=fastwarc.WarcRecordType.response)
    assert [record.verify_payload_digest() for record in records] == [True, True]


def test_the_block_index_leads_to_the_blocks(pack: Pack) -> None:
    wacz, _ = pack()
    head, *places = wacz.read("indexes/index.idx").decode().splitlines()
    assert json.loads(head.split(" ", 2)[2]) == {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}
    place = json.loads(places[0].split(" ", 2)[2])
    block = wacz.read("indexes/index.cdx.gz")[place["offset"] : place["offset"] + place["length"]]
    assert gzip.decompress(block).decode().splitlines()[0].startswith(places[0].rsplit(" {", 1)[0])


def test_pages_refer_to_existing_captures(pack: Pack) -> None:
    wacz, _ = pack()
    head, *pages = [json.loads(line) for line in wacz.read("pages/pages.jsonl").decode().splitlines()]
    assert head["format"] == "json-pages-1.0"
    assert [page["url"] for page in pages] == [story["url"] for story in STORIES[:2]]
    stamps = {(fields["url"], stamp) for _, stamp, fields in index_lines(wacz)}
    for page in pages:
        assert (page["url"], page["ts"].translate(str.maketrans("", "", "-:TZ"))) in stamps


def test_the_data_package_lists_and_hashes_every_file(pack: Pack, tmp_path: Path) -> None:
    wacz, _ = pack()
    package = json.loads(wacz.read("datapackage.json"))
    listed = {r["path"]: (r["hash"], r["bytes"]) for r in package["resources"]}
    assert package["wacz_version"] == "1.1.1"
    for name in set(wacz.namelist()) - {"datapackage.json", "datapackage-digest.json"}:
        data = wacz.read(name)
        assert listed.pop(name) == (f"sha256:{hashlib.sha256(data).hexdigest()}", len(data))
    assert not listed
    digest = json.loads(wacz.read("datapackage-digest.json"))["hash"]
    assert digest == f"sha256:{hashlib.sha256(wacz.read('datapackage.json')).hexdigest()}"
    wacz.extractall(tmp_path / "wacz")
    assert frictionless.Package(str(tmp_path / "wacz" / "datapackage.json")).resource_names


def test_files_for_random_access_are_stored_uncompressed(pack: Pack) -> None:
    wacz, _ = pack()
    for name in ("archive/data.warc.gz", "indexes/index.cdx.gz", "indexes/index.idx"):
        assert wacz.getinfo(name).compress_type == zipfile.ZIP_STORED


def test_a_damaged_record_is_reported_and_left_out(pack: Pack, path: Path) -> None:
    (warc,) = folder_of(path).glob("*.warc.gz")
    data = bytearray(warc.read_bytes())
    data[-20] ^= 0xFF  # in the last record, the revisit
    warc.write_bytes(data)
    _, packed = pack()
    assert (packed.articles, packed.bare) == (1, 2)
    assert "damaged record" in packed.damaged[0]


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.Example.com:443/A/B?b=2&a=1#f", "com,example)/a/b?a=1&b=2"),
        ("http://example.com:8080/", "com,example:8080)/"),
        ("https://example.com", "com,example)/"),
        ("https://example.com/a/../b//c/", "com,example)/b/c"),
        ("https://example.com/%7Efoo/中", "com,example)/~foo/%e4%b8%ad"),
        ("http://пример.рф/", "xn--p1ai,xn--e1afmkfd)/"),
        ("https://example.com/?PHPSESSID=0123456789abcdef0123456789abcdef&p=1", "com,example)/?p=1"),
        ("http://[broken/", "http://[broken/"),
    ],
)
def test_the_sort_key_of_a_url(url: str, key: str) -> None:
    assert surt(url) == key
