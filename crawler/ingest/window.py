"""A stretch of a file as a file: a member of a package, or one record of a WARC stream."""

import io
import os
from typing import BinaryIO


class Window(io.RawIOBase):
    """`size` bytes of a file from `start` on. With `closes_file` the file is closed with it."""

    def __init__(self, file: BinaryIO, start: int, size: int, *, closes_file: bool = False) -> None:
        self._file, self._start, self._size = file, start, size
        self._closes_file = closes_file
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
        if self._closes_file:
            self._file.close()
        super().close()
