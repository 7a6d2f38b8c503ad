"""Write responses to WARC files: each one gzip member, followed by its request (WARC 1.1, ISO 28500:2017).

Bytes reach the disk before the database hears of them, so no row points to a record that is not there; what a kill
leaves half-written is cut off by the next writer.
"""

import os
import re
import zlib
from http import HTTPStatus
from io import BufferedWriter, BytesIO
from pathlib import Path
from urllib.parse import quote

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.records import Exchange, Location
from archive.warc.records import payload_digest, sync_folder, whole_length

_LEVEL = 6  # of compression
_GZIP = 31  # wbits of zlib: the largest window, in a gzip member
FILE_SIZE = 1 << 30  # bytes at which a new file is begun, as the WARC guidelines of the IIPC advise
WITHHELD = "withheld"  # flag of an exchange whose body may not be kept

_NAME = re.compile(r"^spacebeat-(\d{6})\.warc\.gz$")
_STATUSES = frozenset(HTTPStatus)
_TOKEN = "!#$%&'*+-.^_`|~"  # besides letters and digits, of which the name of a header field may consist (RFC 9110)
_VISIBLE = "".join(map(chr, range(0x20, 0x7F))) + "\t"


class CaptureWriter:
    """Appends to the newest file of the folder. `committed` is the end of the last record that the database knows."""

    def __init__(self, folder: Path, committed: tuple[str, int] | None = None, file_size: int = FILE_SIZE) -> None:
        self.folder = folder
        self.file_size = file_size
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
            self._write(request, _LEVEL)
        start = self._file.tell()
        self._write(response, 0 if _is_encoded(exchange) and not earlier else _LEVEL)
        return Location(self._path.name, start, self._file.tell() - start)

    def _write(self, record: ArcWarcRecord, level: int) -> None:
        WARCWriter(_Member(self._file, level), gzip=False, warc_version="1.1").write_record(record)

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
            if path.stat().st_size > whole:
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


class _Member:
    """The file as one record sees it: what is written becomes a gzip member, which ends at `flush`.

    In place of warcio's own, which compresses at level 9: of a plain page that takes twice the time of level 6 for one
    byte in a hundred, and of a body that came compressed 0.6 ms for nothing.
    """

    def __init__(self, file: BufferedWriter, level: int) -> None:
        self._file = file
        self._compressor = zlib.compressobj(level, zlib.DEFLATED, _GZIP)

    def write(self, data: bytes) -> None:
        self._file.write(self._compressor.compress(data))

    def flush(self) -> None:
        self._file.write(self._compressor.flush())
        self._file.flush()


def _is_encoded(exchange: Exchange) -> bool:
    """Return whether the body came compressed."""
    return exchange.header("content-encoding").strip().lower() not in ("", "identity")


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
