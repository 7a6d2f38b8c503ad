"""Single records of WARC files, copied as the gzip members they are: unread bytes are kept bytes."""

import re
import zlib
from pathlib import Path

from archive.errors import CaptureError
from archive.records import Location

_TYPE = re.compile(rb"^WARC-Type:[ \t]*(\S+)", re.IGNORECASE | re.MULTILINE)
_HEAD = 1 << 16


def read_member(folder: Path, location: Location) -> tuple[bytes, str]:
    """Give the compressed record and its WARC-Type. Raises CaptureError unless it is one whole record (CRC checked)."""
    path = folder / location.file
    try:
        with path.open("rb") as file:
            file.seek(location.offset)
            member = file.read(location.length)
    except OSError as error:
        raise CaptureError(f"cannot read {path}: {error.strerror}") from error
    kind = _TYPE.search(_checked_head(member, f"{path} at {location.offset}"))
    if not kind:
        raise CaptureError(f"no record in {path} at {location.offset}")
    return member, kind[1].decode("ascii", "replace")


def _checked_head(member: bytes, place: str) -> bytes:
    """Unpack all of it, in bounded memory, and give the beginning."""
    unpacker = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    head, waiting = b"", member
    try:
        while waiting and not unpacker.eof:
            chunk = unpacker.decompress(waiting, _HEAD)
            head = head or chunk
            waiting = unpacker.unconsumed_tail
    except zlib.error as error:
        raise CaptureError(f"damaged record in {place}: {error}") from error
    if not unpacker.eof or unpacker.unused_data:
        raise CaptureError(f"damaged record in {place}: it is not one gzip member")
    return head


def read_kind(folder: Path, location: Location) -> str:
    """The WARC-Type of a record, from its first bytes only. Raises CaptureError when there is no record."""
    path = folder / location.file
    try:
        with path.open("rb") as file:
            file.seek(location.offset)
            start = file.read(min(location.length, 4096))
        head = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS).decompress(start, 4096)
    except (OSError, zlib.error) as error:
        raise CaptureError(f"cannot read the record in {path} at {location.offset}: {error}") from error
    kind = _TYPE.search(head)
    if not kind:
        raise CaptureError(f"no record in {path} at {location.offset}")
    return kind[1].decode("ascii", "replace")
