"""Citations to copy, and the metadata by which reference managers recognize an article page.

Zotero reads COinS (OpenURL ContextObject in a span, ANSI/NISO Z39.88-2004) and Dublin Core and `citation_*` meta
elements (zotero.org/support/dev/exposing_metadata).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from datasette.utils.asgi import NotFound, Response
from sqlite_utils import Database

from archive.clock import known_day
from archive.datasette.plugin_state import archive_of
from archive.export.citation import STYLES, cite
from archive.export.formats import FORMATS, Format
from archive.export.rows import COLUMNS, LISTS

FILES = {name: form for name, form in FORMATS.items() if form.is_citation}
FILES["plain"] = Format("Plain text", "txt", "text/plain")


@dataclass(frozen=True, slots=True)
class Citation:
    style: str
    name: str
    text: str


def citable_row(db: Database, article_id: int) -> dict[str, Any] | None:
    """Fetch the row of an article in the form of an export, without its text."""
    names = [name for name in COLUMNS if name != "text"]
    row = db.execute(
        f"select {', '.join(COLUMNS[name] for name in names)} "
        "from articles a join sources s on s.id = a.source_id where a.id = ?",
        [article_id],
    ).fetchone()
    if row is None:
        return None
    values = dict(zip(names, row, strict=True)) | {"text": ""}
    values["summary"] = values["summary"] or ""  # null in the public profile
    return {name: json.loads(value) if name in LISTS and value else value for name, value in values.items()}


def citations(row: Mapping[str, Any]) -> list[Citation]:
    """Cite the article in every style."""
    return [Citation(style, FILES[style].name, cite(row, style)) for style in STYLES]


def coins(row: Mapping[str, Any]) -> str:
    """Build the title attribute of a COinS span, Dublin Core in key/encoded-value form."""
    pairs = [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"),
        ("rft.type", "newspaperArticle"),
        ("rft.title", row["title"]),
        ("rft.source", row["source_name"]),
        ("rft.identifier", row["url"]),
        ("rft.date", known_day(row["published_at"] or "", row["published_precision"])),
        ("rft.language", row["language"]),
        *(("rft.creator", author) for author in row["authors"]),
    ]
    return urlencode([(name, value) for name, value in pairs if value])


def meta_elements(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the names and contents of `<meta>` elements."""
    day = known_day(row["published_at"] or "", row["published_precision"])
    pairs = [
        ("citation_title", row["title"]),
        *(("citation_author", author) for author in row["authors"]),
        ("citation_publication_date", day.replace("-", "/")),
        ("citation_public_url", row["url"]),
        ("citation_language", row["language"]),
        ("DC.title", row["title"]),
        *(("DC.creator", author) for author in row["authors"]),
        ("DC.date", day),
        ("DC.publisher", row["source_name"]),
        ("DC.source", row["source_name"]),
        ("DC.identifier", row["url"]),
        ("DC.language", row["language"]),
        ("DC.type", "newspaperArticle"),
    ]
    return [(name, str(value)) for name, value in pairs if value]


async def citation(datasette: Any, request: Any) -> Response:
    """Serve one citation as a file for import into a reference manager."""
    style = request.url_vars["style"]
    if style not in FILES:
        raise NotFound("There is no such citation style")
    database = archive_of(datasette, request)
    article_id = int(request.url_vars["id"])
    row = await database.execute_fn(lambda connection: citable_row(Database(connection), article_id))
    if row is None:
        raise NotFound("There is no such article")
    form = FILES[style]
    text = next(one.text for one in citations(row) if one.style == style)
    headers = {"content-disposition": f'attachment; filename="spacebeat-{article_id}.{form.suffix}"'}
    return Response(text, headers=headers, content_type=f"{form.media_type}; charset=utf-8")
