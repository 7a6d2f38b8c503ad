"""The archives to unite, opened so that none of them changes meanwhile."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from archive.captures import folder_of
from archive.database import connect, connect_to_read
from archive.errors import ArchiveError, ArchiveLockedError
from archive.lock import WriterLock


@dataclass(frozen=True, slots=True)
class Input:
    """One archive to read, in a read transaction; `number` tells it from the others."""

    number: int
    path: Path
    db: Database

    @property
    def folder(self) -> Path:
        return folder_of(self.path)


@contextmanager
def open_inputs(target: Path, others: Sequence[Path]) -> Iterator[list[Input]]:
    """Lock all archives and open them to read; the target comes first and is made if it is not there.

    Raises ArchiveLockedError when one is being written, ArchiveError when one cannot be read.
    """
    for other in others:
        if not other.exists():
            raise ArchiveError(f"there is no archive at {other}; check the path")
    paths = list(dict.fromkeys(path.resolve() for path in (target, *others)))
    with ExitStack() as stack:
        inputs = []
        for number, path in enumerate(paths):
            stack.enter_context(_locked(path, required=number == 0))
            if number == 0:
                connect(path).close()
            db = connect_to_read(path)
            stack.callback(db.close)
            db.execute("begin")
            inputs.append(Input(number, path, db))
        yield inputs


@contextmanager
def _locked(path: Path, *, required: bool) -> Iterator[None]:
    """Hold the writer's lock. An archive on a medium that cannot be written needs none."""
    try:
        lock = WriterLock(path, "a merge")
    except ArchiveLockedError:
        raise
    except ArchiveError:
        if required:
            raise
        yield
        return
    try:
        yield
    finally:
        lock.release()
