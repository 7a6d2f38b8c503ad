"""All matches of a search as a file: every format of `spacebeat export`, an Atom feed, and a saved search.

The file has the articles that the page counts. In the public profile the texts in it are as on the pages: SQLite
returns nothing for those that may not be shown.
"""

import asyncio
import io
import sqlite3
import tempfile
from collections.abc import AsyncIterator
from dataclasses import asdict, replace
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import IO, Any

from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import AsgiStream, NotFound, Response
from sqlite_utils import Database

from archive.datasette.formatting import sentence
from archive.datasette.pages.search_request import check_request, read_arguments, read_query
from archive.datasette.plugin_state import archive_of, desk_of
from archive.errors import SpacebeatError
from archive.export.atom import ATOM_COLUMNS, write_atom
from archive.export.export import Options, export, feed_query
from archive.export.formats import FORMATS
from archive.export.rows import check_columns, latest_change, rows
from archive.search.filters import Selection

FEED_ENTRIES = 100
LONGEST_PUBLIC = 20_000  # milliseconds


# Feeds have a separate address, digests are for mail, and a package of captures is too large for an answer.
_ELSEWHERE = frozenset(("atom", "digest", "wacz", *(() if find_spec("pyarrow") else ("parquet",))))
OFFERED = {name: form for name, form in FORMATS.items() if name not in _ELSEWHERE}


async def search_export(datasette: Any, request: Any) -> Any:
    """Serve all matches of a search as a file."""
    form = request.url_vars["format"]
    if form not in OFFERED:
        raise NotFound("There is no such format")
    public = desk_of(datasette).public
    file = tempfile.TemporaryFile()  # noqa: SIM115  # closed when the response has been sent

    def write(connection: sqlite3.Connection, selection: Selection) -> None:
        with sqlite_timelimit(connection, LONGEST_PUBLIC if public else 10**9):
            export(Database(connection), Path(), selection, form, file, Options(check_columns(()), title="Spacebeat"))

    refused = await _with_selection(datasette, request, write)
    if refused:
        file.close()
        return refused
    about = OFFERED[form]
    headers = {"content-disposition": f'attachment; filename="spacebeat-search.{about.suffix}"'}
    return _streamed(file, headers, about.media_type)


async def search_feed(datasette: Any, request: Any) -> Any:
    """Serve the newest matches of a search as an Atom feed."""
    file = io.StringIO()

    def write(connection: sqlite3.Connection, selection: Selection) -> None:
        db = Database(connection)
        newest = islice(rows(db, selection, ATOM_COLUMNS, newest_first=True), FEED_ENTRIES)
        title = f"Spacebeat: {request.args.get('q') or 'articles'}"
        with sqlite_timelimit(connection, LONGEST_PUBLIC):
            updated = latest_change(db, selection)
            write_atom(newest, file, title=title, query=feed_query(selection), updated=updated)

    refused = await _with_selection(datasette, request, write)
    if refused:
        return refused
    return Response(file.getvalue(), content_type="application/atom+xml; charset=utf-8")


def saved_search(selection: Selection, words: str) -> str:
    """Return the selection as a table of searches.toml, for `spacebeat export --saved NAME`."""
    lines = ["[[search]]", 'name = "my-search"']
    for name, value in asdict(replace(selection, search=words)).items():
        if isinstance(value, bool):
            if value:
                lines.append(f"{name} = true")
        elif value:
            lines.append(f"{name} = {_toml(value)}")
    return "\n".join(lines) + "\n"


def _toml(value: int | str | tuple[int | str, ...]) -> str:
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in escaped) + '"'
    return f"[{', '.join(_toml(one) for one in value)}]"


async def _with_selection(datasette: Any, request: Any, write: Any) -> Response | None:
    """Run `write` over the selection of a search; return a response if it cannot be."""
    asked = read_arguments(request)

    def run(connection: sqlite3.Connection) -> None:
        query = read_query(connection, asked)
        write(connection, replace(query.selection, search=asked["q"]))

    try:
        check_request(request)
        await archive_of(datasette, request).execute_fn(run)
    except SpacebeatError as error:
        return Response.text(f"{sentence(str(error))}\n", status=400)
    return None


def _streamed(file: IO[bytes], headers: dict[str, str], content_type: str) -> AsgiStream:
    async def send(writer: Any) -> None:
        with file:
            async for part in _parts(file):
                # AsgiWriter.write takes text only.
                await writer.send({"type": "http.response.body", "body": part, "more_body": True})

    return AsgiStream(send, headers=headers, content_type=content_type)


async def _parts(file: IO[bytes]) -> AsyncIterator[bytes]:
    file.seek(0)
    while part := await asyncio.to_thread(file.read, 1 << 18):
        yield part
