"""Article page: text, evidence for dates, copies, edits and citations of one article."""

import itertools
import json
import sqlite3
from dataclasses import dataclass, field, replace
from typing import Any

from datasette.utils.asgi import NotFound, Response
from markupsafe import Markup
from sqlite_utils import Database

from archive.blocks import Link, decode, paragraphs
from archive.codes import name_of
from archive.datasette import formatting
from archive.datasette.pages.article_list import dicts
from archive.datasette.pages.body import body_html
from archive.datasette.pages.citations import citable_row, citations, coins, meta_elements
from archive.datasette.pages.copies import read_group
from archive.datasette.pages.diff import Paragraph, compare, word_pieces
from archive.datasette.pages.lineage import Lineage, read_lineage, read_spans, spans_by_block
from archive.datasette.pages.page_html import html_page
from archive.datasette.pages.search_meaning import has_vectors
from archive.datasette.plugin_state import archive_argument, archive_of, desk_of

REVISIONS_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Shown:
    """The text of an article or revision as far as it may be shown; `whole` is whether that is all of it.

    `html` has its structure; of a part of a text nothing but paragraphs is known.
    """

    text: str
    whole: bool
    html: Markup = field(default_factory=Markup)


@dataclass(frozen=True, slots=True)
class Change:
    """One revision after the first; `paragraphs` is the diff to the one before, None if it is not shown."""

    number: int
    observed_at: str
    kind: str
    title: str
    old_title: str
    capture_id: int | None
    paragraphs: list[Paragraph] | None


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """The rows behind one page. `group` is the story's articles at all outlets, the first one first."""

    row: dict[str, Any]
    source: dict[str, Any]
    body: Shown
    evidence: list[dict[str, Any]]
    topics: list[dict[str, Any]]
    actors: list[dict[str, Any]]
    countries: list[dict[str, Any]]
    instruments: list[dict[str, Any]]
    group: list[dict[str, Any]]
    lineage: Lineage
    changes: list[Change]
    captures: list[dict[str, Any]]
    addresses: list[dict[str, Any]]

    @property
    def conflict(self) -> bool:
        """Return whether another candidate for the date of publication has a different day."""
        days = {e["value"][:10] for e in self.evidence if e["field"] == "published" and e["value"]}
        return len(days) > 1


def read_article(connection: sqlite3.Connection, article_id: int, public: bool) -> ArticlePage | None:
    rows = dicts(connection, "select * from articles where id = ?", [article_id])
    if not rows:
        return None
    (row,) = rows
    for name in ("authors", "tags", "rights"):
        row[name] = json_list(row[name])
    if public:
        (row["summary"],) = connection.execute("select summary from shown_text where id = ?", [article_id]).fetchone()
    (source,) = dicts(connection, "select * from sources where id = ?", [row["source_id"]])
    body = _shown(connection, "shown_text", article_id) if public else Shown(row["text"], row["access"] in ("", "full"))
    if body.whole or not public:
        body = replace(body, html=_structured(connection, article_id, body.text, public))
    elif body.text:
        body = replace(body, html=body_html(paragraphs(f"{body.text}…"), ()))

    def linked(sql: str) -> list[dict[str, Any]]:
        return dicts(connection, sql, [article_id])

    return ArticlePage(
        row,
        source,
        body,
        linked(
            "select * from date_evidence where article_id = ? "
            "order by field desc, chosen desc, weight desc, value, method"
        ),
        linked(
            "select t.id, t.name, l.score from article_topics l join topics t on t.id = l.topic_id "
            "where l.article_id = ? order by l.score desc, t.id"
        ),
        linked(
            "select a.id, a.name, a.type, l.count from article_actors l join actors a on a.id = l.actor_id "
            "where l.article_id = ? order by l.count desc, a.id"
        ),
        [
            row | {"name": name_of("countries", row["id"])}
            for row in linked(
                "select country as id, count from article_countries where article_id = ? order by count desc, country"
            )
        ],
        linked(
            "select i.id, i.name, i.kind, l.count from article_instruments l join instruments i "
            "on i.id = l.instrument_id where l.article_id = ? order by l.count desc, i.id"
        ),
        read_group(connection, row["copy_of"] or article_id),
        read_lineage(connection, article_id),
        _changes(connection, article_id, public),
        _captures(connection, article_id, row["capture_id"]),
        linked("select url, found_by, first_seen_at from urls where article_id = ? order by first_seen_at limit 20"),
    )


