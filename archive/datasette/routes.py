"""URL routes of the plugin's pages."""

from collections.abc import Callable
from typing import Any

from datasette.utils import tilde_decode
from datasette.utils.asgi import Response, asgi_static
from markupsafe import Markup

from archive.datasette.arguments import checked
from archive.datasette.context import STATIC
from archive.datasette.datasette_internals import IndexView, RowView
from archive.datasette.pages.actors import actors_page, actors_table
from archive.datasette.pages.alarm_feed import alarm_feed
from archive.datasette.pages.article import article_page
from archive.datasette.pages.capture import capture_page, capture_record
from archive.datasette.pages.citations import citation
from archive.datasette.pages.compare import CHOSEN, COMPARED, compare_page, compare_part, compare_table
from archive.datasette.pages.countries import countries_page, countries_table
from archive.datasette.pages.dossier import dossier_list, dossier_page, dossier_table
from archive.datasette.pages.home import SPANS, front_page
from archive.datasette.pages.questions import query_list, query_page
from archive.datasette.pages.search import search_overview, search_page
from archive.datasette.pages.search_export import search_export, search_feed
from archive.datasette.pages.sources import sources_page
from archive.datasette.plugin_state import archive_argument, desk_of
from archive.datasette.security import DOSSIER, MAY_BE_LISTED

View = Callable[..., Any]
_FORMAT = r"(\.(?P<format>\w+))?$"  # as in Datasette's own routes


def routes(datasette: Any) -> list[tuple[str, View]]:
    index, row = IndexView.as_view(datasette), RowView.as_view(datasette)
    serve_file = asgi_static(STATIC)

    async def front(datasette: Any, request: Any, send: Any) -> Any:
        if not desk_of(datasette).archives:
            return await index(request, send)
        return await checked(front_page, (), {"weeks": SPANS})(datasette, request)

    async def article_row(datasette: Any, request: Any, send: Any) -> Any:
        """Redirect the row page of an article to the article page."""
        parts = request.url_vars
        archive = tilde_decode(parts["database"])
        if parts["format"] or archive not in desk_of(datasette).archives:
            return await row(request, send)
        return Response.redirect(article_link(datasette, archive, parts["pks"]))

    async def static(request: Any, send: Any) -> None:
        await serve_file(request, _cached(send) if request.query_string else send)

    return [
        (r"/$", front),
        (r"/robots\.txt$", robots),
        (r"/-/spacebeat/(?P<path>[a-z.]+)$", static),
        (r"/-/search$", search_page),
        (r"/-/search/overview$", search_overview),
        (r"/-/search/export/(?P<format>[a-z-]+)$", search_export),
        (r"/-/search\.atom$", search_feed),
        (r"/-/alarms\.atom$", alarm_feed),
        (r"/-/sources$", checked(sources_page)),
        (r"/-/questions$", checked(query_list)),
        (r"/-/compare$", checked(compare_page, COMPARED, CHOSEN)),
        (r"/-/compare/part$", checked(compare_part, COMPARED, CHOSEN)),
        (r"/-/compare\.csv$", checked(compare_table, COMPARED, CHOSEN)),
        (r"/-/actors$", actors_page),
        (r"/-/actors\.csv$", actors_table),
        (r"/-/countries$", countries_page),
        (r"/-/countries\.csv$", countries_table),
        (r"/-/dossiers$", checked(dossier_list, ("q",))),
        (r"/-/dossier$", checked(dossier_page, ("instrument",))),
        (r"/-/dossier\.csv$", checked(dossier_table, ("instrument",))),
        (r"/-/article/(?P<id>\d{1,18})$", article_page),
        (r"/-/article/(?P<id>\d{1,18})/cite/(?P<style>[a-z-]+)$", citation),
        (r"/-/capture/(?P<id>\d{1,18})$", capture_page),
        (r"/-/capture/(?P<id>\d{1,18})\.warc\.gz$", capture_record),
        (rf"/(?P<database>[^/.]+)/(?P<table>articles|unique_articles)/(?P<pks>\d{{1,18}}){_FORMAT}", article_row),
        (rf"/(?!-/)(?P<database>[^/.]+)/(?P<table>[a-z_]+){_FORMAT}", query_page(datasette)),
    ]


def article_link(datasette: Any, archive: str, article_id: object) -> str:
    suffix = archive_argument("" if archive == desk_of(datasette).archives[0] else archive)
    return str(datasette.urls.path(f"/-/article/{article_id}{suffix}"))


def article_cell(datasette: Any, archive: str | None, value: object) -> Markup | None:
    """Render an article id in the result of a question as a link to its page."""
    if archive not in desk_of(datasette).archives or not isinstance(value, int):
        return None
    return Markup('<a href="{}">{}</a>').format(article_link(datasette, archive or "", value), value)


def robots(datasette: Any) -> Response:
    """Serve robots.txt (RFC 9309): search engines may read what they may list, and what the pages are drawn with."""
    pages = [f"{page}$" for page in ("/", *MAY_BE_LISTED)] + [f"{DOSSIER}?", "/-/spacebeat/"]
    allowed = "".join(f"Allow: {datasette.urls.path(page)}\n" for page in pages)
    return Response.text(f"User-agent: *\n{allowed}Disallow: /\n")


def _cached(send: Any) -> Any:
    """Make a response cacheable forever, since the content of a URL with a digest never changes."""

    async def send_cached(message: Any) -> None:
        if message["type"] == "http.response.start":
            headers = [h for h in message["headers"] if h[0].lower() != b"cache-control"]
            message = dict(message, headers=[*headers, (b"cache-control", b"max-age=31536000, immutable")])
        await send(message)

    return send_cached
