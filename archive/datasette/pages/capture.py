"""Capture page: headers and body of a stored response as text, never as HTML, since it is not trusted."""

import re
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from datasette.utils.asgi import Forbidden, NotFound, Response

from archive.datasette.pages.article import json_list
from archive.datasette.pages.article_list import dicts
from archive.datasette.pages.page_html import html_page
from archive.datasette.plugin_state import archive_of, desk_of, warc_folder
from archive.datasette.public_profile import is_open
from archive.errors import CaptureError
from archive.records import Location
from archive.warc import records

SHOWN = 300_000  # characters of a body shown on the page
_CHARSET = re.compile(r"charset=[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_TEXT = re.compile(r"^(text/|application/([a-z.-]+\+)?(xml|json|xhtml))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Record:
    """A capture as shown on the page; `problem` is the reason if there is nothing to show."""

    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()
    body: str = ""
    size: int = 0
    problem: str = ""


async def capture_page(datasette: Any, request: Any) -> Response:
    database = archive_of(datasette, request)
    row = await database.execute_fn(lambda connection: _row(connection, int(request.url_vars["id"])))
    readable = not desk_of(datasette).public or is_open(row["licence"], row["paywall"])
    folder = warc_folder(database)
    record = (
        await _in_thread(datasette, lambda: _record(folder, row))
        if readable
        else Record(problem="The licence of this outlet does not allow showing the page here.")
    )
    rights = json_list(row["rights"])
    context = {"capture": row, "record": record, "readable": readable, "shown": SHOWN, "rights": rights}
    return await html_page(datasette, "desk/capture.html", context, request)


async def capture_record(datasette: Any, request: Any) -> Response:
    """Serve the WARC record as a download, to keep or to replay elsewhere."""
    database = archive_of(datasette, request)
    row = await database.execute_fn(lambda connection: _row(connection, int(request.url_vars["id"])))
    if desk_of(datasette).public and not is_open(row["licence"], row["paywall"]):
        raise Forbidden("The licence of this outlet does not allow sharing the page")
    folder = warc_folder(database)
    member = await _in_thread(datasette, lambda: _member(folder, row))
    headers = {"content-disposition": f'attachment; filename="capture-{row["id"]}.warc.gz"'}
    return _Binary(member, headers=headers, content_type="application/octet-stream")


class _Binary(Response):  # type: ignore[misc]  # datasette is untyped
    """A response with a body of bytes, which Datasette's Response would encode."""

    async def asgi_send(self, send: Any) -> None:
        headers = {**self.headers, "content-type": self.content_type}
        raw = [[name.encode(), value.encode()] for name, value in headers.items()]
        await send({"type": "http.response.start", "status": self.status, "headers": raw})
        await send({"type": "http.response.body", "body": self.body})


async def _in_thread(datasette: Any, function: Any) -> Any:
    import asyncio

    return await asyncio.get_running_loop().run_in_executor(datasette.executor, function)


def _row(connection: sqlite3.Connection, capture_id: int) -> dict[str, Any]:
    """Read the capture and the record with its body, since a revisit has none. Raises NotFound."""
    rows = dicts(
        connection,
        """
        select c.*, s.name as source_name, s.licence, s.paywall, b.id as body_id, b.fetched_at as body_fetched_at,
          b.warc_file as body_file, b.warc_offset as body_offset, b.warc_length as body_length,
          (select min(article_id) from revisions where capture_id = c.id) as revised_id,
          (select id from articles where capture_id = c.id) as article_id
        from captures c join sources s on s.id = c.source_id
        join captures b on b.id = iif(
          c.withheld <> '', c.id,
          (select min(id) from captures where payload_digest = c.payload_digest and withheld = '')
        )
        where c.id = ?
        """,
        [capture_id],
    )
    if not rows:
        raise NotFound("There is no such capture")
    return rows[0]


def _record(folder: Path | None, row: dict[str, Any]) -> Record:
    if folder is None:
        return Record(problem="This archive has no folder of WARC files.")
    if not row["body_file"]:
        return Record(problem="The stored page was pruned.")
    try:
        status, headers, body = records.read(folder, Location(row["body_file"], row["body_offset"], row["body_length"]))
    except CaptureError as error:
        return Record(problem=f"The stored page cannot be read: {_short(error)}")
    kind = headers.get("content-type", row["content_type"])
    text = _decoded(body, kind) if not kind or _TEXT.match(kind) else ""
    problem = "" if text or not body else f"The body is not text ({kind})."
    return Record(status, tuple(headers.items()), text, len(body), problem)


def _member(folder: Path | None, row: dict[str, Any]) -> bytes:
    if not row["warc_file"]:
        raise NotFound("The stored page was pruned")
    try:
        with ((folder or Path()) / row["warc_file"]).open("rb") as file:
            file.seek(row["warc_offset"])
            member: bytes = file.read(row["warc_length"])
            return member
    except OSError as error:
        raise NotFound("The WARC file is not next to the archive") from error


def _short(error: CaptureError) -> str:
    """Return the message without the path, which must not be public."""
    return str(error).rpartition("/")[2]


def _decoded(body: bytes, content_type: str) -> str:
    declared = _CHARSET.search(content_type) or _CHARSET.search(body[:2048].decode("latin-1"))
    for charset in ("utf-8", declared[1] if declared else "cp1252"):
        try:
            return body.decode(charset)[:SHOWN]
        except (UnicodeDecodeError, LookupError):
            continue
    return body.decode("latin-1")[:SHOWN]
