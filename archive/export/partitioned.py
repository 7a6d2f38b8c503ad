"""Parquet in a folder for each year, as DuckDB, Spark and Arrow read it (Hive partitioning).

Who counts over decades reads only the years and columns that are asked for, and no database is in the way.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from archive.export.arrow import BATCH, arrow_schema, load_library, record_batches

UNDATED = "__HIVE_DEFAULT_PARTITION__"  # read as null
FILE = "articles.parquet"


def write_by_year(rows: Iterable[dict[str, Any]], columns: Sequence[str], folder: Path) -> int:
    """Write the rows, which need `published_at`, with these columns; return their number.

    Rows of all years come mixed, so up to BATCH of each year are in memory. Raises MissingLibraryError.
    """
    parquet = load_library("pyarrow.parquet", "parquet")
    schema = arrow_schema(columns)
    waiting: dict[str, list[dict[str, Any]]] = defaultdict(list)
    writers: dict[str, Any] = {}
    written = 0
    with ExitStack() as stack:

        def flush(year: str) -> None:
            if year not in writers:
                place = folder / f"year={year}"
                place.mkdir(parents=True)
                writer = parquet.ParquetWriter(place / FILE, schema, compression="zstd")
                writers[year] = stack.enter_context(writer)
            for batch in record_batches(waiting.pop(year), schema):
                writers[year].write_batch(batch)

        for row in rows:
            year = row["published_at"][:4] if row["published_at"] else UNDATED
            waiting[year].append(row)
            written += 1
            if len(waiting[year]) == BATCH:
                flush(year)
        for year in list(waiting):
            flush(year)
    return written
