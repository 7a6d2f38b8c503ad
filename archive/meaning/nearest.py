"""Articles that mean nearly what a text or another article means.

The signs of all vectors, a bit each, stay in memory (72 MB at a million articles, 512 dimensions): the articles with
most bits equal are candidates, which are then ordered by the cosine of their stored vectors. Filters are applied to
the candidates, or before if they leave few articles.
"""

import sqlite3
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
from sqlite_utils import Database

from archive.errors import WrongUsageError
from archive.meaning.encoder import DEFAULT, NoEncoderError, Vectors, load_encoder
from archive.meaning.vectors import encoder_name, packed
from archive.search.filters import Selection
from archive.search.query_parser import QueryError, match_expression
from archive.search.search import best_ids

CANDIDATES = 400  # articles whose vectors are compared, for up to 100 results
_FILTERED = 4_000  # the same with filters that leave many articles
_FEW = 20_000  # articles left by filters up to which only these are compared
_RANK = 60  # of reciprocal rank fusion (Cormack, Clarke, Büttcher, SIGIR 2009)


@dataclass(slots=True)
class _Signs:
    """The bits of all vectors as 64-bit words, one row for each word, and the articles they belong to."""

    encoder: str
    last: int = 0
    ids: npt.NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    words: npt.NDArray[np.uint64] = field(default_factory=lambda: np.empty((0, 0), np.uint64))

    def refresh(self, connection: sqlite3.Connection) -> None:
        """Read what was stored since the last time. A vector that was replaced stays, and its article counts once."""
        rows = connection.execute(
            "select number, article_id, bits from vector_bits where number > ? order by number", [self.last]
        ).fetchall()
        if not rows:
            return
        new = np.frombuffer(b"".join(row[2] for row in rows), np.uint64).reshape(len(rows), -1).T
        self.words = np.ascontiguousarray(new if not len(self.ids) else np.concatenate([self.words, new], axis=1))
        self.ids = np.concatenate([self.ids, np.array([row[1] for row in rows], np.int64)])
        self.last = rows[-1][0]

    def nearest(self, vector: Vectors, count: int, allowed: Sequence[int] | None) -> list[int]:
        """Return the ids of the articles with most bits equal, among those allowed."""
        words = packed(vector[np.newaxis])[0].view(np.uint64)
        ids, signs = self.ids, self.words
        if allowed is not None:
            places = np.flatnonzero(np.isin(ids, np.array(allowed, np.int64)))
            ids, signs = ids[places], signs[:, places]
        if not len(ids):
            return []
        distance = np.zeros(len(ids), np.uint16)
        for word, row in zip(words, signs, strict=True):
            distance += np.bitwise_count(row ^ word)
        if len(ids) > count:
            ids = ids[np.argpartition(distance, count)[:count]]
        return [int(one) for one in dict.fromkeys(ids.tolist())]


_signs: dict[str, _Signs] = {}
_lock = threading.Lock()


def near_words(db: Database, words: str, selection: Selection, count: int) -> list[int]:
    """Return the ids of the articles that mean what the words mean, the nearest first.

    Articles that contain all the words are ranked by both. Raises NoEncoderError without encoder or vectors, and
    WrongUsageError without a word, as signs and pictures are near to nothing in particular.
    """
    if not any(character.isalnum() for character in words):
        raise WrongUsageError("write a question or a sentence to search for by meaning")
    encoder = load_encoder(encoder_name(db) or DEFAULT)
    _require_vectors(db)
    by_meaning = _nearest(db, encoder.encode([words])[0], selection, count)
    try:
        by_words = best_ids(db.conn, match_expression(words), count)
    except QueryError:
        by_words = []
    if not by_words:
        return by_meaning
    with_both = set(by_meaning)
    ranks = [by_meaning, [one for one in by_words if one in with_both]]
    scores = {one: sum(1 / (_RANK + rank.index(one)) for rank in ranks if one in rank) for one in by_meaning}
    return sorted(by_meaning, key=lambda one: -scores[one])


def near_article(db: Database, article_id: int, selection: Selection, count: int) -> list[int]:
    """Return the ids of the articles that mean what an article means, without itself and its copies."""
    _require_vectors(db)
    row = db.execute(
        "select v.article_id, v.vector from articles a join vectors v on v.article_id = coalesce(a.copy_of, a.id) "
        "where a.id = ?",
        [article_id],
    ).fetchone()
    if row is None:
        raise NoEncoderError("this article has no vector yet; run 'spacebeat meaning'")
    vector = _unit(np.frombuffer(row[1], np.int8)[np.newaxis])[0]
    return [one for one in _nearest(db, vector, selection, count + 1) if one not in (row[0], article_id)][:count]


def _require_vectors(db: Database) -> None:
    if not encoder_name(db):
        raise NoEncoderError("the articles have no vectors yet; run 'spacebeat meaning'")


def _nearest(db: Database, vector: Vectors, selection: Selection, count: int) -> list[int]:
    where, values = replace(selection, search="").where()
    is_filtered = where != "1" and where != "a.copy_of is null"
    allowed: list[int] | None = None
    if is_filtered:
        rows = db.execute(f"select a.id from articles a where {where} limit {_FEW + 1}", values).fetchall()
        allowed = [row[0] for row in rows] if len(rows) <= _FEW else None
    many = is_filtered and allowed is None
    with _lock:
        signs = _loaded(db)
        found = signs.nearest(vector, _FILTERED if many else max(CANDIDATES, 4 * count), allowed)
    if many:
        listed = f"a.id in (select value from json_each(?)) and {where}"
        found = [row[0] for row in db.execute(f"select a.id from articles a where {listed}", [str(found), *values])]
    return _ordered(db, vector, found)[:count]


def _loaded(db: Database) -> _Signs:
    path, name = db.execute("select file from pragma_database_list where name = 'main'").fetchone()[0], encoder_name(db)
    (last,) = db.execute("select coalesce(max(number), 0) from vector_bits").fetchone()
    signs = _signs.get(path)
    if signs is None or not path or signs.encoder != name or last < signs.last:
        signs = _signs[path] = _Signs(name)
    signs.refresh(db.conn)
    return signs


def _ordered(db: Database, vector: Vectors, ids: Sequence[int]) -> list[int]:
    rows = db.execute(
        "select article_id, vector from vectors where article_id in (select value from json_each(?))", [str(list(ids))]
    ).fetchall()
    if not rows:
        return []
    cosines = _unit(np.frombuffer(b"".join(row[1] for row in rows), np.int8).reshape(len(rows), -1)) @ vector
    return [int(rows[place][0]) for place in np.argsort(-cosines, kind="stable")]


def _unit(vectors: npt.NDArray[np.int8]) -> Vectors:
    values = vectors.astype(np.float32)
    return np.asarray(values / np.maximum(np.linalg.norm(values, axis=1, keepdims=True), 1e-9), dtype=np.float32)
