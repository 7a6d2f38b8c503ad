"""Error pages that explain the error and reveal nothing about the server.

Datasette itself logs the traceback of an error. Where rich is installed it also does so for every page that is not
found, with all local variables: a second of work for any request, and article texts in the log.
"""

import difflib
import re
import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any

from datasette.database import QueryInterrupted
from datasette.utils.asgi import Base400, NotFound, Response

from archive.datasette.datasette_internals import DatasetteError
from archive.datasette.plugin_state import desk_of
from archive.datasette.queries import questions

_REFUSALS = {
    "execute-sql": "Custom SQL is disabled here. The questions have ready-made queries.",
    "view-database-download": "The archive cannot be downloaded here.",
}
_STOPPED = "The query was stopped"
_TOO_LONG = "This takes too long. Narrow it with a filter, a range of days or a limit."
_PARAMETER = re.compile(r"(?<![:\w]):([A-Za-z_]\w*)")
_PAGES = tuple("search sources questions compare actors dossiers dossier article capture alarms.atom".split())
_TITLES = {400: "Bad request", 403: "Not allowed", 404: "Not found"}


def answer(datasette: Any, request: Any, exception: Exception) -> Callable[[], Awaitable[Response]] | None:
    """Render the error as a page, or as JSON for a URL that ends in .json; None without an archive."""
    if not desk_of(datasette).archives:
        return None

    async def respond() -> Response:
        status, message = _describe(exception)
        if isinstance(exception, NotFound):
            message = await _missing(datasette, request.path, message)
        title = _STOPPED if message == _TOO_LONG else _TITLES.get(status, "Error")
        return await _page(datasette, request, status, message, title)

    return respond


def quieten() -> None:
    """Keep Datasette's own error handler, which also runs, from printing local variables."""
    from datasette import handle_exception

    handle_exception.rich = None


def refusal(datasette: Any, request: Any, message: str) -> Callable[[], Awaitable[Response]] | None:
    if not desk_of(datasette).archives:
        return None

    async def respond() -> Response:
        return await _page(datasette, request, 403, _REFUSALS.get(message, message), _TITLES[403])

    return respond


async def _missing(datasette: Any, path: str, message: str) -> str:
    """Return what is missing: Datasette takes `/-/article/abc` for a table of a database called `-`."""
    first, _, rest = path.removeprefix(datasette.urls.path("/")).lstrip("/").partition("/")
    name = rest.partition("/")[0].partition(".")[0]
    if message == "Table not found" and first in desk_of(datasette).archives:
        database = datasette.databases[first]
        near = difflib.get_close_matches(name, [*await database.table_names(), *questions()], n=1)
        return f"There is no table or question {name[:40]}" + (f"; did you mean {near[0]}?" if near else "")
    if message != "Database not found":
        return message
    if first != "-":
        return f"There is no database {first[:40]} here; there is {', '.join(desk_of(datasette).archives)}"
    if name in ("article", "capture"):
        return f"An {name} has a number, as in /-/article/1" if name[0] == "a" else "A capture has a number"
    near = difflib.get_close_matches(name, _PAGES, n=1)
    return f"There is no page /-/{name[:40]}" + (f"; did you mean /-/{near[0]}?" if near else "")


def _describe(exception: Exception) -> tuple[int, str]:
    if isinstance(exception, Base400):
        return exception.status, str(exception)
    if isinstance(exception, QueryInterrupted) or getattr(exception, "title", "") == "SQL Interrupted":
        return 400, _TOO_LONG
    if isinstance(exception, DatasetteError):
        # Datasette answers 500 for errors of the client, such as an unknown column to sort by.
        return (400 if exception.status == 500 else exception.status), exception.message
    if isinstance(exception, sqlite3.OperationalError):
        return 400, f"Database error: {exception}"
    return 500, "Something went wrong here. It has been written to the log."


async def _page(datasette: Any, request: Any, status: int, message: str, title: str) -> Response:
    if request.path.partition("?")[0].endswith(".json"):
        return Response.json({"ok": False, "status": status, "error": message}, status=status)
    context = {"title": title, "status": status, "error": message} | _query(request)
    html = await datasette.render_template(["desk/error.html"], context, request=request)
    return Response.html(html, status=status)


def _query(request: Any) -> dict[str, Any]:
    """Return SQL, question and parameters of a failed query, so that the page offers them to be changed."""
    sql = request.args.get("sql") or ""
    question = questions().get(request.path.rpartition("/")[2])
    if not question and not sql:
        return {}
    names = [one.name for one in question.parameters] if question else _parameters(sql)
    return {
        "sql": sql,
        "question": question,
        "asked": {name: request.args.get(name) or "" for name in names},
        "action": request.path,
    }


def _parameters(sql: str) -> list[str]:
    """Return the names of parameters in SQL, each once."""
    return list(dict.fromkeys(_PARAMETER.findall(sql)))