def _structured(connection: sqlite3.Connection, article_id: int, text: str, public: bool) -> Markup:
    view, table = ("shown_text", "shown_links") if public else ("articles", "links")
    (stored,) = connection.execute(f"select blocks from {view} where id = ?", [article_id]).fetchone()
    links = connection.execute(
        f"select target, text, block, start from {table} where article_id = ? order by number", [article_id]
    )
    blocks = decode(stored) or paragraphs(text)
    kept = spans_by_block(text, blocks, read_spans(connection, article_id, text))
    return body_html(blocks, [Link(*row) for row in links], kept)


def _changes(connection: sqlite3.Connection, article_id: int, public: bool) -> list[Change]:
    rows = dicts(
        connection,
        "select id, number, observed_at, title, change, capture_id from revisions where article_id = ? "
        "order by number desc limit ?",
        [article_id, REVISIONS_SHOWN + 1],
    )
    changes = []
    for new, old in itertools.pairwise(rows):
        before, after = (_revision_text(connection, one["id"], public) for one in (old, new))
        paragraphs = compare(before.text, after.text) if before.whole and after.whole else None
        facts = (new["number"], new["observed_at"], new["change"], new["title"], old["title"])
        changes.append(Change(*facts, new["capture_id"], paragraphs))
    return changes


def _revision_text(connection: sqlite3.Connection, revision_id: int, public: bool) -> Shown:
    if public:
        return _shown(connection, "shown_revision", revision_id)
    (text,) = connection.execute("select text from revisions where id = ?", [revision_id]).fetchone()
    return Shown(text, True)


def _shown(connection: sqlite3.Connection, view: str, key: int) -> Shown:
    text, whole = connection.execute(f"select text, whole from {view} where id = ?", [key]).fetchone()
    return Shown(text or "", bool(whole))


def _captures(connection: sqlite3.Connection, article_id: int, capture_id: int | None) -> list[dict[str, Any]]:
    return dicts(
        connection,
        """
        with pages as (select capture_id from revisions where article_id = ?1 union select ?2)
        select id, fetched_at, status, payload_digest from captures
        where id in pages or part_of in pages order by fetched_at desc limit 50
        """,
        [article_id, capture_id],
    )


def json_list(value: str | None) -> list[str]:
    """Parse a JSON array of strings; return an empty list for anything else."""
    try:
        parsed = json.loads(value or "[]")
    except ValueError:
        return []
    return [str(item) for item in parsed] if isinstance(parsed, list) else []


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
        "citations": citations(row),
        "coins": coins(row),
        "meta_elements": meta_elements(row),
        "web_archive": _web_archive(page.row),
        "word_pieces": word_pieces,
        "has_vectors": await database.execute_fn(has_vectors),
        "suffix": _suffix(datasette, database.name),
        "words": formatting,
    }
    return await html_page(datasette, "desk/article.html", context, request)


def _web_archive(row: dict[str, Any]) -> str:
    """Return the Internet Archive's URL for the capture nearest to the time when the article was first seen."""
    stamp = "".join(filter(str.isdigit, row["first_seen_at"]))[:14]
    return f"https://web.archive.org/web/{stamp}/{row['url']}"


def _suffix(datasette: Any, name: str) -> str:
    return archive_argument("" if name == desk_of(datasette).archives[0] else name)
