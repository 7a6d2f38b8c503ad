"""The records of a WARC stream, past whatever is damaged in it.

fastwarc ends at the first damage. Records are independent of each other, so reading goes on at the next place where one
begins: a gzip member (RFC 1952) or Zstandard frame (RFC 8878) whose first bytes are a WARC version line, or
such a line in plain text.

A file of Zstandard may begin with the dictionary of its frames (iipc.github.io/warc-specifications, warc-zstd), which
fastwarc takes from there: such a file is read from its beginning, and up to the first damage.
"""

import re
import sys
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, TypeVar

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from crawler.ingest.errors import NoMessageError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

T = TypeVar("T")

EVERY = WarcRecordType.any_type
_GZIP, _ZSTD, _DICTIONARY = b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"\x5d\x2a\x4d\x18"
_BEGINNING = re.compile(rb"\x1f\x8b\x08|\x28\xb5\x2f\xfd|WARC/[01]\.\d{1,2}\r?\n")
_LINE_OR_GAP = re.compile(rb"WARC/[01]\.\d{1,2}\r?\n|\n\r?\n")
_BLOCK = 1 << 20
_PEEK = 512  # compressed bytes that are enough to see the first five of a record
_ZSTD_PEEK = (1 << 17) + 64  # of Zstandard, which decodes a block when it is whole


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
    at: int | None = offset if begins_record(stream, offset) else _first_beginning(stream)
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
        beginning = stream.read(_PEEK)
        if beginning.startswith(_ZSTD):
            beginning += stream.read(_ZSTD_PEEK - _PEEK)
        return _is_record(beginning)
    except OSError:
        return False


def _first_beginning(stream: BinaryIO) -> int | None:
    """Return the place at which a stream is to be read from its beginning, None when it has no record."""
    return 0 if begins_record(stream, 0) else next_beginning(stream, 0)


def next_beginning(stream: BinaryIO, offset: int) -> int | None:
    """Return the first place at or after `offset` where a record begins, None when there is none."""
    try:
        while True:
            stream.seek(offset)
            block = stream.read(_BLOCK + _ZSTD_PEEK)
            for match in _BEGINNING.finditer(block, 0, _BLOCK + 16):
                if match.start() >= _BLOCK or _is_cut_off(block, match):
                    continue
                size = _ZSTD_PEEK if match[0] == _ZSTD else _PEEK
                if _is_record(block[match.start() : match.start() + size]):
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
    if not line[0].startswith(b"WARC/"):
        return False
    following = _LINE_OR_GAP.search(block, line.end())
    return bool(following) and following[0].startswith(b"WARC/")  # type: ignore[index]


def _is_record(beginning: bytes) -> bool:
    if beginning.startswith(_DICTIONARY):
        return True
    try:
        if beginning.startswith(_GZIP):
            beginning = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(beginning, 5)
        elif beginning.startswith(_ZSTD):
            beginning = zstd.ZstdDecompressor().decompress(beginning, 5)
    except (zlib.error, zstd.ZstdError):
        return False
    return beginning.startswith(b"WARC/")
