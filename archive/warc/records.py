"""WARC files: each response one gzip member, followed by its request (WARC 1.1, ISO 28500:2017).

Bytes reach the disk before the database hears of them, so no row points to a record that is not there; what a kill
leaves half-written is cut off by the next writer.
"""

import base64
import hashlib
import os
import re
import zlib
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.errors import CaptureError
from archive.records import Exchange, Location

# Single records of WARC files, copied as the gzip members they are: unread bytes are kept bytes.

_TOKEN = "!#$%&'*+-.^_`|~"  # besides letters and digits, of which the name of a header field may consist (RFC 9110)
_VISIBLE = "".join(map(chr, range(0x20, 0x7F))) + "\t"
_TYPE = re.compile(rb"^WARC-Type:[ \t]*(\S+)", re.IGNORECASE | re.MULTILINE)
_HEAD = 1 << 16


def read_member(folder: Path, location: Location) -> tuple[bytes, str]:
    """Return the compressed record and its WARC-Type. Raises CaptureError unless it is whole (CRC checked)."""
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


FILE_SIZE = 1 << 30  # bytes at which a new file is begun, as the WARC guidelines of the IIPC advise
BODY_LIMIT = 32 << 20  # bytes of a decoded body that are read back
WITHHELD = "withheld"  # flag of an exchange whose body may not be kept
_NAME = re.compile(r"^spacebeat-(\d{6})\.warc\.gz$")
_STATUSES = frozenset(HTTPStatus)


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


class CaptureWriter:
    """Appends to the newest file of the folder. `committed` is the end of the last record that the database knows."""

    def __init__(self, folder: Path, committed: tuple[str, int] | None = None, file_size: int = FILE_SIZE) -> None:
        self.folder = folder
        self.file_size = file_size
        self.cut_bytes = 0
        if not folder.is_dir():
            folder.mkdir(parents=True)
            sync_folder(folder.parent)
        self._open(self._recover(committed))

    def write(self, exchange: Exchange, earlier: tuple[str, str] | None = None, digest: str = "") -> Location:
        """Store request and response; `earlier` is (url, time) of the same payload, which makes it a revisit.

        `digest` is that of the payload, where it is known already. No method: the request is not known.

        The record is in the operating system's hands when this returns, and on the disk after `sync`.
        """
        if self._file.tell() >= self.file_size:
            self._roll()
        writer = WARCWriter(self._file, gzip=True, warc_version="1.1")
        digest = digest or payload_digest(exchange.body)
        response = _revisit(writer, exchange, earlier, digest) if earlier else _response(writer, exchange, digest)
        if exchange.method:
            request = _request(writer, exchange)
            request.rec_headers.add_header("WARC-Concurrent-To", response.rec_headers.get_header("WARC-Record-ID"))
            writer.write_record(request)
        start = self._file.tell()
        writer.write_record(response)
        self._file.flush()
        return Location(self._path.name, start, self._file.tell() - start)

    def sync(self) -> None:
        os.fsync(self._file.fileno())

    def close(self) -> None:
        self.sync()
        self._file.close()

    def _recover(self, committed: tuple[str, int] | None) -> Path:
        """Cut a half-written record off the files that may end in one, and return the file to append to.

        A file that has lost records of the database is not appended to, and no name is used again: a new record would
        be where the database expects a lost one.
        """
        known_name, known_end = committed or ("", 0)
        paths = sorted(p for p in self.folder.iterdir() if _NAME.match(p.name) and p.name >= known_name)
        paths = [p for p in paths if p.name != known_name or p.stat().st_size >= known_end]
        for path in paths:
            whole = whole_length(path, known_end if path.name == known_name else 0)
            surplus = path.stat().st_size - whole
            if surplus:
                self.cut_bytes += surplus
                os.truncate(path, whole)
        return paths[-1] if paths else self._after(known_name)

    def _after(self, name: str) -> Path:
        known = _NAME.match(name)
        return self.folder / f"spacebeat-{int(known[1]) + 1 if known else 1:06}.warc.gz"

    def _open(self, path: Path) -> None:
        self._path = path
        self._file = path.open("ab")
        if self._file.tell() == 0:
            sync_folder(self.folder)  # else a power cut may leave rows of a file that has no name
            writer = WARCWriter(self._file, gzip=True, warc_version="1.1")
            info = {"software": "Spacebeat", "format": "WARC File Format 1.1", "conformsTo": "ISO 28500:2017"}
            writer.write_record(writer.create_warcinfo_record(path.name, info))
            self._file.flush()

    def _roll(self) -> None:
        self.close()
        self._open(self._after(self._path.name))


