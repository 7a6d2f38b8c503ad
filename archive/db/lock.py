"""One writer at a time: a lock that the kernel releases when its holder dies, so it can never be stale."""

import fcntl
import json
import os
import socket
from pathlib import Path
from typing import IO

from archive.clock import now
from archive.errors import ArchiveError, ArchiveLockedError


class WriterLock:
    """Held from construction until `release`. Raises ArchiveLockedError, naming the holder, if it is taken."""

    def __init__(self, archive: Path, purpose: str) -> None:
        self.path = archive.with_name(archive.name + ".lock")
        try:
            self._file: IO[str] = self.path.open("a+", encoding="utf-8")
        except OSError as error:
            raise ArchiveError(f"cannot write beside {archive}: {error.strerror}; choose another --archive") from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = self._holder()
            self._file.close()
            raise ArchiveLockedError(f"{archive} is being written by {holder}; wait for it or stop it") from error
        self._file.truncate(0)
        self._file.write(
            json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "since": now(), "purpose": purpose})
        )
        self._file.flush()

    def release(self) -> None:
        self._file.truncate(0)
        self._file.close()

    def _holder(self) -> str:
        self._file.seek(0)
        try:
            holder = json.loads(self._file.read())
            return f"{holder['purpose']} (process {holder['pid']} on {holder['host']}, since {holder['since']})"
        except (ValueError, KeyError):
            return "another process"
