"""Parquet for pandas, R and DuckDB."""

from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO

from archive.export.arrow import arrow_schema, load_library, record_batches


def write_parquet(rows: Iterable[dict[str, Any]], columns: Sequence[str], file: BinaryIO) -> int:
    """Write the rows, a row group for each batch; return their number. Raises MissingLibraryError."""
    parquet = load_library("pyarrow.parquet", "parquet")
    schema = arrow_schema(columns)
    written = 0
    with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        for batch in record_batches(rows, schema):
            writer.write_batch(batch)
            written += batch.num_rows
    return written
