"""Copies of WARC files without some of their records, for what is pruned or forgotten.

The copy is a new file, named by its content; the old one is not touched, so a kill at any moment leaves all records
where the database says they are. The name sorts before those of the capture writer, which so never appends to a copy.
"""

import hashlib
import os
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.warcwriter import WARCWriter

from archive.errors import CaptureError
from archive.records import Location
from archive.warc.records import kind_of, payload_digest, read_member, sync_folder

PREFIX = "rewritten-"


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A copy in the folder of the original: where the kept records lie in it, by their offsets in the original."""

    name: str
    size: int
    places: dict[int, Location]


def rewrite_file(path: Path, records: Sequence[Location], kept: Mapping[int, bytes | None]) -> Rewritten:
    """Copy a file. `records` are all responses of the file that the database knows; `kept` are those that stay.

    `kept` maps the offset of a record to the bytes that replace it, or None where it is copied as it is. Its request
    goes with it; a record that the database does not know is left out. Raises CaptureError, OSError.
    """
    partial = path.with_name(f"{path.name}.rewriting.part")
    lengths: dict[int, tuple[int, int]] = {}
    digest = hashlib.sha256()
    with path.open("rb") as source, partial.open("wb") as copy:

        def write(data: bytes) -> tuple[int, int]:
            start = copy.tell()
            copy.write(data)
            digest.update(data)
            return start, len(data)

        end = 0
        for record in sorted(records, key=lambda record: record.offset):
            source.seek(end)
            between = list(_members(source.read(max(0, record.offset - end))))
            if end == 0 and between and kind_of(between[0]) == "warcinfo":
                write(between[0])
            end = record.offset + record.length
            if record.offset not in kept:
                continue
            if between and kind_of(between[-1]) == "request":
                write(between[-1])
            replacement = kept[record.offset]
            if replacement is None:
                source.seek(record.offset)
                replacement = source.read(record.length)
            lengths[record.offset] = write(replacement)
        size = copy.tell()
        copy.flush()
        os.fsync(copy.fileno())
    name = f"{PREFIX}{digest.hexdigest()[:32]}.warc.gz"
    os.replace(partial, path.with_name(name))
    sync_folder(path.parent)
    return Rewritten(name, size, {offset: Location(name, *place) for offset, place in lengths.items()})


def promoted_revisit(folder: Path, revisit: Location, original: Location) -> bytes:
    """Return a revisit as the response record it would have been, with the payload of the original.

    Raises CaptureError when one of the two cannot be read, or the payload is not the one that the revisit states.
    """
    body = _parsed(folder, original).raw_stream.read()
    record = _parsed(folder, revisit)
    stated = record.rec_headers.get_header("WARC-Payload-Digest")
    if stated and stated != payload_digest(body):
        raise CaptureError(f"the record in {folder / original.file} at {original.offset} has another payload")
    kept = ("WARC-Record-ID", "WARC-Date", "WARC-IP-Address", "WARC-Payload-Digest")
    headers = {name: value for name, value in record.rec_headers.headers if name in kept}
    buffer = BytesIO()
    writer = WARCWriter(buffer, gzip=True, warc_version="1.1")
    writer.write_record(
        writer.create_warc_record(
            record.rec_headers.get_header("WARC-Target-URI"),
            "response",
            payload=BytesIO(body),
            length=len(body),
            http_headers=record.http_headers,
            warc_headers_dict=headers,
        )
    )
    return buffer.getvalue()


def redirected_revisit(folder: Path, revisit: Location, url: str, fetched_at: str) -> bytes:
    """Return a revisit that refers to another record of the same payload. Raises CaptureError."""
    record = _parsed(folder, revisit)
    record.rec_headers.replace_header("WARC-Refers-To-Target-URI", url)
    record.rec_headers.replace_header("WARC-Refers-To-Date", fetched_at)
    record.rec_headers.remove_header("WARC-Refers-To")
    buffer = BytesIO()
    WARCWriter(buffer, gzip=True, warc_version="1.1").write_record(record)
    return buffer.getvalue()


def _parsed(folder: Path, location: Location):  # type: ignore[no-untyped-def]  # warcio is untyped
    member, _ = read_member(folder, location)
    try:
        for record in ArchiveIterator(BytesIO(member)):
            # The iterator ends a record when it goes on; what is returned has to be read already.
            record.raw_stream = BytesIO(record.raw_stream.read())
            return record
    except (ArchiveLoadFailed, AttributeError, ValueError, EOFError) as error:
        raise CaptureError(
            f"damaged record in {folder / location.file} at {location.offset}: it cannot be parsed"
        ) from error
    raise CaptureError(f"no record in {folder / location.file} at {location.offset}")


def _members(data: bytes) -> Iterator[bytes]:
    """Yield the whole gzip members at the beginning of `data`."""
    while data:
        member = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
        try:
            member.decompress(data)
        except zlib.error:
            return
        if not member.eof:
            return
        yield data[: len(data) - len(member.unused_data)]
        data = member.unused_data
