"""Parquet for pandas, R and DuckDB, with typed columns, UTC timestamps and lists.

pyarrow is an optional dependency (`spacebeat[parquet]`), because it is larger than all others together.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, BinaryIO

from archive.clock import parse
from archive.errors import SpacebeatError
from archive.export.rows import LISTS

BATCH = 1000  # rows per row group, which are in memory at once

_INTEGERS = frozenset({"id", "word_count", "revisions"})
_FLOATS = frozenset({"relevance", "similarity"})
_INSTANTS = frozenset({"published_at", "modified_at", "first_seen_at", "last_seen_at", "changed_at"})


class ParquetMissingError(SpacebeatError):
    """pyarrow is not installed."""


def write_parquet(rows: Iterable[dict[str, Any]], columns: Sequence[str], file: BinaryIO) -> int:
    """Write the rows in groups of BATCH; return their number. Raises ParquetMissingError."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise ParquetMissingError("Parquet needs pyarrow; install it with: pip install 'spacebeat[parquet]'") from error
    schema = pa.schema([(name, _type(pa, name)) for name in columns])
    written = 0
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for batch in _batches(rows):
            values = {name: [_value(name, row[name]) for row in batch] for name in columns}
            writer.write_table(pa.table(values, schema=schema))
            written += len(batch)
    return written


def _batches(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, BATCH)):
        yield batch


def _type(pa: Any, name: str) -> Any:
    if name in LISTS:
        return pa.list_(pa.string())
    if name in _INTEGERS:
        return pa.int64()
    if name in _FLOATS:
        return pa.float64()
    return pa.timestamp("ms", tz="UTC") if name in _INSTANTS else pa.string()


def _value(name: str, value: Any) -> Any:
    if name in _INSTANTS:
        return _instant(value)
    return value


def _instant(stamp: str | None) -> datetime | None:
    return parse(stamp) if stamp else None
