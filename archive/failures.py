"""Errors of the archive itself, as distinct from those that one page causes.

A disk that is full or broken fails every page: the crawl must stop, and say so. A value that cannot be stored is the
fault of its page alone, which is recorded as failed while the others go on.
"""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.errors import ArchiveError

# Of SQLite's errors, those are about the values of one statement (PEP 249, "Exceptions").
_OF_VALUES = (sqlite3.IntegrityError, sqlite3.DataError, sqlite3.ProgrammingError, sqlite3.InterfaceError)

_FULL = "database or disk is full"


def is_archive_failure(error: BaseException) -> bool:
    """Return whether the archive could not be written, whatever was to be written."""
    if isinstance(error, (ArchiveError, OSError, MemoryError)):
        return True
    return isinstance(error, sqlite3.Error) and not isinstance(error, _OF_VALUES)


def traceback_of(error: BaseException) -> BaseException | None:
    """Return the error, for a log with its traceback; None for a failure of the archive, which one line explains."""
    return None if is_archive_failure(error) else error


def is_damage(error: BaseException) -> bool:
    """Return whether an error of SQLite means that the file is not as SQLite wrote it."""
    if not isinstance(error, sqlite3.Error):
        return False
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # without one: of the module that decodes texts
    return code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) or "decode to UTF-8" in str(error)


def is_interrupted(error: sqlite3.Error) -> bool:
    """Return whether a statement ended because its time was over.

    Not always with that word: where a full-text index is opened first, the message is "vtable constructor failed".
    """
    return getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_INTERRUPT


@contextmanager
def naming_output(path: Path) -> Iterator[None]:
    """Name the output in an error that names no file: the disk that is full need not be the archive's."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or str(path)
        raise
    except sqlite3.OperationalError as error:
        if _FULL not in str(error):
            raise
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path)) from error


def describe_failure(error: BaseException, path: object) -> str:
    """Return one line that names what could not be written and what to do. `path` is the archive."""
    number = error.errno if isinstance(error, OSError) else None
    place = getattr(error, "filename", None) or path
    if number in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) or _FULL in str(error):
        return f"no space left to write {place}: free some disk space and run the command again"
    if number in (errno.EMFILE, errno.ENFILE):
        return f"too many open files at {place}: raise the limit (ulimit -n 4096) or crawl fewer sources (--parallel 8)"
    if isinstance(error, MemoryError):
        return f"not enough memory to write {place}: use fewer workers (--workers 1)"
    if isinstance(error, ArchiveError):
        return one_line(error)
    if is_damage(error):
        return f"{place} is damaged ({one_line(error)[:120]}); run 'spacebeat doctor', which says what to do"
    if isinstance(error, sqlite3.Error):
        return f"cannot read or write {place}: {one_line(error)}; check the disk, or run 'spacebeat doctor'"
    return f"cannot read or write {place}: {getattr(error, 'strerror', None) or one_line(error)}; check the disk"


def one_line(error: BaseException) -> str:
    """Return the message of an error, or its name, as one printable line."""
    message = " ".join(str(error).split())
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in message) or type(error).__name__
