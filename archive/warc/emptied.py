"""Recognize an archive that has lost its content by the pages that are still next to it."""

from pathlib import Path

from archive.errors import ArchiveError
from archive.warc.records import folder_of


def refuse_emptied(path: Path) -> None:
    """Raise ArchiveError for an empty file next to WARC records: it was an archive, and is not a new one."""
    folder = folder_of(path)
    is_emptied = path.exists() and not path.stat().st_size
    if is_emptied and any(file.stat().st_size for file in folder.glob("*.warc.gz")):
        raise ArchiveError(
            f"{path} is empty, but {folder} holds its pages; restore {path.name} from a backup, or move the folder "
            "away and read its files with 'spacebeat ingest'"
        )
