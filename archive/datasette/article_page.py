"""The page of one article: what it says, when, where else, how it changed, and how to cite it."""

import sqlite3
from typing import Any

from datasette.utils.asgi import NotFound, Response
from sqlite_utils import Database

from archive.datasette import wording
from archive.datasette.article_data import ArticlePage, read_article
from archive.datasette.citations import citable_row, citations, coins, meta_elements
from archive.datasette.desk import archive_of, desk_of
from archive.datasette.diff import word_pieces


async def article_page(datasette: Any, request: Any) -> Response:
    database = archive_of(datasette, request)
    article_id = int(request.url_vars["id"])
    public = desk_of(datasette).public

    def read(connection: sqlite3.Connection) -> tuple[ArticlePage, dict[str, Any]] | None:
        page = read_article(connection, article_id, public)
        row = citable_row(Database(connection), article_id)
        return (page, row) if page and row else None

    found = await database.execute_fn(read)
    if found is None:
        raise NotFound("There is no such article")
    page, row = found
    context = {
        "page": page,
        "article": page.row,
        "source": page.source,
        "paragraphs": [part for part in page.body.text.split("\n\n") if part.strip()],
        "citations": citations(row),
        "coins": coins(row),
        "meta_elements": meta_elements(row),
        "web_archive": _web_archive(page.row),
        "word_pieces": word_pieces,
        "suffix": _suffix(datasette, database.name),
        "words": wording,
    }
    return Response.html(await datasette.render_template("desk/article.html", context, request=request))


def _web_archive(row: dict[str, Any]) -> str:
    """The state nearest to when we first saw it, in the Internet Archive's form of address."""
    stamp = "".join(filter(str.isdigit, row["first_seen_at"]))[:14]
    return f"https://web.archive.org/web/{stamp}/{row['url']}"


def _suffix(datasette: Any, name: str) -> str:
    return "" if name == desk_of(datasette).archives[0] else f"?archive={name}"
