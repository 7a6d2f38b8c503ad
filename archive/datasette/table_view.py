"""The pages of the tables of articles: Datasette's own in look and links, over rows that we find (table_rows).

Datasette searches by listing all that has the words, counts by reading all rows, and goes to the next page by a
condition that no index answers. Here it is handed the rows and nothing else to filter by, and told what it cannot know
then: the filters it has to show, the count, the next page, and SQL that finds the same.
"""

from typing import Any

from datasette.filters import FilterArguments
from datasette.utils import MultiParams, path_with_replaced_args, tilde_decode
from datasette.utils.asgi import Request
from datasette.views.table import TableView

from archive.datasette.desk import desk_of
from archive.datasette.facets import TABLES
from archive.datasette.index_walk import Order, Place, token
from archive.datasette.table_found import Found, counts_facets, found_sql, heading, look_up
from archive.datasette.table_request import Asked, read_request

_FILTERS = ("_where", "_through", "_search", "_fts_", "_next")


class FoundRequest(Request):  # type: ignore[misc]  # datasette is untyped
    """A request of which Datasette reads neither filters nor words nor place, though it keeps them in its links."""

    def __init__(self, request: Request, asked: Asked, found: Found) -> None:
        super().__init__(request.scope, request.receive)
        self.asked, self.found = asked, found

    @property
    def args(self) -> MultiParams:
        given = super().args
        return MultiParams(
            {
                name: given.getlist(name)
                for name in given
                if name == "_searchmode" or (name[0] == "_" and "__" not in name and not name.startswith(_FILTERS))
            }
        )


class ArticlesView(TableView):  # type: ignore[misc]
    """Tables as Datasette shows them, those of articles at any size."""

    async def data(
        self, request: Request, default_labels: bool = False, _next: str | None = None, _size: Any = None
    ) -> Any:
        table, database = request.url_vars["table"], tilde_decode(request.url_vars["database"])
        asked = None
        if table in TABLES and database in desk_of(self.ds).archives:
            asked = await read_request(self.ds, request, database, _next, _size)
        if asked is None:
            return await super().data(request, default_labels, _next, _size)
        wanted, query = asked.wanted, request.query_string
        found = await self.ds.databases[database].execute_fn(lambda connection: look_up(connection, wanted, query))
        shown = FoundRequest(request, asked, found)
        # A place makes Datasette sort what has the same date by id, as we do; a view it pages by counting.
        place = token(wanted.start or _before_all(wanted.order)) if table == "articles" else None
        answer = await super().data(shown, default_labels, place, _size)
        if isinstance(answer, tuple):
            self._tell(request, answer[0], asked, found)
        return answer

    def _tell(self, request: Request, data: dict[str, Any], asked: Asked, found: Found) -> None:
        following = found.rows.next
        if "_nocount" not in request.args:
            data["filtered_table_rows_count"] = found.count
        data["next"] = token(following) if following else None
        address = path_with_replaced_args(request, {"_next": data["next"]})
        data["next_url"] = self.ds.absolute_url(request, self.ds.urls.path(address)) if following else None
        said, faceted = data["human_description_en"], counts_facets(request.query_string)
        data["human_description_en"] = heading(said, found, faceted)
        data["query"] = {"sql": found_sql(asked.wanted, data["columns"]), "params": asked.parameters}


def filter_found(request: Request) -> FilterArguments | None:
    """The rows, in place of all filters and words, and what the page says of these."""
    if not isinstance(request, FoundRequest):
        return None
    # Spelt out, since SQLite then knows how few they are and fetches them rather than go along the index.
    ids = ", ".join(map(str, request.found.ids))
    return FilterArguments([f"id in ({ids})"], {}, list(request.asked.said), request.asked.context)


def _before_all(order: Order) -> Place:
    """A place that all articles follow, in the language of `_next`."""
    if not order.descending:
        return Place(-1, None)
    return Place(-1, 1 << 62 if order.column == "id" else "~")
