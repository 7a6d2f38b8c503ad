"""What the pages have in common that count something in the latest articles of a search: form, problems, CSV.

Their arguments are those of the search page, so that each leads to the others with the same articles.
"""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar

from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import BadRequest, Response

from archive.datasette.formatting import sentence
from archive.datasette.pages.csv_download import csv_download
from archive.datasette.pages.filter_choices import filter_choices
from archive.datasette.pages.page_html import html_page
from archive.datasette.pages.page_url import page_url
from archive.datasette.pages.search_query import TIME_LIMIT, TOO_LONG, latest
from archive.datasette.pages.search_request import FILTERS, HIDDEN, check_request, read_arguments, read_query
from archive.datasette.plugin_state import archive_of
from archive.errors import SpacebeatError
from archive.failures import is_interrupted

READ = 5_000  # articles

T = TypeVar("T")
Count = Callable[[sqlite3.Connection, Sequence[int]], T]


@dataclass(frozen=True, slots=True)
class Counted(Generic[T]):
    """What was counted in a number of articles. `has_more`: they are the latest of more."""

    articles: int
    has_more: bool
    result: T


async def show_latest(
    datasette: Any, request: Any, template: str, count: Count[T], describe: Callable[[T], Mapping[str, Any]]
) -> Response:
    """Render a page of what `count` finds in the articles; `describe` adds to the variables of the template."""
    asked = read_arguments(request)
    found, problem, described = None, "", {}
    try:
        found = await _count(datasette, request, asked, count)
        described = dict(describe(found.result))
    except SpacebeatError as error:
        problem = str(error)
    except sqlite3.OperationalError as error:
        if not is_interrupted(error):
            raise
        problem = TOO_LONG
    archive = request.args.get("archive") or ""

    @cache  # a table of ties has the address of each actor a dozen times
    def address(to: str, **changes: str) -> str:
        return page_url(datasette, to, {"archive": archive, **asked, **changes})

    context = {
        "asked": asked,
        "filters": FILTERS,
        "kept": (*HIDDEN, "ids"),
        "choices": await filter_choices(archive_of(datasette, request)),
        "found": found,
        "problem": problem,
        "address": address,
        "archive": archive,
        **described,
    }
    return await html_page(datasette, template, context, request)


async def download_latest(
    datasette: Any,
    request: Any,
    name: str,
    count: Count[T],
    columns: Sequence[str],
    rows: Callable[[T], Sequence[Sequence[Any]]],
) -> Response:
    """Serve what `count` finds in the articles as a CSV file."""
    try:
        found = await _count(datasette, request, read_arguments(request), count)
    except SpacebeatError as error:
        raise BadRequest(sentence(str(error))) from error
    return csv_download((dict(zip(columns, row, strict=True)) for row in rows(found.result)), columns, name)


async def _count(datasette: Any, request: Any, asked: Mapping[str, str], count: Count[T]) -> Counted[T]:
    check_request(request)

    def read(connection: sqlite3.Connection) -> Counted[T]:
        ids, has_more = latest(connection, read_query(connection, asked), READ)
        with sqlite_timelimit(connection, TIME_LIMIT):
            return Counted(len(ids), has_more, count(connection, ids))

    found: Counted[T] = await archive_of(datasette, request).execute_fn(read)
    return found
