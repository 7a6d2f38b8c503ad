"""What an archive must be: a file, with every table, view and column of today, and the indexes that queries name.

Without these checks a command waits for the other end of a pipe, and on an archive that another program changed each
command fails in its own way at the first table that is not there, or gives an answer that is empty and looks right.
"""

from pathlib import Path

from sqlite_utils import Database

from archive.db.column_descriptions import COLUMN_DESCRIPTIONS
from archive.errors import ArchiveError

_OTHER_TABLES = ("articles_fts", "copy_scheme", "copy_shingles", "lineage_scheme", "quotation_shingles")
# SQLite refuses a query that names an index (`indexed by`) which is not there.
NAMED_INDEXES = tuple(f"articles_{name}" for name in ("copied_when", "group", "published", "source_when", "when"))


def refuse_special(path: Path) -> None:
    """Raise ArchiveError for a pipe, a socket, a device or a folder, which is not opened."""
    if path.exists() and not path.is_file():
        raise ArchiveError(f"{path} is not a regular file; choose another path with --archive")


def refuse_incomplete(db: Database, path: Path) -> None:
    """Raise ArchiveError for an archive that has lost tables, views, columns or indexes."""
    if missing := _missing_parts(db):
        more = f" and {len(missing) - 3} more" if len(missing) > 3 else ""
        raise ArchiveError(
            f"{path} has lost {', '.join(missing[:3])}{more}: another program changed it; restore a backup, or run "
            "'spacebeat doctor --salvage NEW.db'"
        )


def _missing_parts(db: Database) -> list[str]:
    kinds = dict(db.execute("select name, type from sqlite_master where type <> 'trigger'").fetchall())
    missing = [name for name in (*COLUMN_DESCRIPTIONS, *_OTHER_TABLES) if name not in kinds]
    missing += [f"index {name}" for name in NAMED_INDEXES if name not in kinds]
    for table, described in COLUMN_DESCRIPTIONS.items():
        if kinds.get(table) == "table":  # the columns of a view are those of its tables
            present = {name for (name,) in db.execute("select name from pragma_table_info(?)", [table])}
            missing += [f"column {name} of {table}" for name in described if name not in present]
    return missing
