"""Search page: timeline, facets and hits of a query, whose whole state is in the address.

A malformed query is explained on the page and is never an error page.
"""

import sqlite3
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import Response
from sqlite_utils import Database

from archive.datasette import formatting
from archive.datasette.pages.filter_choices import filter_choices
from archive.datasette.pages.page_html import html_page
from archive.datasette.pages.page_url import page_url
from archive.datasette.pages.search_export import OFFERED, saved_search
from archive.datasette.pages.search_meaning import can_encode, find_near, title_of
from archive.datasette.pages.search_overview import (
    AT_ONCE,
    TITLES,
    Overview,
    count_within,
    describe,
    longest,
    overview_of_ids,
)
from archive.datasette.pages.search_query import BOUND, PAGE, TOO_LONG, Found, Query, find, matching
from archive.datasette.pages.search_request import FIELDS, FILTERS, HIDDEN, check_request, read_arguments, read_query
from archive.datasette.pages.snippets import marked
from archive.datasette.plugin_state import archive_argument, archive_of, desk_of
from archive.datasette.snapshot_cache import read_kept
from archive.errors import SpacebeatError
from archive.failures import is_interrupted
from archive.search.empty import explain_empty
from archive.search.named import NamedInstrument, instrument_named

_REASON_MS = 200  # milliseconds to find out why nothing matches
_DAYS = {
    "since": "published since",
    "until": "published until",
    "seen_since": "archived since",
    "seen_until": "archived until",
}


