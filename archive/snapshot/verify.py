"""Proof that a snapshot is what was published: every file against SHA256SUMS, and no file besides."""

import hashlib
from pathlib import Path

from archive.errors import SpacebeatError

SUMS = "SHA256SUMS"


class SnapshotError(SpacebeatError):
    """A snapshot cannot be written here, or is not what it was."""


def verify(folder: Path) -> str:
    """Return the SHA-256 of SHA256SUMS, which identifies the whole.

    Raises SnapshotError naming the first difference.
    """
    try:
        sums = (folder / SUMS).read_text(encoding="utf-8")
    except OSError as error:
        raise SnapshotError(f"{folder} is no snapshot: {SUMS} cannot be read ({error.strerror})") from error
    expected = dict(_parsed(line, folder) for line in sums.splitlines())
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()} - {SUMS}
    for name in sorted(expected.keys() | there):
        if name not in there:
            raise SnapshotError(f"{name} is missing from {folder}")
        if name not in expected:
            raise SnapshotError(f"{name} in {folder} is not part of the snapshot")
        if sha256(folder / name) != expected[name]:
            raise SnapshotError(f"{name} in {folder} is not what it was")
    return hashlib.sha256(sums.encode()).hexdigest()


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sums_of(folder: Path) -> str:
    """Format SHA256SUMS, as sha256sum(1) writes and checks it."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return "".join(f"{sha256(folder / name)}  {name}\n" for name in names if name != SUMS)


def _parsed(line: str, folder: Path) -> tuple[str, str]:
    digest, separator, name = line.partition("  ")
    if not separator or len(digest) != 64:
        raise SnapshotError(f"{SUMS} in {folder} is damaged")
    return name, digest
