"""The rows of a table that can still be read from a database with damaged pages.

Rows are read in the order of their key, straight from the table, without its indexes. A damaged page ends that; the
next key from which rows can be read is found by steps of doubling length and then by halving, so that a page of
thousands of rows costs some dozens of look-ups.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

_FARTHEST = 1 << 40  # keys beyond which no further row is expected


@dataclass
class RowsUntilDamage:
    """Iterates over the rows of a table whose key is no number, up to the first damaged page: a gap."""

    db: sqlite3.Connection
    table: str
    columns: tuple[str, ...]
    gaps: list[tuple[int, int]] = field(default_factory=list)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        columns = ", ".join(f'"{name}"' for name in self.columns)
        read = 0
        try:
            for values in self.db.execute(f'select {columns} from "{self.table}"'):
                read += 1
                yield dict(zip(self.columns, values, strict=True))
        except sqlite3.DatabaseError:
            self.gaps.append((read, read))


@dataclass
class ReadableRows:
    """Iterates over the rows of one table as dicts. `gaps` are the ranges of keys that could not be read."""

    db: sqlite3.Connection
    table: str
    columns: tuple[str, ...]
    key: str = "rowid"
    gaps: list[tuple[int, int]] = field(default_factory=list)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        start: int | None = 0
        while start is not None:
            try:
                for key, *values in self.db.execute(self._query(), [start]):
                    if not isinstance(key, int) or key < start:
                        raise sqlite3.DatabaseError("rows are not in the order of their keys")
                    start = key if self.key != "rowid" else key + 1
                    yield dict(zip(self.columns, values, strict=True))
                return
            except sqlite3.DatabaseError:
                before, start = start, self._next_readable(start)
                self.gaps.append((before, start or before))

    def _query(self) -> str:
        columns = ", ".join(f'"{name}"' for name in self.columns)
        by_table = "not indexed" if self.key == "rowid" else ""
        return f'select {self.key}, {columns} from "{self.table}" {by_table} where {self.key} >= ? order by {self.key}'

    def _next_readable(self, start: int) -> int | None:
        step = 1
        while not self._is_readable(start + step):
            step *= 2
            if step > _FARTHEST:
                return None
        unreadable, readable = start + step // 2, start + step
        while readable - unreadable > 1:
            middle = (unreadable + readable) // 2
            if self._is_readable(middle):
                readable = middle
            else:
                unreadable = middle
        return readable

    def _is_readable(self, key: int) -> bool:
        try:
            row = self.db.execute(f"{self._query()} limit 1", [key]).fetchone()
        except sqlite3.DatabaseError:
            return False
        return row is None or (isinstance(row[0], int) and row[0] >= key)
