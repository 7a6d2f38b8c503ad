"""Atom feed of alarms: each begin and each end of a problem of a source is an entry, for any feed reader."""

import io
import sqlite3
from typing import Any

from datasette.utils.asgi import Response

from archive.datasette.plugin_state import archive_of, desk_of
from archive.export.atom import Entry, write_entries

ENTRIES = 100
_EVENTS = """
select a.source_id, s.name, a.condition, a.reason, a.began_at, a.moment, a.is_end from (
  select *, began_at as moment, 0 as is_end from alarms
  union all select *, ended_at, 1 from alarms where ended_at is not null
) a join sources s on s.id = a.source_id order by a.moment desc, a.source_id, a.is_end limit ?
"""


async def alarm_feed(datasette: Any, request: Any) -> Response:
    database = archive_of(datasette, request)
    home = datasette.absolute_url(request, datasette.urls.path("/-/sources"))

    def read(connection: sqlite3.Connection) -> list[Entry]:
        return [_entry(tuple(row), home) for row in connection.execute(_EVENTS, [ENTRIES])]

    entries = [] if desk_of(datasette).public else await database.execute_fn(read)
    file = io.StringIO()
    write_entries(entries, file, title="Spacebeat: alarms of sources", identity=f"spacebeat:alarms:{database.name}")
    return Response(file.getvalue(), content_type="application/atom+xml; charset=utf-8")


def _entry(row: tuple[Any, ...], home: str) -> Entry:
    source_id, name, condition, reason, began_at, moment, is_end = row
    title = f"{name}: {condition} is over" if is_end else f"{name}: {condition}"
    text = f"Since {began_at}. {reason}".strip()
    return Entry(
        f"spacebeat:alarm:{source_id}:{condition}:{began_at}:{is_end}", title, f"{home}#{source_id}", moment, text
    )
