"""Snippets around the search terms, made only of text that may be shown.

FTS5 creates snippets from the table that it indexes. Here that is a small table in memory with the hits of one page, so
that a snippet works in scripts without spaces as in English, and in public shows no more of a text than the article
page does.
"""

import sqlite3
from collections.abc import Sequence
from contextlib import closing

WORDS = 40
MARK, END = "\ue000", "\ue001"  # around a matched word; private-use characters, which do not occur in texts
LONGEST = 50_000  # characters of a text that are searched


def snippets(connection: sqlite3.Connection, expression: str, ids: Sequence[int], public: bool) -> dict[int, str]:
    """Return a snippet with marked words for each article with a match in the text that may be shown."""
    from archive.search.fts_index import SEARCH_TABLES, fold, unfold

    if not expression or not ids:
        return {}
    source = "shown_text t on t.id = a.id" if public else "articles t on t.id = a.id"
    rows = connection.execute(
        f"""
        select a.id, a.title, t.summary, substr(t.text, 1, {LONGEST}) from articles a join {source}
        where a.id in ({", ".join("?" * len(ids))})
        """,
        list(ids),
    ).fetchall()
    with closing(sqlite3.connect(":memory:")) as small:
        small.execute(SEARCH_TABLES[0].replace('content="articles", content_rowid="id",', ""))
        small.executemany(
            "insert into articles_fts (rowid, title, summary, text) values (?, ?, ?, ?)",
            [(row[0], *(fold(part or "") for part in tuple(row)[1:])) for row in rows],
        )
        found = small.execute(
            "select rowid, snippet(articles_fts, -1, ?, ?, '…', ?) from articles_fts where articles_fts match ?",
            (MARK, END, WORDS, expression),
        )
        return {row[0]: " ".join(unfold(row[1]).split()) for row in found}


def marked(snippet: str) -> list[tuple[bool, str]]:
    """Split a snippet into runs: (whether it is a matched word, text)."""
    runs = []
    for number, part in enumerate(snippet.split(MARK)):
        word, _, rest = part.partition(END) if number else ("", "", part)
        runs += [(True, word), (False, rest)]
    return [run for run in runs if run[1]]
