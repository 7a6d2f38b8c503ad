"""Search page with filters and snippets. A malformed query is explained on the page and is never an error page."""

import re
import sqlite3
from typing import Any
from urllib.parse import urlencode

from datasette.utils.asgi import Response

from archive.datasette.pages.search_query import BOUND, PAGE, Found, Query, find
from archive.datasette.pages.snippets import marked
from archive.datasette.plugin_state import archive_of, desk_of
from archive.errors import SpacebeatError
from archive.search.filters import Selection

FILTERS = ("source", "topic", "actor", "country", "language")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_FIELDS = (*FILTERS, "instrument", "since", "until", "seen_since", "seen_until")


async def search_page(datasette: Any, request: Any) -> Response:
    database = archive_of(datasette, request)
    public = desk_of(datasette).public
    asked = {name: (request.args.get(name) or "").strip() for name in ("q", *_FIELDS, "order", "page")}
    originals = bool(request.args.get("originals"))
    found, problem = Found([], 0, False), ""
    try:
        query = read_query(asked, originals)
        found = await database.execute_fn(lambda connection: find(connection, query, public))
    except SpacebeatError as error:
        problem = str(error)
    except sqlite3.OperationalError as error:
        problem = _explain(error)
    choices = await database.execute_fn(_choices)
    link = _Links(datasette, request)
    page = _page_number(asked["page"])
    context = {
        "asked": asked,
        "originals": originals,
        "found": found,
        "problem": problem,
        "choices": choices,
        "filters": FILTERS,
        "active": [name for name in _FIELDS if asked[name]],
        "marked": marked,
        "page": page,
        "pages": max(1, -(-found.total // PAGE)),
        "first": (page - 1) * PAGE + 1,
        "goes_on": found.more and len(found.hits) == PAGE and page < BOUND // PAGE,
        "search_link": link,
        "table": _table_link(datasette, database.name, asked),
        "suffix": link.suffix,
    }
    return Response.html(await datasette.render_template("desk/search.html", context, request=request))


def read_query(asked: dict[str, str], originals: bool) -> Query:
    """Parse and validate the query. Raises SpacebeatError with a message for the user."""
    for name in ("since", "until", "seen_since", "seen_until"):
        if asked[name] and not _DAY.fullmatch(asked[name]):
            raise SpacebeatError(f"“{asked[name]}” is not a date; write it as 2026-03-04")
    expression = ""
    if asked["q"]:
        from archive.search.search import match_expression

        expression = match_expression(asked["q"])

    def only(name: str) -> tuple[str, ...]:
        return (asked[name],) if asked[name] else ()

    selection = Selection(
        since=asked["since"],
        until=asked["until"],
        sources=only("source"),
        topics=only("topic"),
        actors=only("actor"),
        countries=only("country"),
        languages=only("language"),
        include_copies=not originals,
    )
    return Query(
        selection,
        expression,
        asked["instrument"],
        asked["seen_since"],
        asked["seen_until"],
        asked["order"] == "best",
        _page_number(asked["page"]),
    )


class _Links:
    """URLs of this search with some arguments changed."""

    def __init__(self, datasette: Any, request: Any) -> None:
        self._path = str(datasette.urls.path("/-/search"))
        self._arguments = {name: request.args.get(name) for name in request.args}
        archive = request.args.get("archive")
        self.suffix = f"?archive={archive}" if archive else ""

    def __call__(self, **changes: object) -> str:
        changes = {"page": ""} | changes
        arguments = {name: value for name, value in {**self._arguments, **changes}.items() if value}
        return self._path + ("?" + urlencode(arguments) if arguments else "")


def _page_number(asked: str) -> int:
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    return max(1, min(number, BOUND // PAGE))


def _explain(error: sqlite3.OperationalError) -> str:
    if "interrupted" in str(error):
        return "This search takes too long. Add a word, a source or a date range."
    return "This query is not valid. Put words in quotation marks to search for them exactly."


def _choices(connection: sqlite3.Connection) -> dict[str, list[tuple[str, str]]]:
    """List the choices of the filters: (value, label)."""

    def pairs(sql: str) -> list[tuple[str, str]]:
        return [(row[0], row[1]) for row in connection.execute(sql)]

    return {
        "source": pairs("select id, name from sources order by name collate nocase"),
        "topic": pairs("select id, name from topics order by name collate nocase"),
        "actor": pairs("select id, name from actors order by name collate nocase limit 1000"),
        "country": pairs(
            "select country, country from country_months group by country having sum(articles) > 0 order by 1"
        ),
        "language": pairs(
            "select language, language from source_months where language <> '' group by 1 having sum(articles) > 0"
        ),
    }


def _table_link(datasette: Any, archive: str, asked: dict[str, str]) -> str:
    """Return the URL of the same rows as a Datasette table, if that supports the filters."""
    if any(asked[name] for name in ("topic", "actor", "country", "instrument")):
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
