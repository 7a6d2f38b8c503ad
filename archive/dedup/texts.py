"""Texts of articles, cut up once for all that is compared while one article is added."""

import sqlite3

from archive.dedup.shingles import Shingles, shingles


class Texts(dict[int, Shingles]):
    """The texts of articles, read and cut up when asked for."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __missing__(self, article_id: int) -> Shingles:
        row = self._db.execute("select text from articles where id = ?", (article_id,)).fetchone()
        self[article_id] = shingles(row[0])
        return self[article_id]
