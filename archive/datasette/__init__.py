"""Datasette plugin with pages for researchers, loaded through its entry point by any Datasette in this environment.

This file only registers the hooks (docs.datasette.io/en/0.65.2/plugin_hooks.html). Databases that are not a Spacebeat
archive, and Datasette instances without one, are not changed. Modules are imported when a hook is called: Datasette
loads its plugins during its own import, when its views cannot be imported yet.
"""

import sqlite3
from collections.abc import Callable
from typing import Any

from datasette import hookimpl

LARGEST_VALUE = 64 << 20  # bytes
# By these keys Datasette asks for permissions (and sizes of facets), of which an archive sets none: hundreds of times
# for the list of tables, and it copies all that it gets each time, which took 0.3 s.
OF_PERMISSIONS = ("allow", "allow_sql", "tables")


@hookimpl  # type: ignore[untyped-decorator]
async def startup(datasette: Any) -> None:
    from archive.datasette.plugin_state import open_desk

    await open_desk(datasette)


@hookimpl(trylast=True)  # type: ignore[untyped-decorator]
def prepare_connection(conn: sqlite3.Connection, datasette: Any) -> None:
    from archive.datasette.plugin_state import desk_of, is_archive
    from archive.datasette.public_profile import guard
    from archive.datasette.tables.request import table_search

    if is_archive(conn):
        # Replaces Datasette's function of this name, which does not fold the query as the index is folded.
        conn.create_function("escape_fts", 1, table_search, deterministic=True)
        # Limits the size of a value: `randomblob(900000000)` would fill the memory and cannot be interrupted.
        conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST_VALUE)
        if desk_of(datasette).public:
            guard(conn)


@hookimpl  # type: ignore[untyped-decorator]
def get_metadata(datasette: Any, key: str | None) -> dict[str, Any]:
    from archive.datasette.metadata import metadata
    from archive.datasette.plugin_state import desk_of

    return {} if key in OF_PERMISSIONS else metadata(desk_of(datasette))


@hookimpl  # type: ignore[untyped-decorator]
def canned_queries(datasette: Any, database: str) -> dict[str, dict[str, Any]]:
    from archive.datasette.plugin_state import desk_of
    from archive.datasette.queries import canned

    return canned() if database in desk_of(datasette).archives else {}


@hookimpl  # type: ignore[untyped-decorator]
def permission_allowed(datasette: Any, action: str, resource: Any) -> bool | None:
    from archive.datasette.plugin_state import desk_of
    from archive.datasette.public_profile import is_refused

    return False if desk_of(datasette).public and is_refused(action, resource) else None


@hookimpl  # type: ignore[untyped-decorator]
def render_cell(value: Any, column: str, table: str | None, database: str | None, datasette: Any) -> Any:
    from archive.datasette.routes import article_cell

    is_article = table is None and column in ("article", "copy_of")
    return article_cell(datasette, database, value) if is_article else None


@hookimpl  # type: ignore[untyped-decorator]
def filters_from_request(request: Any) -> Any:
    from archive.datasette.tables.view import filter_found

    return filter_found(request)


@hookimpl  # type: ignore[untyped-decorator]
def register_facet_classes() -> list[type]:
    from archive.datasette.tables.facets import TalliedFacet

    return [TalliedFacet]


@hookimpl  # type: ignore[untyped-decorator]
def register_routes(datasette: Any) -> list[tuple[str, Callable[..., Any]]]:
    from archive.datasette.routes import routes

    return routes(datasette)


@hookimpl  # type: ignore[untyped-decorator]
async def extra_template_vars(request: Any, datasette: Any) -> dict[str, Any]:
    from archive.datasette.context import page_context

    return page_context(datasette, request)


@hookimpl  # type: ignore[untyped-decorator]
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Any:
    from archive.datasette.errors import answer

    return answer(datasette, request, exception)


@hookimpl  # type: ignore[untyped-decorator]
def forbidden(datasette: Any, request: Any, message: str) -> Any:
    from archive.datasette.errors import refusal

    return refusal(datasette, request, message)


@hookimpl  # type: ignore[untyped-decorator]
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    from archive.datasette.plugin_state import desk_of
    from archive.datasette.security import secured

    return lambda app: secured(app, lambda: desk_of(datasette), datasette.setting("base_url"))
