"""The texts that a snapshot was made of, to compare with what the outlets show today."""

import csv
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from archive.records import Source
from archive.snapshot.verify import SnapshotError
from archive.text import text_hash

_COLUMNS = ("url", "title", "text_hash", "source_id")


@dataclass(frozen=True, slots=True)
class Expected:
    """One article of a snapshot; `text_hash` is that of archive.text."""

    url: str
    title: str
    text_hash: str
    source_id: str = ""


def expected_texts(folder: Path) -> Iterator[Expected]:
    """Yield the articles of a snapshot in their order. Raises SnapshotError when there is no table of articles."""
    csv.field_size_limit(sys.maxsize)
    if (folder / "articles.parquet").exists():
        yield from _from_parquet(folder / "articles.parquet")
        return
    try:
        with (folder / "articles.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield Expected(row["url"], row["title"], row["text_hash"], row["source_id"])
    except (OSError, KeyError) as error:
        raise SnapshotError(f"{folder} has no articles that can be read: {error}") from error


def sources_of(folder: Path) -> dict[str, Source]:
    """The outlets of a snapshot by id. Raises SnapshotError when there is no table of them."""
    try:
        with (folder / "sources.csv").open(encoding="utf-8", newline="") as file:
            return {row["id"]: _source(row) for row in csv.DictReader(file)}
    except (OSError, KeyError, ValueError) as error:
        raise SnapshotError(f"{folder} has no sources that can be read: {error}") from error


def extractors_of(folder: Path) -> tuple[str, ...]:
    """The versions that the texts were extracted with. Raises SnapshotError when the snapshot does not say."""
    try:
        return tuple(json.loads((folder / "query.json").read_text("utf-8"))["extractors"])
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise SnapshotError(f"{folder} does not say how it was made: {error}") from error


def compare(expected: Expected, text: str | None) -> Literal["same", "changed", "gone"]:
    """What became of an article; `text` is what is found today, None when there is nothing."""
    if text is None:
        return "gone"
    return "same" if text_hash(text) == expected.text_hash else "changed"


def _source(row: dict[str, str]) -> Source:
    named = ("id", "name", "homepage", "country", "kind", "focus", "licence")
    return Source(languages=tuple(json.loads(row["languages"])), **{name: row[name] for name in named})


def _from_parquet(path: Path) -> Iterator[Expected]:
    import pyarrow.parquet as pq

    for batch in pq.ParquetFile(path).iter_batches(columns=[*_COLUMNS]):
        for row in batch.to_pylist():
            yield Expected(*(row[name] for name in _COLUMNS))
