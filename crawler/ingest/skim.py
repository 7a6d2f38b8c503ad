"""The records of a compressed WARC stream without inflating those of foreign hosts.

Of a file of CC-NEWS nearly all records are of other hosts, and to inflate them is nearly all of the work (200 µs for a
page of 27 kB, 820 for one of 160 kB). In a WARC each record is a separate gzip member (WARC 1.1, annex D). Its first
bytes show the host and how long it is inflated; a member ends with that length (RFC 1952, ISIZE), and then the next one
begins: that is what is searched for. Where it is not found, everything is read by `scan`.

A page may contain bytes that look like a record of another host. So before a record is read, each skipped member that
may extend over its place is inflated: one that does, with the right checksum, contains it, and it is no record.
"""

import io
import os
import re
import zlib
from collections import deque
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple, TypeVar, cast

from fastwarc.warc import WarcRecord, WarcRecordType

from crawler.ingest.scan import Damage, begins_record, next_beginning, scan
from crawler.ingest.window import Window

T = TypeVar("T")

LUMP = 1000  # skipped records that are counted together
_BLOCK = 1 << 20
_PEEK = 1024  # compressed bytes in which the header of a record is expected
_USUAL, _HEADER = 640, 8192  # its inflated bytes: nearly always, at most
_GROWTH = 64 << 10  # and an eighth: how much longer than its record a gzip member may be
_WASTE = 64 << 20  # bytes that are searched in vain for the ends of members, before all of them are inflated
_GZIP = b"\x1f\x8b\x08"
_MEMBER = re.compile(_GZIP)
_KIND = re.compile(rb"\nWARC-Type:[ \t]*(response|revisit)?", re.IGNORECASE)
_LENGTH = re.compile(rb"\nContent-Length:[ \t]*(\d{1,18})[ \t]*\r\n", re.IGNORECASE)
_HOST = re.compile(rb"\nWARC-Target-URI:[ \t]*<?https?://(?:[^/?#@\s]*@)?([^/?#\s>]*)", re.IGNORECASE)
_KINDS = {b"response": WarcRecordType.response, b"revisit": WarcRecordType.revisit}


class _Header(NamedTuple):
    """What the beginning of a record shows. `kind` is None unless it is a response or a revisit."""

    kind: WarcRecordType | None
    host: str
    size: int  # of the whole record, inflated


def skim(
    stream: BinaryIO,
    read: Callable[[WarcRecord], T],
    is_foreign: Callable[[str], bool],
    count: Callable[[int], T],
    *,
    offset: int = 0,
    types: WarcRecordType = WarcRecordType.any_type,
) -> Iterator[tuple[int, T | Damage]]:
    """Yield what `scan` yields, but for records of foreign hosts `count` of how many came one after the other."""
    first = offset if begins_record(stream, offset) else next_beginning(stream, 0)
    if first is None or not _is_gzip(stream, first):
        yield from scan(stream, read, offset=offset, types=types)
        return
    if first and not offset:
        yield 0, Damage()
    skimmer = _Skimmer(stream, first)
    while True:
        start, skipped = skimmer.at, skimmer.skip(is_foreign, types)
        if skipped:
            yield start, count(skipped)
        if skipped == LUMP:
            continue
        if skimmer.is_at_end():
            return
        if skimmer.leave_enclosing():
            continue
        start, window = skimmer.take()
        for place, found in scan(window, read, types=types):
            yield start + place, found


def _is_gzip(stream: BinaryIO, offset: int) -> bool:
    stream.seek(offset)
    return stream.read(len(_GZIP)) == _GZIP


