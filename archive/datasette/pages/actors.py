"""Page of the actors that the articles of a search name together: a network, its table, and the table as CSV."""

from dataclasses import dataclass
from typing import Any

from datasette.utils.asgi import Response

from archive.analysis.together import NamedActor, Pair, Together, named_together
from archive.datasette.charts.network import Network, Node, network
from archive.datasette.pages.latest_matches import download_latest, show_latest

DRAWN = 60  # strongest ties in the picture
LISTED = 25  # in the table before the rest
COLUMNS = ("actor_1", "actor_1_name", "actor_2", "actor_2_name", "articles", "articles_1", "articles_2", "strength")


@dataclass(frozen=True, slots=True)
class _Drawing:
    """The strongest ties, the actors that have one, and where both are drawn."""

    ties: tuple[Pair, ...]
    actors: tuple[NamedActor, ...]
    layout: Network


async def actors_page(datasette: Any, request: Any) -> Response:
    """Draw the actors that the articles of a search name together."""

    def describe(found: Together) -> dict[str, Any]:
        return {"drawing": _draw(found), "listed": LISTED}

    return await show_latest(datasette, request, "desk/actors.html", named_together, describe)


async def actors_table(datasette: Any, request: Any) -> Response:
    """Serve all pairs as CSV."""
    return await download_latest(datasette, request, "spacebeat-actors.csv", named_together, COLUMNS, _rows)


def _rows(found: Together) -> list[tuple[Any, ...]]:
    return [
        (
            *(pair.one.id, pair.one.name, pair.other.id, pair.other.name),
            *(pair.articles, pair.one.articles, pair.other.articles, pair.strength),
        )
        for pair in found.pairs
    ]


def _draw(found: Together) -> _Drawing:
    ties = found.pairs[:DRAWN]
    tied = {actor for pair in ties for actor in (pair.one, pair.other)}
    actors = tuple(actor for actor in found.actors if actor in tied)
    most = max((actor.articles for actor in actors), default=1)
    links = [(actors.index(pair.one), actors.index(pair.other), pair.strength) for pair in ties]
    return _Drawing(ties, actors, network([Node(actor.name, actor.articles / most) for actor in actors], links))
