"""Write a snapshot: all files into a temporary folder next to the target, then one rename."""

import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from archive.export.csv import write_csv
from archive.export.export import ExportError, reading
from archive.export.parquet import write_parquet
from archive.export.rows import rows as article_rows
from archive.failures import naming_output
from archive.search.filters import Selection
from archive.snapshot.codebook import codebook, data_package
from archive.snapshot.readme import About, citation_cff, describe, query_json
from archive.snapshot.tables import Table, article_columns, read, tables
from archive.snapshot.verify import SUMS, SnapshotError, sums_of, verify


def write_snapshot(
    db: Database,
    folder: Path,
    selection: Selection,
    *,
    title: str = "Space policy news",
    parquet: bool = False,
    shareable: bool = False,
) -> tuple[About, str]:
    """Write the snapshot; return its description and its fingerprint (see `verify`).

    Raises SnapshotError when there is something at `folder` already, ExportError when rows are missing.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise SnapshotError(f"{folder} is not empty; a snapshot needs an empty folder")
    with naming_output(folder), _partial_folder(folder) as partial:
        with reading(db):
            about = describe(db, selection, title=title, shareable=shareable)
            _fill(db, partial, selection, about, parquet)
        fingerprint = verify(partial)
        if folder.exists():
            folder.rmdir()
        os.replace(partial, folder)
    return about, fingerprint


@contextmanager
def _partial_folder(folder: Path) -> Iterator[Path]:
    """Yield an empty folder next to the target, which nobody else writes to; remove it if the block fails.

    What a killed process left of one is used again. Raises SnapshotError while another process writes.
    """
    partial = folder.with_name(folder.name + ".part")
    partial.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(partial, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise SnapshotError(f"{folder} is being written by another process; wait for it") from error
        for left in partial.iterdir():
            left.unlink()
        try:
            yield partial
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
    finally:
        os.close(descriptor)


def _fill(db: Database, folder: Path, selection: Selection, about: About, parquet: bool) -> None:
    columns = article_columns(about.shareable)
    names = [column.name for column in columns]
    articles = "articles.parquet" if parquet else "articles.csv"
    written: dict[str, Table] = {articles: Table("articles", "The articles", columns, "", ("id",))}
    counts = {articles: _write(folder / articles, names, article_rows(db, selection, names))}
    for table in tables(about.shareable):
        file = f"{table.name}.csv"
        written[file] = table
        names = [column.name for column in table.columns]
        counts[file] = _write(folder / file, names, read(db, table, selection))
    if counts[articles] != about.articles:
        raise ExportError(f"{counts[articles]} of {about.articles} articles were written; run 'spacebeat doctor'")
    _save(folder / "query.json", query_json(about))
    _save(folder / "CITATION.cff", citation_cff(about))
    _save(folder / "CODEBOOK.md", codebook(about, written, counts))
    _save(folder / "datapackage.json", data_package(about, written, folder))
    _save(folder / SUMS, sums_of(folder))


def _write(path: Path, columns: list[str], rows: Iterable[dict[str, Any]]) -> int:
    if path.suffix == ".parquet":
        with path.open("wb") as file:
            return write_parquet(rows, columns, file)
    with path.open("w", encoding="utf-8", newline="") as text:
        return write_csv(rows, columns, text, raw=True)


def _save(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")
