"""Full-text search over the articles, newest or best first, with snippets."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from archive.search.filters import Selection
from archive.search.fts_index import SEARCH_TABLES, fold, unfold
from archive.search.query_parser import QueryError, has_prefix, match_expression

__all__ = ["Hit", "QueryError", "match_expression", "search"]

_SNIPPET_WORDS = 30
_READ_FOR_SNIPPET = 50_000  # characters of a text; for a match beyond, the snippet is the beginning of the text
_READ_WITHOUT = 200

_ARTICLE = """
    select url, source_id, coalesce(published_at, ''), coalesce(published_precision, ''), language,
      (select url from articles original where original.id = a.copy_of), title, summary, text
    from articles a where id = ?
    """

# Up to so many hits, sorting them is cheaper than scanning the articles by date until enough hits are found.
_FEW_HITS = 1000
# If at least one article in _DENSE matches, the scan by date queries the index for each article; otherwise all matches
# are listed first. At most _ASKED articles are queried; never for a prefix, for which FTS5 lists all matches each time.
_DENSE = 50
_ASKED = 5_000
WEIGHED = 20_000  # latest archived hits that are ranked

# A match in the title is a stronger sign of the subject than one in the text.
_RANK = "bm25(articles_fts, 10.0, 4.0, 1.0)"


_SNIPPETS = "select rowid, snippet(articles_fts, -1, ?, ?, '…', ?) from articles_fts where articles_fts match ?"


@dataclass(frozen=True, slots=True)
class Hit:
    """One search result. `snippet` is plain text in which `marks` surround the matches.

    `copy_of_url` is the address of the article that it is a copy of, empty if it is none.
    """

    id: int
    url: str
    title: str
    source_id: str
    published_at: str
    language: str
    snippet: str
    copy_of_url: str = ""
    published_precision: str = ""


def search(
    db: sqlite3.Connection,
    query: str,
    *,
    limit: int = 20,
    offset: int = 0,
    newest_first: bool = True,
    marks: tuple[str, str] = ("", ""),
    within: Selection | None = None,
) -> list[Hit]:
    """Search the articles, or those within a selection, whose query is not looked at. Raises QueryError.

    Newest first sorts by publication (undated last), best first by BM25 among the latest WEIGHED hits. Within a
    selection the query may be empty, and the newest come first.
    """
    if within is not None:
        ids = _newest_within(db, replace(within, search=query, include_copies=True), limit, offset)
    else:
        find = _newest if newest_first else best_ids
        ids = find(db, match_expression(query), limit, offset)
    return hits_of(db, ids, query, marks)


def hits_of(
    db: sqlite3.Connection, ids: Sequence[int], query: str = "", marks: tuple[str, str] = ("", "")
) -> list[Hit]:
    """Read the articles with these ids as hits, in the same order. Raises QueryError."""
    expression = match_expression(query) if query else ""
    rows = [db.execute(_ARTICLE, (article_id,)).fetchone() for article_id in ids]
    snippets = _snippets([tuple(row[-3:]) for row in rows], expression, marks)
    return [
        Hit(article_id, url, title, source_id, published_at, language, snippet, copy_of_url or "", precision)
        for article_id, (url, source_id, published_at, precision, language, copy_of_url, title, *_), snippet in zip(
            ids, rows, snippets, strict=True
        )
    ]


def _newest(db: sqlite3.Connection, expression: str, limit: int, offset: int) -> list[int]:
    (articles,) = db.execute("select coalesce(max(id), 0) from articles").fetchone()
    dense = max(_FEW_HITS, articles // _DENSE)
    (hits,) = db.execute(
        "select count(*) from (select 1 from articles_fts where articles_fts match ? limit ?)", (expression, dense)
    ).fetchone()
    listed = "a.id in (select rowid from articles_fts where articles_fts match ?)"
    # A unary plus prevents the use of an index (sqlite.org/optoverview.html).
    statement = f"select a.id from articles a where {listed} order by +a.published_at desc, +a.id desc"
    if hits >= _FEW_HITS:
        asked = hits == dense and (limit + offset) * _DENSE <= _ASKED and not has_prefix(expression)
        one_by_one = "exists (select 1 from articles_fts where articles_fts match ? and rowid = a.id)"
        statement = f"""
            select a.id from articles a indexed by articles_published
            where {one_by_one if asked else listed} order by a.published_at desc, a.id desc
            """
    return [row[0] for row in db.execute(f"{statement} limit ? offset ?", (expression, limit, offset))]


def _newest_within(db: sqlite3.Connection, selection: Selection, limit: int, offset: int) -> list[int]:
    condition, values = selection.where()
    rows = db.execute(
        f"select a.id from articles a where {condition} order by a.published_at desc, a.id desc limit ? offset ?",
        [*values, limit, offset],
    )
    return [row[0] for row in rows]


def best_ids(db: sqlite3.Connection, expression: str, limit: int, offset: int = 0) -> list[int]:
    """Return the ids of the latest WEIGHED hits, best first."""
    latest = "select rowid from articles_fts where articles_fts match ? order by rowid desc limit 1 offset ?"
    before = db.execute(latest, (expression, WEIGHED)).fetchone()
    rows = db.execute(
        f"""
        select rowid from articles_fts where articles_fts match ? and rowid > ?
        order by {_RANK}, rowid desc limit ? offset ?
        """,
        (expression, before[0] if before else 0, limit, offset),
    )
    return [row[0] for row in rows]


def _snippets(articles: list[tuple[str, str, str]], expression: str, marks: tuple[str, str]) -> list[str]:
    """Create a snippet for each (title, summary, text), using an in-memory index of these articles alone.

    The archive's index cannot be used: where it is folded, it does not fit the text in `articles`; and for each
    article it would read all matches of a common word or a prefix.
    """
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute(SEARCH_TABLES[0].replace('content="articles", content_rowid="id",', ""))
        db.executemany(
            "insert into articles_fts (rowid, title, summary, text) values (?, ?, ?, ?)",
            [(n, *(fold(part[:_READ_FOR_SNIPPET]) for part in parts)) for n, parts in enumerate(articles)],
        )
        found = dict(db.execute(_SNIPPETS, (*marks, _SNIPPET_WORDS, expression)).fetchall()) if expression else {}
    return [
        " ".join(unfold(found.get(number, text[:_READ_WITHOUT])).split())
        for number, (_, _, text) in enumerate(articles)
    ]
