"""The zip file of a WACZ and its data package: every file hashed while it is written.

Time stamps inside are fixed, so that the same selection of the same archive yields the same bytes.
"""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, BinaryIO

WACZ_VERSION = "1.1.1"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first instant that a zip file can name


class HashingFile:
    """Writes through, counting and hashing."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._hash = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> int:
        self._hash.update(data)
        self.size += len(data)
        return self._file.write(data)

    @property
    def digest(self) -> str:
        return f"sha256:{self._hash.hexdigest()}"


class Package:
    """A zip file whose members are listed, with hashes, in `datapackage.json`."""

    def __init__(self, file: BinaryIO) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_STORED, allowZip64=True)
        self._resources: list[dict[str, Any]] = []

    @contextmanager
    def member(self, path: str, *, compressed: bool = False) -> Iterator[HashingFile]:
        """Return a file entry to write. WARC files and indexes must not be compressed twice: players seek in them."""
        with self._zip.open(_info(path, compressed), "w", force_zip64=True) as file:
            hashing = HashingFile(file)
            yield hashing
        name = path.rsplit("/", 1)[-1]
        self._resources.append({"name": name, "path": path, "hash": hashing.digest, "bytes": hashing.size})

    def close(self, **details: Any) -> None:
        """Write `datapackage.json`, its digest, and the end of the zip file."""
        package = {
            "profile": "data-package",
            "wacz_version": WACZ_VERSION,
            **details,
            "resources": self._resources,
        }
        text = json.dumps(package, indent=2, ensure_ascii=False).encode()
        digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(text).hexdigest()}"}
        self._zip.writestr(_info("datapackage.json", True), text)
        self._zip.writestr(_info("datapackage-digest.json", True), json.dumps(digest, indent=2))
        self._zip.close()


def _info(path: str, compressed: bool) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(path, _EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
    info.external_attr = 0o644 << 16
    return info
