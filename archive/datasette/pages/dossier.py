"""Dossier pages: all instruments, and the life of one of them on one page."""

import sqlite3
from dataclasses import replace
from typing import Any

from datasette.utils.asgi import BadRequest, NotFound, Response
from sqlite_utils import Database

from archive.datasette.formatting import sentence
from archive.datasette.pages.csv_download import csv_download
from archive.datasette.pages.page_html import html_page
from archive.datasette.pages.page_url import page_url
from archive.datasette.pages.search_export import OFFERED
from archive.datasette.pages.search_overview import timeline
from archive.datasette.plugin_state import archive_argument, archive_of
from archive.reports.dossier import TIMELINE, Dossier, dossier, timeline_rows
from archive.search.filters import UnknownValueError, find_id

COUNTED = 10_000  # latest articles of an instrument that its page counts
LISTED = 400
SHOWN = 12  # values of each kind
STEPS_SHOWN = 60
_ALL = """
select i.id, i.name, i.kind, count(*) as articles
from article_instruments l join instruments i on i.id = l.instrument_id
where i.name like :pattern escape '\\' or i.kind = :kind group by i.id order by articles desc, i.id limit :limit
"""


async def dossier_list(datasette: Any, request: Any) -> Response:
    """List the instruments that articles cite, the most cited first; `q` is a part of a name, or a kind."""
    database = archive_of(datasette, request)
    asked = (request.args.get("q") or "").strip()[:200]
    escaped = asked.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    given = {"pattern": f"%{escaped}%", "kind": asked.casefold().replace(" ", "-"), "limit": LISTED + 1}
    found = await database.execute_fn(lambda connection: connection.execute(_ALL, given).fetchall())
    context = {
        "asked": asked,
        "found": found[:LISTED],
        "has_more": len(found) > LISTED,
        "dossier_link": lambda id_: _link(datasette, request, "/-/dossier", instrument=id_),
        "archive": request.args.get("archive") or "",
    }
    return await html_page(datasette, "desk/dossiers.html", context, request)


async def dossier_page(datasette: Any, request: Any) -> Response:
    """Show the dossier of `?instrument=`, an id or a name."""
    database = archive_of(datasette, request)
    found = await _read(database, request)

    def search_link(to: str = "/-/search", **arguments: str) -> str:
        return _link(datasette, request, to, instrument=found.id, **arguments)

    context = {
        "dossier": found,
        "chart": replace(timeline(found.days, search_link)[0], title="Articles over time"),
        "shown": SHOWN,
        "steps_shown": STEPS_SHOWN,
        "csv_link": _link(datasette, request, "/-/dossier.csv", instrument=found.id),
        "formats": OFFERED,
        "search_link": search_link,
        "dossier_link": lambda id_: _link(datasette, request, "/-/dossier", instrument=id_),
        "suffix": archive_argument(database.name if request.args.get("archive") else ""),
    }
    return await html_page(datasette, "desk/dossier.html", context, request)


async def dossier_table(datasette: Any, request: Any) -> Response:
    """Serve the first mention and all steps as CSV."""
    found = await _read(archive_of(datasette, request), request)
    return csv_download(timeline_rows(found), TIMELINE, "spacebeat-dossier.csv")


async def _read(database: Any, request: Any) -> Dossier:
    """Read the dossier that is asked for. Raises NotFound."""
    asked = (request.args.get("instrument") or "").strip()
    if not asked:
        raise BadRequest("Give an instrument, as in ?instrument=artemis-accords; the list of dossiers has all")

    def read(connection: sqlite3.Connection) -> Dossier | None:
        return dossier(connection, find_id(Database(connection), "instruments", asked), COUNTED)

    try:
        found = await database.execute_fn(read)
    except UnknownValueError as error:
        raise NotFound(sentence(error.plain)) from error
    if found is None:
        raise NotFound("No article cites this instrument")
    assert isinstance(found, Dossier)
    return found


def _link(datasette: Any, request: Any, to: str, **arguments: str) -> str:
    return page_url(datasette, to, {"archive": request.args.get("archive"), **arguments})
