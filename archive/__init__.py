"""The archive: all that touches the database and the WARC files.

It knows no Scrapy, no trafilatura and no HTTP client, so an archive can be read, searched, merged and
exported on a machine that never crawls. The crawler imports this package, never the other way round.

The names below are the public Python API (docs/reference/python-api.md). They are imported when they are first
used, because every command of the command line imports this package and most need none of them.
"""

import sys
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType

    from archive.errors import ArchiveError, SpacebeatError, WrongUsageError
    from archive.reader.article import StoredArticle
    from archive.reader.reader import ArchiveReader, Filters, open_archive
    from archive.search.search import Hit

__all__ = [
    "ArchiveError",
    "ArchiveReader",
    "Filters",
    "Hit",
    "SpacebeatError",
    "StoredArticle",
    "WrongUsageError",
    "open_archive",
]

_MODULES = {
    "ArchiveError": "archive.errors",
    "ArchiveReader": "archive.reader.reader",
    "Filters": "archive.reader.reader",
    "Hit": "archive.search.search",
    "SpacebeatError": "archive.errors",
    "StoredArticle": "archive.reader.article",
    "WrongUsageError": "archive.errors",
    "open_archive": "archive.reader.reader",
}


def __getattr__(name: str) -> object:
    """Import a public name (PEP 562)."""
    if name in _MODULES:
        return getattr(import_module(_MODULES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class _OptionalImports:
    """Keep sqlite-utils from importing pandas and numpy where they happen to be installed.

    It would map their types to columns, which no table here needs; every command would pay a second for it.
    """

    @staticmethod
    def find_spec(
        fullname: str, path: "Sequence[str] | None" = None, target: "ModuleType | None" = None
    ) -> "ModuleSpec | None":
        """Refuse the two modules while `sqlite_utils.db` is being imported; leave all else to the other finders."""
        importing = sys.modules.get("sqlite_utils.db")
        if fullname in ("numpy", "pandas") and importing is not None and not hasattr(importing, "Database"):
            raise ModuleNotFoundError(f"{fullname} is not needed by sqlite_utils", name=fullname)
        return None


sys.meta_path.insert(0, _OptionalImports)