def read(folder: Path, location: Location) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers (names in lower case) and the decoded body. Raises CaptureError.

    A revisit record has no body: follow `captures.payload_digest` to the capture that has it.
    """
    path = folder / location.file
    try:
        with path.open("rb") as file:
            file.seek(location.offset)
            member = file.read(location.length)
    except OSError as error:
        raise CaptureError(f"cannot read {path}: {error.strerror}") from error
    try:
        for record in ArchiveIterator(BytesIO(member)):
            headers = {n.lower(): v for n, v in record.http_headers.headers}
            return (
                int(record.http_headers.get_statuscode()),
                headers,
                record.content_stream().read(BODY_LIMIT),
            )
    except (ArchiveLoadFailed, AttributeError, ValueError, EOFError) as error:
        raise CaptureError(f"damaged record in {path} at {location.offset}: {error}") from error
    raise CaptureError(f"no record in {path} at {location.offset}")


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


def _response(writer: WARCWriter, exchange: Exchange, digest: str):  # type: ignore[no-untyped-def]  # warcio is untyped
    return writer.create_warc_record(
        exchange.url,
        "response",
        payload=BytesIO(exchange.body),
        length=len(exchange.body),
        http_headers=_http_headers(exchange),
        warc_headers_dict=_warc_headers(exchange) | {"WARC-Payload-Digest": digest},
    )


def _revisit(writer: WARCWriter, exchange: Exchange, earlier: tuple[str, str], digest: str):  # type: ignore[no-untyped-def]
    url, fetched_at = earlier
    record = writer.create_revisit_record(exchange.url, digest, url, fetched_at, http_headers=_http_headers(exchange))
    for name, value in _warc_headers(exchange).items():
        record.rec_headers.replace_header(name, value)
    return record


def _request(writer: WARCWriter, exchange: Exchange):  # type: ignore[no-untyped-def]
    line = f"{exchange.method} {exchange.request_target} HTTP/1.1"
    headers = StatusAndHeaders(line, list(exchange.request_headers), is_http_request=True)
    return writer.create_warc_record(
        exchange.url, "request", http_headers=headers, warc_headers_dict={"WARC-Date": exchange.fetched_at}
    )


def _http_headers(exchange: Exchange) -> StatusAndHeaders:
    reason = HTTPStatus(exchange.status).phrase if exchange.status in _STATUSES else ""
    headers = [(_in_ascii(name, _TOKEN), _in_ascii(value, _VISIBLE)) for name, value in exchange.response_headers]
    return StatusAndHeaders(f"{exchange.status} {reason}", headers, protocol=exchange.http_version)


def _in_ascii(text: str, kept: str) -> str:
    """Return a name or value as warcio can write it, which fails on names and on parts of values ("é; name=1")."""
    return text if text.isascii() else quote(text, safe=kept)


def _warc_headers(exchange: Exchange) -> dict[str, str]:
    headers = {"WARC-Date": exchange.fetched_at}
    if WITHHELD in exchange.flags:
        headers["WARC-Truncated"] = "unspecified"  # WARC 1.1, 5.13
    if exchange.ip_address:
        headers["WARC-IP-Address"] = exchange.ip_address
    return headers
