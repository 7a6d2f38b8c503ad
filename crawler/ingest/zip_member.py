"""One member of a zip package as a file that can be sought, and whose damage is an OSError like any other.

A WACZ stores its WARC files as they are (the specification asks for it), so a window on the package reaches a place in
one at once.
"""

import io
import os
import struct
import zipfile
import zlib
from pathlib import Path
from typing import IO, BinaryIO, cast

_HEADER = struct.Struct("<4s22xHH")  # signature, length of the name, length of the extra field (APPNOTE, 4.3.7)


def open_member(path: Path, info: zipfile.ZipInfo) -> BinaryIO:
    """Raises OSError when the member is not where the directory of the package says."""
    if info.compress_type == zipfile.ZIP_STORED:
        return cast(BinaryIO, io.BufferedReader(_window(path, info)))
    return cast(BinaryIO, io.BufferedReader(_Inflated(path, info)))


def _window(path: Path, info: zipfile.ZipInfo) -> "_Window":
    file = path.open("rb")
    file.seek(info.header_offset)
    header = file.read(_HEADER.size)
    if len(header) < _HEADER.size or not header.startswith(b"PK\x03\x04"):
        file.close()
        raise OSError("the member of the package is not where its directory says")
    _, name, extra = _HEADER.unpack(header)
    return _Window(file, info.header_offset + _HEADER.size + name + extra, info.file_size)


class _Window(io.RawIOBase):
    """A stretch of a file as a file of its own."""

    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        self._file, self._start, self._size = file, start, size
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def]  # Python 3.11 has no type for a buffer
        self._file.seek(self._start + self._at)
        data = self._file.read(min(len(buffer), max(0, self._size - self._at)))
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

    def close(self) -> None:
        self._file.close()
        super().close()


class _Inflated(io.RawIOBase):
    """A compressed member. Going back means to inflate it anew, which zipfile does by itself."""

    def __init__(self, path: Path, info: zipfile.ZipInfo) -> None:
        self._package = zipfile.ZipFile(path)
        try:
            self._file: IO[bytes] = self._package.open(info)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
            self._package.close()
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
        super().close()
