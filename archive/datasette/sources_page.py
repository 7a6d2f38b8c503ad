"""All sources with their health and their last half year."""

from datetime import date
from typing import Any

from datasette.utils.asgi import Response

from archive.clock import now
from archive.datasette.charts import sparkline
from archive.datasette.desk import archive_of
from archive.datasette.health import health
from archive.datasette.periods import weeks
from archive.datasette.weekly import last_week

WEEKS = 26


async def sources_page(datasette: Any, request: Any) -> Response:
    database = archive_of(datasette, request)
    today = date.fromisoformat(now()[:10])
    shown = await database.execute_fn(lambda connection: weeks(last_week(connection, today, WEEKS), WEEKS))
    found = await database.execute_fn(lambda connection: health(connection, shown))
    context = {"sources": found, "weeks": shown, "sparkline": sparkline, "now": now(), "database": None}
    return Response.html(await datasette.render_template("desk/sources.html", context, request=request))
