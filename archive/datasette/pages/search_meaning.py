"""Search by meaning: the articles nearest to the words, or to another article ("more like this").

Both are switches of the search page, which is as it was where the archive has no vectors or no encoder is installed.
"""

import sqlite3
import threading

from sqlite_utils import Database

from archive.datasette.pages.search_query import Found, Query, hits_of

NEAREST = 100  # articles; what is further away means something else


def has_vectors(connection: sqlite3.Connection) -> bool:
    """Return whether articles have vectors, which is enough for "more like this"."""
    return bool(_encoder(connection))


def can_encode(connection: sqlite3.Connection) -> bool:
    """Return whether words can be searched by meaning."""
    from archive.meaning.encoder import is_installed

    name = _encoder(connection)
    return bool(name) and is_installed(name)


def warm_up(connection: sqlite3.Connection) -> None:
    """Load the encoder in the background, so that the first search by meaning does not wait seconds for it."""
    if can_encode(connection):
        from archive.meaning.encoder import load_encoder

        threading.Thread(target=load_encoder, args=[_encoder(connection)], daemon=True).start()


def _encoder(connection: sqlite3.Connection) -> str:
    exists = "select 1 from sqlite_master where name = 'vector_encoder'"
    row = connection.execute(exists).fetchone() and connection.execute("select name from vector_encoder").fetchone()
    return str(row[0]) if row else ""


def find_near(connection: sqlite3.Connection, query: Query, words: str, like: str, public: bool) -> Found:
    """Find one page of the NEAREST articles. Raises SpacebeatError if they cannot be found."""
    from archive.meaning.nearest import near_article, near_words

    db = Database(connection)
    if like:
        number = int(like) if like.isascii() and like.isdecimal() and len(like) < 19 else 0
        ids = near_article(db, number, query.selection, NEAREST)
    else:
        ids = near_words(db, words, query.selection, NEAREST)
    from_here = ids[query.offset :]
    return Found(hits_of(connection, from_here, "", public), len(ids), tuple(ids))


def title_of(connection: sqlite3.Connection, like: str) -> str:
    """Return the title of the article that others are to be like."""
    row = connection.execute("select title from articles where id = ?", [like]).fetchone() if like else None
    return str(row[0]) if row else ""
