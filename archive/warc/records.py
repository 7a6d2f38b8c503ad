"""Read records of WARC files (WARC 1.1, ISO 28500:2017), which `archive.warc.writer` writes.

A record is read at its place as the gzip member that it is: to copy it, unread bytes are kept bytes.
"""

import base64
import hashlib
import os
import re
import zlib
from io import BytesIO
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from archive.errors import CaptureError
from archive.records import Location
from archive.warc.content_encoding import UndecodableError, decode, encodings_of

_TYPE = re.compile(rb"^WARC-Type:[ \t]*(\S+)", re.IGNORECASE | re.MULTILINE)
_HEAD = 1 << 16
BODY_LIMIT = 32 << 20  # bytes of a decoded body that are read back


def read_member(folder: Path, location: Location) -> tuple[bytes, str]:
    """Return the compressed record and its WARC-Type. Raises CaptureError unless it is whole (CRC checked)."""
    path, member = _stored(folder, location)
    kind = _TYPE.search(_checked_head(member, f"{path} at {location.offset}"))
    if not kind:
        raise CaptureError(f"no record in {path} at {location.offset}")
    return member, kind[1].decode("ascii", "replace")


def _stored(folder: Path, location: Location) -> tuple[Path, bytes]:
    """Return the file of a record and its bytes there, which may be damaged. Raises CaptureError."""
    path = folder / location.file
    try:
        with path.open("rb") as file:
            file.seek(location.offset)
            return path, file.read(location.length)
    except OSError as error:
        raise CaptureError(f"cannot read {path}: {error.strerror}") from error


def kind_of(member: bytes) -> str:
    """Return the WARC-Type of a whole record, empty where it states none."""
    kind = _TYPE.search(_checked_head(member, "memory"))
    return kind[1].decode("ascii", "replace") if kind else ""


def _checked_head(member: bytes, place: str) -> bytes:
    """Decompress all of it, in bounded memory, and return the beginning."""
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
    """Return the WARC-Type of a record, from its first bytes only. Raises CaptureError when there is no record."""
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


def folder_of(archive: Path) -> Path:
    """Return the folder of an archive's WARC files: `.warc` in place of the suffix of the file itself.

    A symbolic link is another name for the file, so both names lead to one folder.
    """
    return archive.resolve().with_suffix(".warc")


def payload_digest(body: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()


def sync_folder(folder: Path) -> None:
    """Write the names of a folder's files to the disk, which syncing a new file alone does not (fsync(2))."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read(folder: Path, location: Location) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers (names in lower case) and the decoded body. Raises CaptureError.

    A revisit record has no body: follow `captures.payload_digest` to the capture that has it.
    """
    path, member = _stored(folder, location)
    try:
        for record in ArchiveIterator(BytesIO(member)):
            headers = {n.lower(): v for n, v in record.http_headers.headers}
            return int(record.http_headers.get_statuscode()), headers, _body(record)
    except (ArchiveLoadFailed, AttributeError, ValueError, EOFError) as error:
        raise CaptureError(f"damaged record in {path} at {location.offset}: it cannot be parsed") from error
    raise CaptureError(f"no record in {path} at {location.offset}")


def _body(record: ArcWarcRecord) -> bytes:
    """Return the body as the crawl decoded it, unchanged where it cannot be decoded.

    warcio reads no Brotli 1.2 (its decompressor takes no attributes), no `x-gzip`, no second layer or member.
    """
    fields = record.http_headers
    is_chunked = (fields.get_header("transfer-encoding") or "").strip().lower() == "chunked"
    stream = ChunkedDataReader(record.raw_stream) if is_chunked else record.raw_stream
    body: bytes = stream.read(BODY_LIMIT)
    stated = (value for name, value in fields.headers if name.lower() == "content-encoding")
    try:
        return decode(body, encodings_of(body, stated, BODY_LIMIT), BODY_LIMIT, cut=True).body
    except UndecodableError:
        return body


def whole_length(path: Path, start: int) -> int:
    """Return the end of the last whole gzip member at or after `start`, in bytes."""
    end = start
    with path.open("rb") as file:
        file.seek(start)
        unread = b""
        while True:
            member = zlib.decompressobj(zlib.MAX_WBITS | 16)
            length = 0
            while not member.eof:
                chunk = unread or file.read(1 << 16)
                if not chunk:
                    return end
                try:
                    member.decompress(chunk)
                except zlib.error:
                    return end
                length += len(chunk) - len(member.unused_data)
                unread = member.unused_data
            end += length
