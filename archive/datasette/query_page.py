"""Canned queries as questions: a list of them, and example values where a question is asked without any."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from datasette.utils.asgi import Response

from archive.datasette.desk import archive_of, desk_of
from archive.datasette.queries import questions
from archive.datasette.table_counts import COUNTED
from archive.datasette.table_view import ArticlesView


async def query_list(datasette: Any, request: Any) -> Response:
    database = archive_of(datasette, request)
    context = {"archive": database.name}
    return Response.html(await datasette.render_template("desk/questions.html", context, request=request))


def query_page(datasette: Any) -> Callable[..., Any]:
    """The view of tables and queries, which fills in the defaults of a question that came without values."""
    table = ArticlesView.as_view(datasette)

    async def view(datasette: Any, request: Any, send: Any) -> Any:
        parts = request.url_vars
        if await _is_too_much(datasette, request):
            return Response.redirect(datasette.urls.query(parts["database"], "daily_coverage"))
        question = questions().get(parts["table"])
        if question and not parts["format"] and parts["database"] in desk_of(datasette).archives:
            defaults = {one.name: one.default for one in question.parameters}
            if any(defaults.values()) and not any(name in request.args for name in defaults):
                kept = [(name, value) for name in request.args for value in request.args.getlist(name)]
                path = datasette.urls.query(parts["database"], question.name)
                return Response.redirect(f"{path}?{urlencode([*defaults.items(), *kept])}")
        return await table(request, send)

    return view


async def _is_too_much(datasette: Any, request: Any) -> bool:
    """Whether the view of coverage is asked for whole, which is to count each address that was ever advertised."""
    parts = request.url_vars
    if parts["table"] != "coverage" or parts["format"] or request.query_string:
        return False
    if parts["database"] not in desk_of(datasette).archives:
        return False
    found = await datasette.databases[parts["database"]].execute("select coalesce(max(rowid), 0) from urls")
    return bool(found.first()[0] > COUNTED)
