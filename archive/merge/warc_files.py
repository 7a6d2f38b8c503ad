"""WARC files of all archives in one folder, under names made from their content, so that equal files meet.

A file goes over as it is: rows keep their offsets and lengths. Only what a kill left half-written at its end stays
behind. The names sort before those of the capture writer, which so never appends to a file of another archive.
"""

import hashlib
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from archive.merge.staging import Input
from archive.warc.records import folder_of, sync_folder, whole_length

_PREFIX = "merged-"


@dataclass(frozen=True, slots=True)
class Adopted:
    """A file in the folder of the target. `length` is its size in bytes."""

    name: str
    length: int


def adopt(inputs: Iterable[Input], target: Path) -> dict[tuple[int, str], Adopted]:
    """Bring all files that captures point to into the target's folder; return their names by (archive, old name).

    A file that is missing is not an error here; `doctor` reports it. Its rows get a name that no file will have.
    """
    folder = folder_of(target)
    adopted = {}
    for archive in inputs:
        ends = archive.db.execute(
            "select warc_file, max(warc_offset + warc_length) from captures where warc_file <> '' group by 1 order by 1"
        ).fetchall()
        for name, end in ends:
            source = archive.folder / name
            adopted[archive.number, name] = _adopt(source, end, folder) if source.exists() else _missing(name)
    if folder.exists():
        sync_folder(folder)
    return adopted


def remove_unused(target: Path, names: Iterable[str]) -> None:
    """Remove files of the target that its captures no longer point to, after the merged database is in place."""
    for name in names:
        (folder_of(target) / name).unlink(missing_ok=True)


def _missing(name: str) -> Adopted:
    return Adopted(name if name.startswith("missing-") else f"missing-{name}", 0)


def _adopt(source: Path, end: int, folder: Path) -> Adopted:
    """Bring a file over; `end` is that of its last capture, before which a damaged record cuts nothing off."""
    folder.mkdir(parents=True, exist_ok=True)
    size = source.stat().st_size
    length = size if source.name.startswith(_PREFIX) or size <= end else whole_length(source, end)
    name = f"{_PREFIX}{_digest(source, length)}.warc.gz"
    place = folder / name
    if place.exists() and place.stat().st_size == length:
        return Adopted(name, length)
    partial = folder / f"{name}.part"
    partial.unlink(missing_ok=True)
    if length == size and source.parent == folder:
        os.link(source, partial)
    else:
        _copy(source, partial, length)
    os.replace(partial, place)
    return Adopted(name, length)


def _digest(path: Path, length: int) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while length > 0 and (chunk := file.read(min(length, 1 << 20))):
            digest.update(chunk)
            length -= len(chunk)
    return digest.hexdigest()[:32]


def _copy(source: Path, place: Path, length: int) -> None:
    with source.open("rb") as read, place.open("wb") as written:
        shutil.copyfileobj(read, written)
        written.truncate(length)
        written.flush()
        os.fsync(written.fileno())
