"""Records of foreign hosts are skipped without inflating them, and nothing else changes."""

import gzip
import random
from io import BytesIO

import pytest
from fastwarc.warc import WarcRecord

from crawler.ingest import skim as module
from crawler.ingest.scan import Damage, scan
from crawler.ingest.skim import skim
from crawler.ingest.warc_record import address
from tests.foreign import record, revisit

OURS = "https://courier.example/news/{}"
THEIRS = "https://elsewhere.example/{}"
SHA = "sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
AT = "2026-11-10T08:00:00Z"
PLAIN = b"".join(record(OURS.format(number), b"x" * 4000, compressed=False) for number in range(3))


def is_foreign(host: str) -> bool:
    return host != "courier.example"


def skimmed(content: bytes, offset: int = 0) -> list[tuple[int, str | int]]:
    """Return what is found: addresses of ours, numbers of foreign records, "damage"."""

    def read(record: WarcRecord) -> str | int:
        return address(record)

    found = skim(BytesIO(content), read, is_foreign, lambda count: count, offset=offset)
    return [(place, "damage" if isinstance(what, Damage) else what) for place, what in found]


def ours(content: bytes) -> list[tuple[int, str]]:
    """Return the records of our host as `scan` finds them."""
    found = scan(BytesIO(content), address)
    return [(place, what) for place, what in found if isinstance(what, str) and what.startswith(OURS[:20])]


def noise(size: int) -> bytes:
    return random.Random(size).randbytes(size)


def test_foreign_records_are_counted_and_those_between_them_are_read() -> None:
    parts = [
        record(THEIRS.format(1), b"a" * 5000),
        revisit(THEIRS.format(2), SHA, AT, THEIRS.format(1), AT),
        record(OURS.format(1), b"ours"),
        record(THEIRS.format(3), noise(5000)),
    ]
    at = [sum(map(len, parts[:number])) for number in range(4)]
    found = [(0, 2), (at[2], OURS.format(1)), (at[3], 1)]
    assert skimmed(b"".join(parts)) == found
    assert skimmed(b"".join(parts), at[2]) == found[1:]


@pytest.mark.parametrize("seed", range(6))
def test_the_records_found_are_those_of_a_scan_wherever_blocks_end(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(seed)
    monkeypatch.setattr(module, "_BLOCK", chance.choice((1100, 3000, 20_000)))
    monkeypatch.setattr(module, "LUMP", 5)
    parts = [
        record(
            (OURS if chance.random() < 0.3 else THEIRS).format(number),
            chance.choice((noise, bytes))(chance.choice((0, 10, 700, 9000))),
        )
        for number in range(40)
    ]
    content = b"".join(parts)
    found = skimmed(content)
    assert [pair for pair in found if isinstance(pair[1], str)] == ours(content)
    assert sum(what for _, what in found if isinstance(what, int)) == 40 - len(ours(content))


def test_a_foreign_record_is_not_inflated() -> None:
    foreign = bytearray(record(THEIRS.format(1), noise(5000)))
    foreign[3000] ^= 1
    assert skimmed(bytes(foreign) + record(OURS.format(1), b"ours")) == [(0, 1), (len(foreign), OURS.format(1))]


def test_a_record_inside_the_body_of_another_is_no_record() -> None:
    """The body of the first is stored as it is, with the right length before what looks like a record of ours."""
    forged = record(OURS.format("forged"), b"never said")

    def outer(size: int) -> bytes:
        body = noise(100) + size.to_bytes(4, "little") + forged + noise(900)
        return record(THEIRS.format(1), body, compressed=False)

    plain = outer(len(outer(0)))
    first = gzip.compress(plain, 0)
    assert forged in first
    content = first + record(OURS.format(1), b"ours") + record(THEIRS.format(2), b"")
    assert [what for _, what in skimmed(content)] == [1, OURS.format(1), 1]


@pytest.mark.parametrize(
    "content",
    [
        gzip.compress(PLAIN),
        b"".join(gzip.compress(PLAIN[start : start + 512]) for start in range(0, len(PLAIN), 512)),
        record(OURS.format(1), b"x", compressed=False) + record(THEIRS.format(1), b"x", compressed=False),
        gzip.compress(b"".join(record(url.format(1), b"x", compressed=False) for url in (THEIRS, OURS))),
    ],
    ids=["compressed as a whole", "in blocks", "not compressed", "a foreign record first"],
)
def test_files_of_another_form_are_read_whole(content: bytes) -> None:
    assert ours(content)
    assert [pair for pair in skimmed(content) if str(pair[1]).startswith(OURS[:20])] == ours(content)


def test_what_is_no_record_is_damage_and_reading_goes_on() -> None:
    start = record(THEIRS.format(1), b"")
    content = start + b"\0" * 3000 + record(OURS.format(1), b"x") + record(OURS.format(2), b"x")[:-20]
    what = [what for _, what in skimmed(content)]
    assert "damage" in what
    assert OURS.format(1) in what


class CountedBytes(BytesIO):
    """A file that counts what is read of it."""

    taken = 0

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        self.taken += len(data)
        return data


@pytest.mark.parametrize("line", [b"WARC/1.0\r\n", b"WARC/1.0\r\nA: b\r\n"], ids=["version lines", "headers"])
def test_a_file_of_headers_without_an_end_is_not_read_once_for_each(line: bytes) -> None:
    content = line * 5000 + record(OURS.format(1), b"x", compressed=False)
    stream = CountedBytes(content)
    assert OURS.format(1) in [what for _, what in scan(stream, address)]
    assert stream.taken < 20 * len(content)


def test_ends_of_members_that_state_a_false_length_are_not_searched_without_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    searches: list[int] = []

    class Counting(module._Blocks):
        def next_gzip(self, low: int, high: int) -> int | None:
            searches.append(low)
            return super().next_gzip(low, high)

    monkeypatch.setattr(module, "_Blocks", Counting)
    monkeypatch.setattr(module, "_WASTE", 100_000)
    lie = record(THEIRS.format(1), b"", compressed=False).replace(b"Content-Length: ", b"Content-Length: 9999999")
    content = gzip.compress(lie) * 300 + record(OURS.format(1), b"x")
    assert OURS.format(1) in [what for _, what in skimmed(content)]
    assert len(searches) < 3000  # 45,000 where each record is searched for to the end of the file
