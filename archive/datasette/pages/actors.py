"""Page of the actors that articles name together: a network, its table, and the table as CSV.

The articles are those of a search, with its arguments: all of the latest, or those on a topic, of an outlet, of a year.
"""

import sqlite3
from dataclasses import dataclass
from typing import Any

from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import BadRequest, Response

from archive.analysis.together import NamedActor, Pair, Together, named_together
from archive.datasette.charts.network import Network, Node, network
from archive.datasette.formatting import sentence
from archive.datasette.pages.compare import TOO_LONG
from archive.datasette.pages.csv_download import csv_download
from archive.datasette.pages.page_url import page_url
from archive.datasette.pages.search import choices
from archive.datasette.pages.search_query import TIME_LIMIT, latest
from archive.datasette.pages.search_request import FILTERS, check_request, read_arguments, read_query
from archive.datasette.plugin_state import archive_of
from archive.datasette.snapshot_cache import read_kept
from archive.errors import SpacebeatError
from archive.failures import is_interrupted

READ = 10_000  # latest articles that are counted
DRAWN = 60  # strongest ties in the picture
LISTED = 25  # in the table before the rest
COLUMNS = ("actor_1", "actor_1_name", "actor_2", "actor_2_name", "articles", "articles_1", "articles_2", "strength")


async def actors_page(datasette: Any, request: Any) -> Response:
    """Draw the actors that the articles of a search name together."""
    asked = read_arguments(request)
    found, problem = None, ""
    try:
        found = await _read(datasette, request, asked)
    except SpacebeatError as error:
        problem = str(error)
    except sqlite3.OperationalError as error:
        if not is_interrupted(error):
            raise
        problem = TOO_LONG

    def address(to: str, **changes: str) -> str:
        return page_url(datasette, to, {"archive": request.args.get("archive"), **asked, **changes})

    context = {
        "asked": asked,
        "filters": FILTERS,
        "choices": await read_kept(archive_of(datasette, request), "choices", choices),
        "found": found,
        "problem": problem,
        "drawing": _draw(found.together) if found else None,
        "listed": LISTED,
        "address": address,
        "archive": request.args.get("archive") or "",
    }
    return Response.html(await datasette.render_template("desk/actors.html", context, request=request))


async def actors_table(datasette: Any, request: Any) -> Response:
    """Serve all pairs as CSV."""
    try:
        found = await _read(datasette, request, read_arguments(request))
    except SpacebeatError as error:
        raise BadRequest(sentence(str(error))) from error
    return csv_download(map(_row, found.together.pairs), COLUMNS, "spacebeat-actors.csv")


def _row(pair: Pair) -> dict[str, Any]:
    one, other = pair.one, pair.other
    values = (one.id, one.name, other.id, other.name, pair.articles, one.articles, other.articles, pair.strength)
    return dict(zip(COLUMNS, values, strict=True))


@dataclass(frozen=True, slots=True)
class _Counted:
    """What a number of articles name together. `has_more`: they are the latest of more."""

    articles: int
    has_more: bool
    together: Together


async def _read(datasette: Any, request: Any, asked: dict[str, str]) -> _Counted:
    check_request(request)

    def read(connection: sqlite3.Connection) -> _Counted:
        ids, has_more = latest(connection, read_query(connection, asked), READ)
        with sqlite_timelimit(connection, TIME_LIMIT):
            return _Counted(len(ids), has_more, named_together(connection, ids))

    found = await archive_of(datasette, request).execute_fn(read)
    assert isinstance(found, _Counted)
    return found


@dataclass(frozen=True, slots=True)
class _Drawing:
    """The strongest ties, the actors that have one, and where both are drawn."""

    ties: tuple[Pair, ...]
    actors: tuple[NamedActor, ...]
    layout: Network


def _draw(found: Together) -> _Drawing:
    ties = found.pairs[:DRAWN]
    tied = {actor for pair in ties for actor in (pair.one, pair.other)}
    actors = tuple(actor for actor in found.actors if actor in tied)
    most = max((actor.articles for actor in actors), default=1)
    links = [(actors.index(pair.one), actors.index(pair.other), pair.strength) for pair in ties]
    return _Drawing(ties, actors, network([Node(actor.name, actor.articles / most) for actor in actors], links))
