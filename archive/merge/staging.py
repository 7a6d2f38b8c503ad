"""Where the merged archive is built: a database next to the target, and a pool for the rows of all archives.

Both lie on disk, so memory does not grow with the archives; the pool is a temporary database that SQLite removes.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from archive.db.connection import connect, connect_to_read
from archive.db.damage import BEFORE_WRITING, refuse_damaged
from archive.db.lock import WriterLock
from archive.errors import ArchiveError, ArchiveLockedError
from archive.merge.report import Conflict
from archive.warc.belonging import refuse_emptied
from archive.warc.records import folder_of

# The archives to unite, opened so that none of them changes meanwhile.


@dataclass(frozen=True, slots=True)
class Input:
    """One archive to read, in a read transaction; `number` is its place among the inputs."""

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
        for number, path in reversed(list(enumerate(paths))):  # the target last: it is not made for what cannot be read
            refuse_emptied(path)
            stack.enter_context(_locked(path, required=number == 0))
            if number == 0:
                connect(path).close()
            db = connect_to_read(path)
            stack.callback(db.close)
            refuse_damaged(path, BEFORE_WRITING)
            db.execute("begin")
            inputs.append(Input(number, path, db))
        yield inputs[::-1]


@contextmanager
def _locked(path: Path, *, required: bool) -> Iterator[None]:
    """Hold the writer's lock. An archive on a read-only medium needs none."""
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


@dataclass
class Stage:
    """`out` is the merged database in the making, with the pool attached under that name."""

    out: Database
    inputs: Sequence[Input]
    conflicts: list[Conflict] = field(default_factory=list)

    def copy(self, archive: Input, query: str, table: str) -> None:
        """Append the result of a query on one archive to a table."""
        cursor = archive.db.execute(query)
        marks = ", ".join("?" * len(cursor.description))
        self.out.conn.executemany(f"insert into {table} values ({marks})", cursor)

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        marks = ", ".join("?" * len(columns))
        self.out.conn.executemany(f"insert into {table} ({', '.join(columns)}) values ({marks})", rows)

    def capture_id(self, archive: int, old_id: int | None) -> int | None:
        """Return the id of a capture in the merged archive."""
        return self._new_id("capture_ids", archive, old_id)

    def article_id(self, archive: int, old_id: int | None) -> int | None:
        """Return the id of an article in the merged archive."""
        return self._new_id("article_ids", archive, old_id)

    def _new_id(self, table: str, archive: int, old_id: int | None) -> int | None:
        if old_id is None:
            return None
        query = f"select new_id from pool.{table} where archive = ? and old_id = ?"
        row = self.out.execute(query, [archive, old_id]).fetchone()
        return int(row[0]) if row else None

    def conflict(self, table: str, key: str, what: str, kept: object, other: object) -> None:
        if kept != other:
            self.conflicts.append(Conflict(table, key, what, str(kept), str(other)))


@contextmanager
def staged(target: Path, inputs: Sequence[Input]) -> Iterator[Stage]:
    """Open a stage next to the target; remove it afterwards, and what a killed merge left of one."""
    path = target.with_name(f"{target.name}.merging")
    _remove(path)
    out = connect(path)
    try:
        # Nothing here outlives the merge, so nothing here needs a journal; what is not whole is refused at the end.
        for pragma in ("journal_mode = off", "synchronous = off", "foreign_keys = off"):
            out.execute(f"pragma {pragma}")
        out.execute("attach '' as pool")
        yield Stage(out, inputs)
    finally:
        out.close()
        _remove(path)


def _remove(path: Path) -> None:
    for suffix in ("", "-journal", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + suffix).unlink()
