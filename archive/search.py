"""Search over the articles: newest or best first, with snippets."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass

from archive.search_index import SEARCH_TABLES, fold, unfold
from archive.search_query import QueryError, match_expression

__all__ = ["Hit", "QueryError", "match_expression", "search"]

_SNIPPET_WORDS = 30
_READ_FOR_SNIPPET = 50_000  # characters of a text; what is found only beyond shows its beginning instead
_READ_WITHOUT = 200

_ARTICLE = "select url, source_id, published_at, language, title, summary, text from articles where id = ?"

# Hits up to which it is cheaper to sort them than to walk the articles by date until enough of them are met.
_FEW_HITS = 1000

# A hit in the title says more of what an article is about than one in its text.
_RANK = "bm25(articles_fts, 10.0, 4.0, 1.0)"


@dataclass(frozen=True, slots=True)
class Hit:
    """One article found. `snippet` is plain text in which `marks` stand around what was looked for."""

    id: int
    url: str
    title: str
    source_id: str
    published_at: str
    language: str
    snippet: str


def search(
    db: sqlite3.Connection,
    query: str,
    *,
    limit: int = 20,
    offset: int = 0,
    newest_first: bool = True,
    condition: str = "1",
    values: Sequence[object] = (),
    marks: tuple[str, str] = ("", ""),
) -> list[Hit]:
    """Find articles. Raises QueryError.

    Newest first is by publication (undated last), best first by BM25, which reads every hit and is therefore far
    slower for common words. `condition` is SQL over `articles a`, with its `values`.
    """
    expression = match_expression(query)
    given = (expression, *values, limit, offset)
    ids = [row[0] for row in db.execute(_statement(db, expression, newest_first, condition), given)]
    rows = [db.execute(_ARTICLE, (article_id,)).fetchone() for article_id in ids]
    snippets = _snippets([tuple(row[-3:]) for row in rows], expression, marks)
    return [
        Hit(article_id, url, title, source_id, published_at or "", language, snippet)
        for article_id, (url, source_id, published_at, language, title, *_), snippet in zip(
            ids, rows, snippets, strict=True
        )
    ]


def _statement(db: sqlite3.Connection, expression: str, newest_first: bool, condition: str) -> str:
    if not newest_first:
        return f"""
            select a.id from articles_fts join articles a on a.id = articles_fts.rowid
            where articles_fts match ? and ({condition}) order by {_RANK}, a.id desc limit ? offset ?
            """
    (hits,) = db.execute(
        "select count(*) from (select 1 from articles_fts where articles_fts match ? limit ?)",
        (expression, _FEW_HITS),
    ).fetchone()
    # A unary plus keeps an index from being used (sqlite.org/optoverview.html).
    sort = "+a.published_at desc, +a.id desc" if hits < _FEW_HITS else "a.published_at desc, a.id desc"
    walk = "" if hits < _FEW_HITS else "indexed by articles_published"
    return f"""
        select a.id from articles a {walk}
        where a.id in (select rowid from articles_fts where articles_fts match ?) and ({condition})
        order by {sort} limit ? offset ?
        """


def _snippets(articles: list[tuple[str, str, str]], expression: str, marks: tuple[str, str]) -> list[str]:
    """Make a snippet of each (title, summary, text), by an index in memory that holds these articles alone.

    The index of the archive could not: where it is folded, it does not fit the text in `articles`; and for each
    article it would read all that a common word or a prefix finds.
    """
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute(SEARCH_TABLES[0].replace('content="articles", content_rowid="id",', ""))
        db.executemany(
            "insert into articles_fts (rowid, title, summary, text) values (?, ?, ?, ?)",
            [(n, *(fold(part[:_READ_FOR_SNIPPET]) for part in parts)) for n, parts in enumerate(articles)],
        )
        found = dict(
            db.execute(
                "select rowid, snippet(articles_fts, -1, ?, ?, '…', ?) from articles_fts where articles_fts match ?",
                (*marks, _SNIPPET_WORDS, expression),
            ).fetchall()
        )
    return [
        " ".join(unfold(found.get(number, text[:_READ_WITHOUT])).split())
        for number, (_, _, text) in enumerate(articles)
    ]