class _Skimmer:
    """Goes through a stream; `at` is where the next record begins."""

    def __init__(self, stream: BinaryIO, at: int) -> None:
        self.at = at
        self._stream = stream
        self._blocks = _Blocks(stream)
        self._wasted = 0
        self._skipped: deque[tuple[int, int]] = deque()  # where a member begins, and where it ends at the latest

    def is_at_end(self) -> bool:
        return not self._blocks.take(self.at, 1)

    def skip(self, is_foreign: Callable[[str], bool], types: WarcRecordType) -> int:
        """Skip foreign records; return how many of these types there were, at most LUMP."""
        count = 0
        beginning = _beginning(self._blocks.take(self.at, _PEEK))
        while self._wasted < _WASTE and count < LUMP and (header := _parse(beginning)) and is_foreign(header.host):
            limit = self.at + header.size + header.size // 8 + _GROWTH
            following = self._next(header.size & 0xFFFFFFFF, limit)
            if following is None:
                end = self._blocks.end
                self._wasted += (limit if end is None else min(end, limit)) - self.at
                break
            self._skipped.append((self.at, limit))
            while self._skipped[0][1] <= self.at:
                self._skipped.popleft()
            count += bool(header.kind and header.kind & types)
            self.at, beginning = following
        return count

    def _next(self, size: int, limit: int) -> tuple[int, bytes] | None:
        """Return where the member at this place ends, by its inflated size, and what begins there.

        Return None if its end cannot be seen.
        """
        isize = size.to_bytes(4, "little")
        found = self._blocks.next_gzip(self.at + 1, limit)
        while found is not None:
            ends = self._blocks.take(found - 4, _PEEK + 4)
            if ends.startswith(isize) and (beginning := _beginning(ends[4:])):
                return found, beginning
            found = self._blocks.next_gzip(found + 1, limit)
        end = self._blocks.end
        return (end, b"") if end is not None and end <= limit and self._blocks.take(end - 4, 4) == isize else None

    def leave_enclosing(self) -> bool:
        """Return whether this place is inside a skipped member; then go on at its end."""
        end = max((end_of_member(self._stream, start) for start, limit in self._skipped if limit > self.at), default=0)
        self._skipped.clear()  # none of them reaches the next record
        is_inside = end > self.at
        self.at = max(end, self.at)
        return is_inside

    def take(self) -> tuple[int, BinaryIO]:
        """Return this place and the record there as a file, with what follows up to the next one; go on to that."""
        start = self.at
        end = end_of_member(self._stream, start) or start + 1
        following = end if begins_record(self._stream, end) else next_beginning(self._stream, end)
        self.at = self._stream.seek(0, os.SEEK_END) if following is None else following
        return start, cast(BinaryIO, io.BufferedReader(Window(self._stream, start, self.at - start)))


class _Blocks:
    """A stream in large blocks, while others move it. `end` is its size, once that was reached."""

    def __init__(self, stream: BinaryIO) -> None:
        self.end: int | None = None
        self._stream = stream
        self._base, self._block = 0, b""

    def take(self, place: int, size: int) -> bytes:
        """Return the bytes at a place; fewer at the end of the stream."""
        top = self._base + len(self._block)
        if place < self._base or (place + size > top and top != self.end):
            self._load(place)
        return self._block[place - self._base : place - self._base + size]

    def next_gzip(self, low: int, high: int) -> int | None:
        """Return the first place in between where a gzip member may begin."""
        while True:
            self.take(low, len(_GZIP))
            found = _MEMBER.search(self._block, low - self._base, high - self._base)
            if found:
                return self._base + found.start()
            top = self._base + len(self._block)
            low = max(low, top - len(_GZIP) + 1)
            if low >= high or top == self.end:
                return None

    def _load(self, place: int) -> None:
        low = place - self._base
        kept = self._block[low:] if 0 <= low <= len(self._block) else b""
        self._stream.seek(place + len(kept))
        data = self._stream.read(_BLOCK)
        self._base, self._block = place, kept + data
        if len(data) < _BLOCK:
            self.end = place + len(self._block)


def _beginning(data: bytes) -> bytes:
    """Return the header of a record, or as much of it as these bytes have; empty for what begins no record."""
    inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        header = inflater.decompress(data, _USUAL)
        if not header.startswith(b"WARC/"):
            return b""
        if header.find(b"\r\n\r\n") < 0:
            header += inflater.decompress(inflater.unconsumed_tail, _HEADER)
    except zlib.error:
        return b""
    return header


def _parse(beginning: bytes) -> _Header | None:
    """Return what the header of a record shows; None when it cannot be seen whole."""
    end = beginning.find(b"\r\n\r\n")
    length = _LENGTH.search(beginning, 0, end + 2)
    kind = _KIND.search(beginning, 0, end)
    if end < 0 or not length or not kind:
        return None
    host = _HOST.search(beginning, 0, end)
    name = host[1].decode("latin-1").lower() if host else ""
    size = end + 4 + int(length[1]) + 4  # the record ends with two empty lines
    return _Header(_KINDS.get((kind[1] or b"").lower()), name, size)


def end_of_member(stream: BinaryIO, start: int) -> int:
    """Return where the gzip member ends that begins here; 0 when it is not whole, or its checksum does not fit."""
    inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
    stream.seek(start)
    place, rest = start, b""
    try:
        while not inflater.eof:
            if not rest:
                rest = stream.read(_BLOCK)
                place += len(rest)
                if not rest:
                    return 0
            inflater.decompress(rest, _BLOCK)
            rest = inflater.unconsumed_tail
    except zlib.error:
        return 0
    return place - len(inflater.unused_data)
