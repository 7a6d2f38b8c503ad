"""The passage around the words that were searched for, made of what may be shown.

FTS5 makes snippets from the table it indexes; here it is given a small one in memory instead, with the hits of one
page only: so a snippet in a script without spaces is as good as one in English, and one in public shows no more of a
text than the article page does.
"""

import sqlite3
from collections.abc import Sequence
from contextlib import closing

WORDS = 40
MARK, END = "\ue000", "\ue001"  # around a matched word; private use characters no text has
LONGEST = 50_000  # characters of a text that are looked through


def snippets(connection: sqlite3.Connection, expression: str, ids: Sequence[int], public: bool) -> dict[int, str]:
    """Return for each article the passage with its words marked, where there is one in what may be shown."""
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
