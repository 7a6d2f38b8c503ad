"""An archive opened to be read: search, articles and tables, as the command line has them.

Reading needs no lock: a crawl may write at the same time, and each call sees one state of the archive.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypedDict, Unpack

from archive.db.connection import connect_to_read
from archive.db.damage import refuse_damaged
from archive.errors import WrongUsageError
from archive.export.arrow import arrow_schema, load_library, record_batches
from archive.export.rows import COLUMNS, check_columns, count, rows
from archive.reader.article import StoredArticle, stored_article
from archive.search.filters import Selection, resolve
from archive.search.search import Hit, hits_of, search

Values = str | Iterable[str]


class Filters(TypedDict, total=False):
    """Filters of articles, as the options of `spacebeat search` and `spacebeat export`.

    Values are ids or names. An article has to match one value of each filter.
    """

    since: str | date
    until: str | date
    sources: Values
    countries: Values
    topics: Values
    actors: Values
    instruments: Values
    languages: Values
    kinds: Values
    access: Values


def open_archive(path: str | Path) -> "ArchiveReader":
    """Open an archive to read. Raises ArchiveError when there is none, or when it is damaged."""
    return ArchiveReader(Path(path))


class ArchiveReader:
    """An archive opened read-only; a context manager. `db` takes SQL: `archive.db.query("select …")`.

    A filter that the archive does not know raises WrongUsageError, as a misspelt one would select nothing. To be used
    in the thread that opened it, like all SQLite connections of Python.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.db = connect_to_read(path)
        refuse_damaged(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection to the archive."""
        self.db.close()

    def search(
        self,
        query: str = "",
        *,
        limit: int = 20,
        offset: int = 0,
        best: bool = False,
        marks: tuple[str, str] = ("", ""),
        **filters: Unpack[Filters],
    ) -> list[Hit]:
        """Search titles, summaries and texts, newest first; copies are included. Raises QueryError, WrongUsageError.

        `best` sorts by relevance, which ranks all articles and takes no filters. In the snippet of a hit, `marks` are
        set around the matches. With filters the query may be empty.
        """
        is_filtered = any(filters.values())
        if not query and not is_filtered:
            raise WrongUsageError("give words to search for, or a filter")
        if best and is_filtered:
            raise WrongUsageError("best ranks all articles; leave out the filters or best")
        within = self._selection("", True, filters) if is_filtered else None
        return search(
            self.db.conn, query, limit=limit, offset=offset, newest_first=not best, marks=marks, within=within
        )

    def search_by_meaning(
        self, words: str, *, limit: int = 20, offset: int = 0, **filters: Unpack[Filters]
    ) -> list[Hit]:
        """Find the articles that mean what the words mean, in any language, the nearest first.

        Raises NoEncoderError without the extra `spacebeat[meaning]` or without vectors, and WrongUsageError.
        """
        from archive.meaning.nearest import near_words  # numpy is a tenth of a second

        nearest = near_words(self.db, words, self._selection("", True, filters), limit + offset)
        return hits_of(self.db.conn, nearest[offset:])

    def articles(
        self,
        *,
        search: str = "",
        include_copies: bool = False,
        newest_first: bool = False,
        **filters: Unpack[Filters],
    ) -> Iterator[StoredArticle]:
        """Return an iterator over the articles that match all filters, in the order of their ids.

        Memory does not grow with their number. Raises QueryError, WrongUsageError.
        """
        selection = self._selection(search, include_copies, filters)
        return map(stored_article, rows(self.db, selection, tuple(COLUMNS), newest_first=newest_first))

    def count(self, *, search: str = "", include_copies: bool = False, **filters: Unpack[Filters]) -> int:
        """Return the number of articles that match all filters."""
        return count(self.db, self._selection(search, include_copies, filters))

    def to_arrow(
        self,
        *,
        columns: Iterable[str] = (),
        search: str = "",
        include_copies: bool = False,
        **filters: Unpack[Filters],
    ) -> Any:
        """Return the articles that match all filters as a `pyarrow.Table`, with all columns or these.

        Raises MissingLibraryError when pyarrow is not installed.
        """
        names = check_columns(tuple(columns))
        selection = self._selection(search, include_copies, filters)
        schema = arrow_schema(names)
        batches = record_batches(rows(self.db, selection, names), schema)
        return load_library("pyarrow", "parquet").Table.from_batches(batches, schema=schema)

    def to_pandas(
        self,
        *,
        columns: Iterable[str] = (),
        search: str = "",
        include_copies: bool = False,
        **filters: Unpack[Filters],
    ) -> Any:
        """Return the same as a `pandas.DataFrame`. Raises MissingLibraryError when pandas is not installed."""
        load_library("pandas", "pandas")
        return self.to_arrow(columns=columns, search=search, include_copies=include_copies, **filters).to_pandas()

    def to_polars(
        self,
        *,
        columns: Iterable[str] = (),
        search: str = "",
        include_copies: bool = False,
        **filters: Unpack[Filters],
    ) -> Any:
        """Return the same as a `polars.DataFrame`. Raises MissingLibraryError when polars is not installed."""
        polars = load_library("polars", "polars")
        return polars.from_arrow(
            self.to_arrow(columns=columns, search=search, include_copies=include_copies, **filters)
        )

    def _selection(self, search: str, include_copies: bool, filters: Filters) -> Selection:
        unknown = filters.keys() - Filters.__annotations__.keys()
        if unknown:
            raise WrongUsageError(
                f"there is no filter {min(unknown)!r}; choose among {', '.join(Filters.__annotations__)}"
            )
        values: dict[str, Any] = {
            name: _day(name, value) if name in _DAYS else _values(value) for name, value in filters.items() if value
        }
        return resolve(self.db, Selection(search=search, include_copies=include_copies, **values))


_DAYS = ("since", "until")


def _day(name: str, value: Any) -> str:
    if isinstance(value, datetime):
        value = value.date()
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError as error:
        raise WrongUsageError(f"{name}={value!r} is not a day; write it as year-month-day: 2026-03-04") from error


def _values(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
