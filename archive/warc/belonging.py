"""Recognize an archive that has lost its content or its pages, by what is still next to it."""

from pathlib import Path

from sqlite_utils import Database

from archive.errors import ArchiveError
from archive.records import Location
from archive.warc.records import folder_of
from archive.warc.targets import first_targets, read_target


def refuse_emptied(path: Path) -> None:
    """Raise ArchiveError for an empty file next to WARC records: it was an archive, and is not a new one."""
    folder = folder_of(path)
    is_emptied = path.exists() and not path.stat().st_size
    if is_emptied and any(file.stat().st_size for file in folder.glob("*.warc.gz")):
        raise ArchiveError(
            f"{path} is empty, but {folder} holds its pages; restore {path.name} from a backup, or move the folder "
            "away and read its files with 'spacebeat ingest'"
        )


def refuse_file_in_place_of_folder(path: Path) -> None:
    """Raise ArchiveError where the WARC folder cannot be made: `ingest news.warc --archive news.db` asks for that."""
    folder = folder_of(path)
    if folder == path.resolve() or folder.is_file():
        raise ArchiveError(
            f"the pages of {path} belong into a folder {folder.name}, which is a file; "
            "give the archive another name, such as news.db"
        )


def refuse_wrong_folder(db: Database, path: Path, folder: Path) -> None:
    """Raise ArchiveError for an archive whose folder of WARC files is missing, or is that of another archive.

    The database has the place and address of each record, which shows whose folder it is: an archive that was moved, or
    reached by a hard link in another folder, may find one there that has the right name.
    """
    last = db.execute(
        """
        select warc_file, warc_offset, warc_length, url from captures
        where warc_file <> '' order by warc_file desc, warc_offset desc limit 1
        """
    ).fetchone()
    if last is None or _has_pages_of(db, folder, Location(*last[:3]), last[3]):
        return
    db.close()
    if not folder.exists():
        raise ArchiveError(
            f"{path} has captured pages, but their folder {folder} is missing; move it next to {path.name}"
        )
    raise ArchiveError(f"{folder} has the pages of another archive; move those of {path.name} there in its place")


def _has_pages_of(db: Database, folder: Path, last: Location, url: str) -> bool:
    """Return whether a folder is that of an archive, some records of which may be damaged or lost."""
    if not folder.exists():
        return False
    if (found := read_target(folder, last)) is not None:
        return found == url
    targets = first_targets(folder / last.file)
    known = (db.execute("select 1 from captures where url = ? limit 1", [target]).fetchone() for target in targets)
    return not targets or any(known)
