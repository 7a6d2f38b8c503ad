"""A file as the WARC streams in it: itself, or the members of a WACZ package (specs.webrecorder.net/wacz).

A package whose directory is lost is read as one stream: its records are still in there.
"""

import hashlib
import io
import os
import struct
import zipfile
import zlib
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from typing import IO, BinaryIO, cast

from crawler.ingest.errors import IngestError
from crawler.ingest.location import Location, open_stream, size_of
from crawler.ingest.scan import begins_record, next_beginning
from crawler.ingest.window import Window

# One member of a zip package as a file that can be sought, and whose damage is an OSError like any other.
#
# A WACZ stores its WARC files as they are (the specification asks for it), so a window on the package reaches a place
# in one at once.

_HEADER = struct.Struct("<4s22xHH")  # signature, length of the name, length of the extra field (APPNOTE, 4.3.7)


def open_member(path: Location, info: zipfile.ZipInfo) -> BinaryIO:
    """Open a member of a zip file. Raises OSError when it is not where the directory of the package places it."""
    if info.compress_type == zipfile.ZIP_STORED:
        return cast(BinaryIO, io.BufferedReader(_window(path, info)))
    return cast(BinaryIO, io.BufferedReader(_Inflated(path, info)))


def _window(path: Location, info: zipfile.ZipInfo) -> Window:
    file = open_stream(path)
    file.seek(info.header_offset)
    header = file.read(_HEADER.size)
    if len(header) < _HEADER.size or not header.startswith(b"PK\x03\x04"):
        file.close()
        raise OSError("the member of the package is not where its directory says")
    _, name, extra = _HEADER.unpack(header)
    start = info.header_offset + _HEADER.size + name + extra
    return Window(file, start, info.file_size, closes_file=True)


class _Inflated(io.RawIOBase):
    """A compressed member. Going back means to inflate it again, which zipfile does by itself."""

    def __init__(self, path: Location, info: zipfile.ZipInfo) -> None:
        self._stream = open_stream(path)
        self._package = zipfile.ZipFile(self._stream)
        try:
            self._file: IO[bytes] = self._package.open(info)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
            self._package.close()
            self._stream.close()
            raise OSError(f"the member cannot be opened: {error}") from error

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        try:
            return self._file.seek(offset, whence)
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise OSError(f"damaged member: {error}") from error

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def]  # Python 3.11 has no type for a buffer
        try:
            data = self._file.read(len(buffer))
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise OSError(f"damaged member: {error}") from error
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._file.close()
        self._package.close()
        self._stream.close()
        super().close()


_SAMPLE = 1 << 20  # bytes at either end of a file by which it is recognised
_WARC = (".warc", ".warc.gz", ".warc.zst")


@dataclass(frozen=True, slots=True)
class Part:
    """One WARC stream. `open` opens it at its beginning; `size` is in bytes as they lie in it."""

    name: str
    size: int
    open: Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True)
class Package:
    """An opened file. `is_damaged` means that the package around the streams is."""

    path: Location
    fingerprint: str
    parts: tuple[Part, ...]
    is_damaged: bool = False


def open_package(path: Location) -> Package:
    """Open a file of WARC records. Raises IngestError when it cannot be read, or holds none."""
    package = _open(path)
    if not any(_has_record(part) for part in package.parts):
        raise IngestError(f"{path} holds no WARC record; 'spacebeat extract' reads an HTML page")
    return package


def _has_record(part: Part) -> bool:
    try:
        with closing(part.open()) as stream:
            return begins_record(stream, 0) or next_beginning(stream, 0) is not None
    except OSError:
        return False


def _open(path: Location) -> Package:
    try:
        with open_stream(path) as file:
            size = size_of(file)
            whole = Part(path.name, size, lambda: open_stream(path))
            is_zip = file.read(4) == b"PK\x03\x04"
            fingerprint = _fingerprint(file, size)
            if not is_zip:
                return Package(path, fingerprint, (whole,))
            try:
                parts = _members(path, file)
            except zipfile.BadZipFile:
                return Package(path, fingerprint, (whole,), is_damaged=True)
    except OSError as error:
        raise IngestError(f"cannot read {path}: {error.strerror or error}") from error
    return Package(path, fingerprint, parts)


def _fingerprint(file: BinaryIO, size: int) -> str:
    """Return the same for a file that was renamed or copied, another one for a file that has grown."""
    digest = hashlib.sha256(str(size).encode())
    file.seek(0)
    digest.update(file.read(_SAMPLE))
    file.seek(max(0, size - _SAMPLE))
    digest.update(file.read(_SAMPLE))
    return digest.hexdigest()


def _members(path: Location, file: BinaryIO) -> tuple[Part, ...]:
    with zipfile.ZipFile(file) as package:
        found = [info for info in package.infolist() if info.filename.lower().endswith(_WARC)]
    return tuple(_member(path, info) for info in found)


def _member(path: Location, info: zipfile.ZipInfo) -> Part:
    return Part(info.filename, info.file_size, lambda: open_member(path, info))
