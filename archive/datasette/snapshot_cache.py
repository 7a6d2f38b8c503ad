"""Values read from an archive, kept until it changes.

A page about the whole archive (how all sources are, what was most reported) asks hundreds of small questions. As long
as nobody writes, the answers of the last time are the answers of today: SQLite says whether anybody has (`pragma
data_version`, sqlite.org/pragma.html), so a kept value is exact, never "a few minutes old". All of a value is read in
one transaction, so that its parts agree while a crawl is writing.
"""

import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

MOST = 64  # values of an archive; the one not asked for longest is dropped

T = TypeVar("T")


class SnapshotCache:
    """The values of one archive, for all connections that read it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._versions: dict[sqlite3.Connection, int] = {}  # seen last: SQLite counts for each connection
        self._values: OrderedDict[Hashable, Any] = OrderedDict()

    def read(self, connection: sqlite3.Connection, key: Hashable, read: Callable[[sqlite3.Connection], T]) -> T:
        """Return the value of a key, read again if the archive has changed."""
        with _snapshot(connection):
            values = self._current(connection)
            with self._lock:
                if key in values:
                    values.move_to_end(key)
                    return values[key]  # type: ignore[no-any-return]
            value = read(connection)
        with self._lock:
            values[key] = value
            if len(values) > MOST:
                values.popitem(last=False)
        return value

    def _current(self, connection: sqlite3.Connection) -> OrderedDict[Hashable, Any]:
        """Return the values of the snapshot that the connection reads.

        On a change they are replaced, not cleared: what another thread is still reading from the snapshot before is
        then stored where nobody looks.
        """
        (version,) = connection.execute("pragma data_version").fetchone()
        with self._lock:
            if self._versions.get(connection) != version:
                self._versions[connection] = version
                self._values = OrderedDict()
            return self._values


_caches: WeakKeyDictionary[Any, SnapshotCache] = WeakKeyDictionary()


async def read_kept(database: Any, key: Hashable, read: Callable[[sqlite3.Connection], T]) -> T:
    """Return what `read` returns of a Datasette database, kept under a key until the database changes."""
    cache = _caches.setdefault(database, SnapshotCache())
    value: T = await database.execute_fn(lambda connection: cache.read(connection, key, read))
    return value


@contextmanager
def _snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("begin")
    try:
        yield
    finally:
        connection.rollback()
