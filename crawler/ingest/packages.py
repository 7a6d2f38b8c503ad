"""A file as the WARC streams in it: itself, or the members of a WACZ package (specs.webrecorder.net/wacz).

A package whose directory is lost is read as one stream: its records are still in there.
"""

import hashlib
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from crawler.ingest.errors import IngestError
from crawler.ingest.scan import begins_record, next_beginning
from crawler.ingest.zip_member import open_member

_SAMPLE = 1 << 20  # bytes at either end of a file by which it is recognised
_WARC = (".warc", ".warc.gz", ".warc.zst")


@dataclass(frozen=True, slots=True)
class Part:
    """One WARC stream. `open` gives it anew, at its beginning; `size` is in bytes as they lie in it."""

    name: str
    size: int
    open: Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True)
class Package:
    """An opened file. `is_damaged` says that the package around the streams is."""

    path: Path
    fingerprint: str
    parts: tuple[Part, ...]
    is_damaged: bool = False


def open_package(path: Path) -> Package:
    """Raises IngestError when the file cannot be read, or holds no WARC record."""
    package = _open(path)
    if not any(_has_record(part) for part in package.parts):
        raise IngestError(f"{path} holds no WARC record")
    return package


def _has_record(part: Part) -> bool:
    try:
        with closing(part.open()) as stream:
            return begins_record(stream, 0) or next_beginning(stream, 0) is not None
    except OSError:
        return False


def _open(path: Path) -> Package:
    try:
        with path.open("rb") as file:
            is_zip = file.read(4) == b"PK\x03\x04"
        fingerprint = _fingerprint(path)
        if not is_zip:
            return Package(path, fingerprint, (_whole(path),))
        try:
            parts = _members(path)
        except zipfile.BadZipFile:
            return Package(path, fingerprint, (_whole(path),), is_damaged=True)
    except OSError as error:
        raise IngestError(f"cannot read {path}: {error.strerror or error}") from error
    return Package(path, fingerprint, parts)


def _fingerprint(path: Path) -> str:
    """The same for a file that was renamed or copied, another one for a file that has grown."""
    size = path.stat().st_size
    digest = hashlib.sha256(str(size).encode())
    with path.open("rb") as file:
        digest.update(file.read(_SAMPLE))
        file.seek(max(0, size - _SAMPLE))
        digest.update(file.read(_SAMPLE))
    return digest.hexdigest()


def _whole(path: Path) -> Part:
    return Part(path.name, path.stat().st_size, lambda: path.open("rb"))


def _members(path: Path) -> tuple[Part, ...]:
    with zipfile.ZipFile(path) as package:
        found = [info for info in package.infolist() if info.filename.lower().endswith(_WARC)]
    return tuple(_member(path, info) for info in found)


def _member(path: Path, info: zipfile.ZipInfo) -> Part:
    return Part(info.filename, info.file_size, lambda: open_member(path, info))
