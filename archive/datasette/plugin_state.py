"""State of the plugin per Datasette instance: which databases are archives, and whether access is public."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from weakref import WeakKeyDictionary

from datasette.utils import tilde_decode
from datasette.utils.asgi import BadRequest

from archive.datasette.datasette_internals import disable_facet_suggestions, plugin_settings
from archive.datasette.pages.search_meaning import warm_up
from archive.datasette.tables.counts import counter

PLUGIN = "spacebeat"
NEEDED = ("articles", "sources", "revisions", "runs", "urls", "source_weeks")


@dataclass(frozen=True, slots=True)
class Desk:
    """The archives of a Datasette by database name, of which `/` shows the first, and whether access is public."""

    archives: tuple[str, ...] = ()
    public: bool = False


_desks: WeakKeyDictionary[Any, Desk] = WeakKeyDictionary()


def desk_of(datasette: Any) -> Desk:
    """Return the state for this Datasette; before start-up it has no archive."""
    known = _desks.get(datasette)
    if known is None:
        settings = plugin_settings(datasette, PLUGIN)
        known = _desks[datasette] = Desk(public=bool(settings.get("public")))
    return known


async def open_desk(datasette: Any) -> None:
    """Find the archives among the databases, and disable what would be slow on them."""
    found = [
        name
        for name, database in datasette.databases.items()
        if not name.startswith("_") and await database.execute_fn(is_archive)
    ]
    for name in found:
        await datasette.databases[name].execute_fn(warm_up)
        datasette.databases[name].table_counts = counter(datasette.databases[name])
    _desks[datasette] = Desk(tuple(found), desk_of(datasette).public)
    if found:
        disable_facet_suggestions(datasette)


def archive_of(datasette: Any, request: Any) -> Any:
    """Return the database of a page: `?archive=NAME`, else the first. Raises BadRequest.

    NotFound would make Datasette redirect `/?archive=NAME` to itself, without its last slash.
    """
    desk = desk_of(datasette)
    name = request.args.get("archive") or (desk.archives[0] if desk.archives else "")
    if name not in desk.archives:
        raise BadRequest(f"There is no archive {name[:40]} here; choose among {', '.join(desk.archives)}")
    return datasette.databases[name]


def other_archive(datasette: Any, request: Any) -> str:
    """Return the archive that a page or table shows, if it is not the first, which addresses do not name; else ""."""
    archives = desk_of(datasette).archives
    name = (request.args.get("archive") or tilde_decode(request.url_vars.get("database", ""))) if request else ""
    return name if name in archives[1:] else ""


def archive_argument(name: str) -> str:
    """Return the query of an address that names an archive; "" for no name."""
    return f"?{urlencode({'archive': name})}" if name else ""


def warc_folder(database: Any) -> Path | None:
    from archive.warc.records import folder_of

    return folder_of(Path(database.path)) if database.path else None


def is_archive(connection: sqlite3.Connection) -> bool:
    """Return whether this database has the tables that the pages need."""
    marks = ", ".join("?" * len(NEEDED))
    (count,) = connection.execute(
        f"select count(*) from sqlite_master where type = 'table' and name in ({marks})", NEEDED
    ).fetchone()
    return bool(count == len(NEEDED))
