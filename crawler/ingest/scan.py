"""The records of a WARC stream, past whatever is damaged in it.

fastwarc ends at the first damage. Records are independent of each other, so reading goes on at the next place where one
begins: a gzip member (RFC 1952, 2.3.1) whose first bytes are a WARC version line, or such a line in plain text.
"""

import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, TypeVar

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from crawler.ingest.errors import NoMessageError

T = TypeVar("T")

EVERY = WarcRecordType.any_type
_BEGINNING = re.compile(rb"\x1f\x8b\x08|WARC/[01]\.\d{1,2}\r?\n")
_LINE_OR_GAP = re.compile(rb"WARC/[01]\.\d{1,2}\r?\n|\n\r?\n")
_BLOCK = 1 << 20
_PEEK = 512  # compressed bytes that are enough to see the first five of a record


@dataclass(frozen=True, slots=True)
class Damage:
    """A record that cannot be read, or what is none."""


def scan(
    stream: BinaryIO, read: Callable[[WarcRecord], T], *, offset: int = 0, types: WarcRecordType = EVERY
) -> Iterator[tuple[int, T | Damage]]:
    """Yield the offset of each record from `offset` on, and what `read` makes of it; one Damage for a damaged stretch.

    `read` gets the record before its HTTP message is parsed. An OSError that it raises is damage too; after a
    NoMessageError the next record is where this one says. A place that is none (a file compressed as a whole has only
    one) is the beginning.
    """
    at: int | None = offset if begins_record(stream, offset) else next_beginning(stream, 0)
    if at is None or (at and not offset):
        yield 0, Damage()
    sound = True
    while at is not None:
        stream.seek(at)
        last = at
        try:
            for record in ArchiveIterator(stream, record_types=types, parse_http=False):
                last = record.stream_pos
                sound = True
                try:
                    found: T | Damage = read(record)
                except NoMessageError:
                    found, sound = Damage(), False
                yield last, found
            return
        except OSError:
            if sound:
                yield last, Damage()
            sound = False
        at = next_beginning(stream, last + 1)


def begins_record(stream: BinaryIO, offset: int) -> bool:
    """Return whether a record begins at this place."""
    try:
        stream.seek(offset)
        return _is_record(stream.read(_PEEK))
    except OSError:
        return False


def next_beginning(stream: BinaryIO, offset: int) -> int | None:
    """Return the first place at or after `offset` where a record begins, None when there is none."""
    try:
        while True:
            stream.seek(offset)
            block = stream.read(_BLOCK + _PEEK)
            for match in _BEGINNING.finditer(block, 0, _BLOCK + 16):
                if match.start() >= _BLOCK or _is_cut_off(block, match):
                    continue
                if _is_record(block[match.start() : match.start() + _PEEK]):
                    return offset + match.start()
            if len(block) <= _BLOCK:
                return None
            offset += _BLOCK
    except OSError:
        return None


def _is_cut_off(block: bytes, line: re.Match[bytes]) -> bool:
    """Return whether another version line follows this one within the same header, so that no record begins here.

    fastwarc reads a header up to its empty line, however far that is: a file of version lines would be read once for
    each of them.
    """
    if line[0].startswith(b"\x1f"):
        return False
    following = _LINE_OR_GAP.search(block, line.end())
    return bool(following) and following[0].startswith(b"WARC/")  # type: ignore[index]


def _is_record(beginning: bytes) -> bool:
    if beginning.startswith(b"WARC/"):
        return True
    if not beginning.startswith(b"\x1f\x8b\x08"):
        return False
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(beginning, 5) == b"WARC/"
    except zlib.error:
        return False
