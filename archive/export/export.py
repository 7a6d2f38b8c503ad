"""Export of a selection to a file, with a check of the number of articles against SQL.

Everything is read in one transaction, so that a concurrent crawl changes neither the rows nor the count.
"""

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from sqlite_utils import Database

from archive.errors import SpacebeatError
from archive.export.atom import ATOM_COLUMNS, write_atom
from archive.export.bibtex import write_bibtex
from archive.export.csl_json import write_csl_json
from archive.export.csv import write_csv
from archive.export.digest import DIGEST_COLUMNS, write_digest
from archive.export.jsonl import write_jsonl
from archive.export.markdown import MARKDOWN_COLUMNS, write_markdown
from archive.export.parquet import write_parquet
from archive.export.partitioned import write_by_year
from archive.export.reference import REFERENCE_COLUMNS
from archive.export.ris import write_ris
from archive.export.rows import count, latest_change, rows
from archive.export.wacz import Packed, write_wacz
from archive.search.filters import Selection
from archive.text import counted


class ExportError(SpacebeatError):
    """The export does not contain all selected articles."""


@dataclass(frozen=True, slots=True)
class Options:
    """Options of formats: `columns` for tables, `raw` and `bom` for CSV, `title` for feeds, digests and packages."""

    columns: tuple[str, ...]
    raw: bool = False
    bom: bool = False
    title: str = "Spacebeat"


@dataclass(frozen=True, slots=True)
class Exported:
    """The result of an export. `notes` are lines for the user, for example about articles that were left out."""

    articles: int
    notes: tuple[str, ...] = ()


def export(db: Database, folder: Path, selection: Selection, form: str, file: BinaryIO, options: Options) -> Exported:
    """Write the articles of a selection; `folder` has the WARC files. Raises ExportError if any is missing."""
    with reading(db):
        expected = count(db, selection)
        if form == "wacz":
            packed = write_wacz(db, folder, selection, file, title=options.title)
            counted, notes = packed.articles + packed.bare, _notes(packed)
            written = packed.articles
        else:
            written = counted = _write(db, selection, form, file, options)
            notes = ()
    _check(counted, expected)
    return Exported(written, notes)


def export_by_year(db: Database, selection: Selection, folder: Path, columns: Sequence[str]) -> Exported:
    """Write the articles of a selection as Parquet, in a folder for each year. Raises ExportError if any is missing."""
    read = columns if "published_at" in columns else (*columns, "published_at")
    with reading(db):
        expected = count(db, selection)
        written = write_by_year(rows(db, selection, read), columns, folder)
    _check(written, expected)
    return Exported(written)


def _check(written: int, expected: int) -> None:
    if written != expected:
        raise ExportError(f"{written} of {expected} articles were written; run 'spacebeat doctor'")


@contextmanager
def reading(db: Database) -> Iterator[None]:
    """Run the block in a read transaction, in which all queries see one state (sqlite.org/isolation.html)."""
    db.execute("begin")
    try:
        yield
    finally:
        db.conn.rollback()


def _write(db: Database, selection: Selection, form: str, file: BinaryIO, options: Options) -> int:
    if form == "parquet":
        return write_parquet(rows(db, selection, options.columns), options.columns, file)
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=False)
    try:
        written = _WRITERS[form](db, selection, text, options)
        text.flush()
    finally:
        text.detach()
    return written


def _csv(db: Database, selection: Selection, file: TextIO, options: Options) -> int:
    file.write("\ufeff" if options.bom else "")
    return write_csv(rows(db, selection, options.columns), options.columns, file, raw=options.raw)


def _jsonl(db: Database, selection: Selection, file: TextIO, options: Options) -> int:
    return write_jsonl(rows(db, selection, options.columns), file)


def _references(write: Callable[[Iterable[dict[str, Any]], TextIO], int]) -> "Writer":
    return lambda db, selection, file, _options: write(rows(db, selection, REFERENCE_COLUMNS), file)


def _atom(db: Database, selection: Selection, file: TextIO, options: Options) -> int:
    found = rows(db, selection, ATOM_COLUMNS, newest_first=True)
    updated = latest_change(db, selection)
    query = feed_query(selection)
    return write_atom(found, file, title=options.title, query=query, updated=updated)


def feed_query(selection: Selection) -> str:
    """Return what distinguishes the feed of a selection: its filters, but not how far it was delivered."""
    return repr({name: value for name, value in asdict(replace(selection, after_id=0)).items() if value})


def _markdown(db: Database, selection: Selection, file: TextIO, options: Options) -> int:
    found = rows(db, selection, MARKDOWN_COLUMNS, newest_first=True)
    return write_markdown(found, file, title=options.title, count=count(db, selection))


def _digest(db: Database, selection: Selection, file: TextIO, options: Options) -> int:
    found = rows(db, selection, DIGEST_COLUMNS, newest_first=True)
    return write_digest(found, file, title=options.title, count=count(db, selection))


def _notes(packed: Packed) -> tuple[str, ...]:
    left_out = counted(packed.bare, "article was", "articles were")
    bare = f"{left_out} left out: no capture of a page can be read"
    return (counted(packed.captures, "capture"), *([bare] if packed.bare else []), *packed.damaged)


Writer = Callable[[Database, Selection, TextIO, Options], int]
_WRITERS: dict[str, Writer] = {
    "csv": _csv,
    "jsonl": _jsonl,
    "bibtex": _references(write_bibtex),
    "ris": _references(write_ris),
    "csl-json": _references(write_csl_json),
    "atom": _atom,
    "markdown": _markdown,
    "digest": _digest,
}
