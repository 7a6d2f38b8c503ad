"""Checks of the WARC files against the rows that point into them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from archive.doctor.finding import Finding
from archive.errors import CaptureError
from archive.records import Location
from archive.text import counted
from archive.warc.records import read_member, whole_length

SAMPLE = 200  # captures read unless the check is thorough


def check_captures(db: Database, folder: Path, *, thorough: bool) -> Finding:
    """Read records, all or the first and a sample, and verify their gzip checksums."""
    (total,) = db.execute("select count(*) from captures where warc_file <> ''").fetchone()  # the others were pruned
    checked, damaged = 0, []
    for capture_id, *place in _places(db, total, thorough):
        checked += 1
        try:
            read_member(folder, Location(*place))
        except CaptureError as error:
            damaged.append(f"capture {capture_id}: {error}")
    if damaged:
        advice = f"restore {folder} from a backup; their texts are in the database"
        return Finding("captures", "wrong", f"{len(damaged)} of {checked} cannot be read, first {damaged[0]}", advice)
    return Finding("captures", "ok", f"{checked} of {total} read")


def _places(db: Database, total: int, thorough: bool) -> Iterator[tuple[Any, ...]]:
    step = 1 if thorough else max(1, total // SAMPLE)
    query = """
        select id, warc_file, warc_offset, warc_length from captures
        where warc_file <> '' and (id % ? = 0 or id = 1) order by id
        """
    return iter(db.execute(query, [step]))


def check_files(db: Database, folder: Path, *, thorough: bool) -> list[Finding]:
    """Find files that are missing, too short, truncated, or that no row points to."""
    ends = dict(
        db.execute(
            "select warc_file, max(warc_offset + warc_length) from captures where warc_file <> '' group by 1"
        ).fetchall()
    )
    files = {path.name: path for path in sorted(folder.glob("*"))} if folder.exists() else {}
    findings = [
        Finding("files", "wrong", f"{name} is missing", f"restore it to {folder}")
        for name in sorted(ends)
        if name not in files
    ]
    for name, path in files.items():
        if name not in ends:
            findings.append(_unused(path))
        elif path.stat().st_size < ends[name]:
            findings.append(
                Finding("files", "wrong", f"{name} is shorter than its captures", f"restore it to {folder}")
            )
        elif thorough and (whole := whole_length(path, 0)) < ends[name]:
            message = f"{name} has a damaged record at byte {whole}"
            findings.append(Finding("files", "wrong", message, f"restore it to {folder} from a backup"))
        elif tail := path.stat().st_size - whole_length(path, ends[name]):
            message = f"{name} ends in {tail} bytes of a half-written record"
            findings.append(Finding("files", "note", message, "the next crawl removes them"))
    return findings or [Finding("files", "ok", f"{counted(len(files), 'WARC file')}, all complete and in use")]


def _unused(path: Path) -> Finding:
    if path.suffix == ".part":
        return Finding("files", "note", f"{path.name} was left by a command that was killed", "it may be deleted")
    return Finding(
        "files", "note", f"no capture points to {path.name}", "it may be deleted, or imported with 'spacebeat ingest'"
    )
