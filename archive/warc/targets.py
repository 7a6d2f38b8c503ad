"""Read which addresses a WARC file has, without its pages, to see whose file it is."""

import re
import zlib
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from archive.records import Location

_TARGET = re.compile(rb"^WARC-Target-URI: *<?([^\r\n>]*)", re.MULTILINE)
_HEAD = 16 * 1024  # bytes, of which a longer address is left undecided
_FIRST = 20


def read_target(folder: Path, location: Location) -> str | None:
    """Return the address of a record; None when there is no readable record."""
    try:
        with (folder / location.file).open("rb") as file:
            file.seek(location.offset)
            head = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS).decompress(file.read(_HEAD), _HEAD)
    except (OSError, zlib.error):
        return None
    fields, end, _ = head.partition(b"\r\n\r\n")
    target = _TARGET.search(fields) if end else None
    return target[1].decode("utf-8", "replace") if target else None


def first_targets(file: Path) -> list[str]:
    """Return the addresses of the first readable responses of a file."""
    found: list[str] = []
    try:
        with file.open("rb") as stream:
            for record in ArchiveIterator(stream):
                if record.rec_type in ("response", "revisit"):
                    found.append(record.rec_headers.get_header("WARC-Target-URI"))
                if len(found) == _FIRST:
                    break
    except (OSError, ArchiveLoadFailed, ValueError):
        pass  # what was readable is enough
    return found
