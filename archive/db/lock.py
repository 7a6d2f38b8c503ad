"""Lock for a single writer, which the kernel releases when its holder dies, so that it can never be stale.

The lock is taken twice: on a file next to the database, which exists before the database does, and on the database
itself, so that another name of it (a hard link, a bind mount) does not allow a second writer. SQLite's locks are of
another kind (fcntl, not flock), but closing any descriptor of the file would drop them, so the lock is released only
after the connection is closed.
"""

import fcntl
import json
import os
import socket
from pathlib import Path
from typing import IO

from archive.clock import now
from archive.db.foreign import refuse_foreign
from archive.errors import ArchiveError, ArchiveLockedError
from archive.failures import is_damage


class WriterLock:
    """A lock held from construction until `release`.

    Raises ArchiveLockedError, naming the holder, if it is taken, and ArchiveError for a file that is no archive,
    next to which nothing is written. With `may_be_damaged`, a file that SQLite cannot read may be one.
    """

    def __init__(self, archive: Path, purpose: str, *, may_be_damaged: bool = False) -> None:
        try:
            refuse_foreign(archive)
        except ArchiveError as error:
            if not (may_be_damaged and error.__cause__ and is_damage(error.__cause__)):
                raise
        archive = archive.resolve()
        self.path = archive.with_name(archive.name + ".lock")
        try:
            self._file: IO[str] = self.path.open("a+", encoding="utf-8")
        except OSError as error:
            raise ArchiveError(f"cannot write next to {archive}: {error.strerror}; choose another --archive") from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = self._holder()
            self._file.close()
            raise ArchiveLockedError(f"{archive} is being written by {holder}; wait for it or stop it") from error
        self._database = _lock_database(archive, self._file)
        self._file.truncate(0)
        self._file.write(
            json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "since": now(), "purpose": purpose})
        )
        self._file.flush()

    def release(self) -> None:
        self._file.truncate(0)
        self._file.close()
        self._database.close()

    def _holder(self) -> str:
        self._file.seek(0)
        try:
            holder = json.loads(self._file.read())
            return f"{holder['purpose']} (process {holder['pid']} on {holder['host']}, since {holder['since']})"
        except (ValueError, KeyError):
            return "another process"


def _lock_database(archive: Path, lock_file: IO[str]) -> IO[bytes]:
    """Lock the database file itself, which is created empty if need be. Raises ArchiveError, ArchiveLockedError.

    A link that is made while the first crawl of an archive runs leads to a locked file as well.
    """
    try:
        database = archive.open("ab")
    except OSError as error:
        lock_file.close()
        raise ArchiveError(f"cannot write {archive}: {error.strerror}; choose another --archive") from error
    try:
        fcntl.flock(database, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        database.close()
        lock_file.close()
        raise ArchiveLockedError(f"{archive} is being written under another name; wait or stop that writer") from error
    return database
