"""Rows of articles as Arrow record batches, with typed columns, UTC timestamps and lists.

Parquet files, pandas and polars all begin here. pyarrow is an optional dependency (`spacebeat[parquet]`), because it is
larger than all others together.
"""

from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from itertools import islice
from typing import Any

from archive.clock import parse
from archive.errors import SpacebeatError
from archive.export.rows import FLOATS, INSTANTS, INTEGERS, LISTS

BATCH = 1000  # rows of a record batch, which are in memory at once


class MissingLibraryError(SpacebeatError):
    """An optional library is not installed."""


def load_library(name: str, extra: str) -> Any:
    """Import an optional library. Raises MissingLibraryError, which says how to install it."""
    try:
        return import_module(name)
    except ImportError as error:
        package = name.partition(".")[0]
        raise MissingLibraryError(f"this needs {package}; install it with: pip install 'spacebeat[{extra}]'") from error


def arrow_schema(columns: Sequence[str]) -> Any:
    """Return the schema of these columns. Raises MissingLibraryError."""
    arrow = load_library("pyarrow", "parquet")
    return arrow.schema([(name, _type(arrow, name)) for name in columns])


def record_batches(rows: Iterable[dict[str, Any]], schema: Any) -> Iterator[Any]:
    """Yield the rows in batches of BATCH."""
    arrow = load_library("pyarrow", "parquet")
    iterator = iter(rows)
    while batch := list(islice(iterator, BATCH)):
        values = {name: [_value(name, row[name]) for row in batch] for name in schema.names}
        yield arrow.record_batch(values, schema=schema)


def _type(arrow: Any, name: str) -> Any:
    if name in LISTS:
        return arrow.list_(arrow.string())
    if name in INTEGERS:
        return arrow.int64()
    if name in FLOATS:
        return arrow.float64()
    return arrow.timestamp("ms", tz="UTC") if name in INSTANTS else arrow.string()


def _value(name: str, value: Any) -> Any:
    return parse(value) if value and name in INSTANTS else value
