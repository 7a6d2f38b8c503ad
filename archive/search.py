"""Search over the articles: newest or best first, with snippets."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass

from archive.search_index import SEARCH_TABLES, fold, unfold
from archive.search_query import QueryError, match_expression

__all__ = ["Hit", "QueryError", "match_expression", "search"]

_SNIPPET_WORDS = 24
_SNIPPET_WORDS_OF_CHARACTERS = 60
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
    return [_hit(db, article_id, expression, marks) for article_id in ids]


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


def _hit(db: sqlite3.Connection, article_id: int, expression: str, marks: tuple[str, str]) -> Hit:
    row = db.execute(
        "select url, title, source_id, published_at, language, summary, text from articles where id = ?",
        (article_id,),
    ).fetchone()
    url, title, source_id, published_at, language, summary, text = row
    folded = fold(title), fold(summary), fold(text)
    if folded == (title, summary, text):
        snippet = _snippet(db, article_id, expression, marks, _SNIPPET_WORDS)
    else:
        snippet = unfold(_snippet_of_folded(folded, expression, marks))
    return Hit(article_id, url, title, source_id, published_at or "", language, " ".join(snippet.split()))


def _snippet(db: sqlite3.Connection, article_id: int, expression: str, marks: tuple[str, str], words: int) -> str:
    snippet: str = db.execute(
        "select snippet(articles_fts, -1, ?, ?, '…', ?) from articles_fts where articles_fts match ? and rowid = ?",
        (*marks, words, expression, article_id),
    ).fetchone()[0]
    return snippet


def _snippet_of_folded(folded: tuple[str, str, str], expression: str, marks: tuple[str, str]) -> str:
    # FTS5 makes snippets of the text in `articles`, which for these articles is not what it has indexed.
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute(SEARCH_TABLES[0].replace('content="articles", content_rowid="id",', ""))
        db.execute("insert into articles_fts (rowid, title, summary, text) values (1, ?, ?, ?)", folded)
        return _snippet(db, 1, expression, marks, _SNIPPET_WORDS_OF_CHARACTERS)
