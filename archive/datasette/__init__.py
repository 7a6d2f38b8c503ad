"""The researcher's desk: a Datasette plugin that any Datasette of this environment loads by its entry point.

This file only hangs the parts on Datasette's hooks (docs.datasette.io/en/0.65.2/plugin_hooks.html). Databases that
are no Spacebeat archive, and Datasettes that serve none, are left as they are.
"""

import sqlite3
from collections.abc import Callable
from typing import Any

from datasette import hookimpl
from markupsafe import Markup

from archive.datasette import errors, queries, routes, security
from archive.datasette import metadata as tables
from archive.datasette.context import page_context
from archive.datasette.desk import desk_of, is_archive, open_desk
from archive.datasette.facets import TalliedFacet
from archive.datasette.public import HIDDEN_TABLES, guard

LARGEST_VALUE = 64 << 20  # bytes


@hookimpl  # type: ignore[untyped-decorator]
async def startup(datasette: Any) -> None:
    await open_desk(datasette)


@hookimpl  # type: ignore[untyped-decorator]
def prepare_connection(conn: sqlite3.Connection, datasette: Any) -> None:
    if is_archive(conn):
        # One value may not fill the memory: `randomblob(900000000)` cannot be interrupted.
        conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST_VALUE)
        if desk_of(datasette).public:
            guard(conn)


@hookimpl  # type: ignore[untyped-decorator]
def get_metadata(datasette: Any) -> dict[str, Any]:
    return tables.metadata(desk_of(datasette))


@hookimpl  # type: ignore[untyped-decorator]
def canned_queries(datasette: Any, database: str) -> dict[str, dict[str, Any]]:
    return queries.canned() if database in desk_of(datasette).archives else {}


@hookimpl  # type: ignore[untyped-decorator]
def permission_allowed(datasette: Any, action: str, resource: Any) -> bool | None:
    if not desk_of(datasette).public:
        return None
    if action in ("execute-sql", "view-database-download"):
        return False
    return False if action == "view-table" and resource[1] in HIDDEN_TABLES else None


@hookimpl  # type: ignore[untyped-decorator]
def render_cell(value: Any, column: str, table: str | None, database: str | None, datasette: Any) -> Any:
    if table is None and column == "article" and isinstance(value, int):
        link = routes.article_link(datasette, database or "", value)
        return Markup('<a href="{}">{}</a>').format(link, value)
    return None


@hookimpl  # type: ignore[untyped-decorator]
def register_facet_classes() -> list[type]:
    return [TalliedFacet]


@hookimpl  # type: ignore[untyped-decorator]
def register_routes(datasette: Any) -> list[tuple[str, Callable[..., Any]]]:
    return routes.routes(datasette)


@hookimpl  # type: ignore[untyped-decorator]
async def extra_template_vars(request: Any, datasette: Any) -> dict[str, Any]:
    return page_context(datasette, request)


@hookimpl  # type: ignore[untyped-decorator]
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Any:
    return errors.answer(datasette, request, exception) if desk_of(datasette).archives else None


@hookimpl  # type: ignore[untyped-decorator]
def forbidden(datasette: Any, request: Any, message: str) -> Any:
    return errors.refusal(datasette, request, message) if desk_of(datasette).archives else None


@hookimpl  # type: ignore[untyped-decorator]
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    return lambda app: security.secured(app, lambda: desk_of(datasette))