async def search_page(datasette: Any, request: Any) -> Response:
    database = archive_of(datasette, request)
    public = desk_of(datasette).public
    asked = read_arguments(request)
    link = _Links(datasette, request)
    query, found, whole, problem, reason = None, Found([], 0), None, "", ""
    try:
        check_request(request)
        is_near = bool(asked["meaning"] or asked["like"])
        readable = asked | {"q": ""} if is_near else asked
        query = await database.execute_fn(lambda connection: read_query(connection, readable))
        if is_near:
            words, like = asked["q"], asked["like"]
            found = await database.execute_fn(lambda connection: find_near(connection, query, words, like, public))
        else:
            found = await database.execute_fn(lambda connection: find(connection, query, public))
        if request.args.get("count") == "all" or (found.is_listed and 0 < len(found.ids) <= AT_ONCE):
            whole = await _overview(database, query, found, link, public)
        if found.total == 0 and not is_near:
            reason = await database.execute_fn(lambda connection: _reason(connection, query, asked["q"]))
    except SpacebeatError as error:
        problem = str(error)
    except sqlite3.OperationalError as error:
        problem = _explain(error)
    offered = await filter_choices(database)
    page = query.page if query else 1
    total = whole.total if whole else found.total
    last = -(-min(total, BOUND) // PAGE) if total is not None else BOUND // PAGE
    context = {
        "asked": asked,
        "found": found,
        "total": total,
        "bound": BOUND,
        "whole": whole,
        "titles": TITLES,
        "problem": problem,
        "reason": reason,
        "is_empty": await database.execute_fn(is_empty),
        "choices": offered,
        "filters": FILTERS,
        "hidden": HIDDEN,
        "chosen": [(name, _label(offered, name, asked[name])) for name in (*FIELDS, "ids") if asked[name]],
        "marked": marked,
        "page": page,
        "pages": max(1, last),
        "first": (page - 1) * PAGE + 1,
        "search_link": link,
        "table": _table_link(datasette, database.name, asked),
        "suffix": link.suffix,
        "formats": OFFERED,
        "saved": saved_search(query.selection, asked["q"]) if query else None,
        "is_near": bool(asked["meaning"] or asked["like"]),
        "can_encode": await database.execute_fn(can_encode),
        "instrument": await database.execute_fn(lambda connection: _instrument(connection, asked)),
        "like": await database.execute_fn(lambda connection: title_of(connection, asked["like"])),
    }
    return await html_page(datasette, "desk/search.html", context, request)


async def search_overview(datasette: Any, request: Any) -> Response:
    """Return timeline and facets of a search as a part of its page, which asks for it when there are many matches."""
    database = archive_of(datasette, request)
    public = desk_of(datasette).public
    asked, link = read_arguments(request), _Links(datasette, request)
    whole, problem = None, ""
    try:
        check_request(request)
        query = await database.execute_fn(lambda connection: read_query(connection, asked))
        whole = await _overview(database, query, None, link, public)
    except SpacebeatError as error:
        problem = str(error)
    except sqlite3.OperationalError as error:
        problem = _explain(error)
    context = {"asked": asked, "whole": whole, "titles": TITLES, "problem": problem, "search_link": link}
    return await html_page(datasette, "desk/search_overview.html", context, request)


async def _overview(database: Any, query: Query, found: Found | None, link: "_Links", public: bool) -> Overview:
    if found and found.is_listed and len(found.ids) <= AT_ONCE:
        shown = await database.execute_fn(lambda connection: overview_of_ids(connection, found.ids, link))
    else:
        where, values = matching(query)
        counts = await read_kept(
            database,
            ("matches", where, tuple(values)),
            lambda connection: count_within(connection, where, values, longest(public)),
        )
        shown = await database.execute_fn(lambda connection: describe(connection, counts, link))
    assert isinstance(shown, Overview)
    return shown


class _Links:
    """URLs of this search with some arguments changed."""

    def __init__(self, datasette: Any, request: Any) -> None:
        self._datasette = datasette
        self._arguments = {name: ",".join(request.args.getlist(name)) for name in request.args if name != "count"}
        archive = request.args.get("archive")
        self.suffix = archive_argument(archive or "")

    def __call__(self, to: str = "/-/search", **changes: object) -> str:
        changes = {"page": ""} | changes
        return page_url(self._datasette, to, {**self._arguments, **changes})


def _explain(error: sqlite3.OperationalError) -> str:
    if is_interrupted(error):
        return TOO_LONG
    return "This query is not valid. Put words in quotation marks to search for them exactly."


def _reason(connection: sqlite3.Connection, query: Query, words: str) -> str:
    """Return why nothing matches, or an empty string if that takes too long to find out."""
    try:
        with sqlite_timelimit(connection, _REASON_MS):
            selection = replace(query.selection, search=words)
            return explain_empty(Database(connection), selection, hints=False)
    except sqlite3.OperationalError as error:
        if is_interrupted(error):
            return ""
        raise


def _instrument(connection: sqlite3.Connection, asked: dict[str, str]) -> NamedInstrument | None:
    """Return the instrument that the words name, unless the search is for an instrument or by meaning."""
    if not asked["q"] or asked["instrument"] or asked["meaning"] or asked["like"]:
        return None
    return instrument_named(Database(connection), asked["q"])


def is_empty(connection: sqlite3.Connection) -> bool:
    """Return whether the archive has no articles yet."""
    return connection.execute("select 1 from articles limit 1").fetchone() is None


def _label(choices: dict[str, list[tuple[str, str]]], name: str, value: str) -> str:
    if name == "ids":
        return formatting.count(value.count(",") + 1, "selected article")
    label = dict(choices.get(name, [])).get(value, value)
    return f"{_DAYS[name]} {label}" if name in _DAYS else label


def _table_link(datasette: Any, archive: str, asked: dict[str, str]) -> str:
    """Return the URL of the same rows as a Datasette table, if that supports the filters."""
    if any(asked[name] for name in ("topic", "actor", "country", "instrument", "kind", "access", "ids")):
        return ""
    names = {
        "q": "_search",
        "source": "source_id",
        "language": "language",
        "since": "published_at__gte",
        "seen_since": "first_seen_at__gte",
    }
    given = {names[name]: asked[name] for name in names if asked[name]}
    for name, column in (("until", "published_at__lt"), ("seen_until", "first_seen_at__lt")):
        if asked[name]:
            given[column] = asked[name] + "T99"  # after every time of that day
    return str(datasette.urls.table(archive, "articles")) + ("?" + urlencode(given) if given else "")
