"""Vectors stored next to the articles: int8 values for exact comparison, and their signs as bits for a first pass.

Copies have no vector, since their originals have one. A vector is replaced when the text of its article has changed,
and its number is always greater than that of any vector before, so that a reader knows what is new to it.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from sqlite_utils import Database

from archive.db.connection import transaction
from archive.meaning.encoder import Encoder, Vectors

BATCH = 64
_LENGTH = 200  # characters that are encoded; the time grows with them, and the beginning says what an article is about
_PENDING = """
from articles a left join vectors v on v.article_id = a.id
where a.copy_of is null and (v.article_id is null or v.text_hash <> a.text_hash)
"""


def count_pending(db: Database) -> int:
    """Return the number of articles without a vector of their present text."""
    return int(db.execute(f"select count(*) {_PENDING}").fetchone()[0])


def encoder_name(db: Database) -> str:
    """Return the name of the encoder of the stored vectors; empty if there are none."""
    row = db.execute("select name from vector_encoder").fetchone()
    return str(row[0]) if row else ""


def encode_articles(db: Database, encoder: Encoder) -> Iterator[int]:
    """Encode all articles without a vector, the newest first; yield how many are done after each batch.

    Vectors of another encoder are deleted first, and those of articles that are copies by now. Each batch is a
    transaction, so nothing is lost when it is stopped.
    """
    if encoder_name(db) not in ("", encoder.name):
        delete_vectors(db)
    with transaction(db):
        db.execute("insert or ignore into vector_encoder values (?)", [encoder.name])
        for table in ("vectors", "vector_bits"):
            # The last one stays, since the next vector would have its number.
            db.execute(
                f"delete from {table} where article_id in (select id from articles where copy_of is not null)"
                f" and number < (select max(number) from {table})"
            )
    ids = [row[0] for row in db.execute(f"select a.id {_PENDING} order by a.id desc").fetchall()]
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        rows = db.execute(
            f"select id, title, summary, substr(text, 1, {_LENGTH}), text_hash from articles "
            f"where id in ({', '.join('?' * len(batch))})",
            batch,
        ).fetchall()
        vectors = encoder.encode([encoded_text(title, summary, text) for _, title, summary, text, _ in rows])
        with transaction(db):
            _store(db, [(row[0], row[4]) for row in rows], vectors)
        yield start + len(batch)


def delete_vectors(db: Database) -> None:
    """Delete all vectors; they can be computed again from the articles."""
    with transaction(db):
        for table in ("vectors", "vector_bits", "vector_encoder"):
            db.execute(f"delete from {table}")


def encoded_text(title: str, summary: str, text: str) -> str:
    """Return what is encoded of an article: its title, and the beginning of its summary or text."""
    return " ".join(f"{title}. {summary or text}".split())[:_LENGTH]


def _store(db: Database, articles: Sequence[tuple[int, str]], vectors: Vectors) -> None:
    (last,) = db.execute("select coalesce(max(number), 0) from vectors").fetchone()
    whole, bits = quantized(vectors), packed(vectors)
    for place, (article_id, text_hash) in enumerate(articles):
        number = last + 1 + place
        db.execute(
            """
            insert into vectors values (?, ?, ?, ?) on conflict (article_id) do update
            set number = excluded.number, text_hash = excluded.text_hash, vector = excluded.vector
            """,
            [number, article_id, text_hash, whole[place].tobytes()],
        )
        db.execute(
            """
            insert into vector_bits values (?, ?, ?) on conflict (article_id) do update
            set number = excluded.number, bits = excluded.bits
            """,
            [number, article_id, bits[place].tobytes()],
        )


def quantized(vectors: Vectors) -> npt.NDArray[np.int8]:
    """Scale each vector so that its greatest value is 127; its direction is what counts."""
    greatest = np.maximum(np.abs(vectors).max(axis=1, keepdims=True), 1e-9)
    return np.asarray(np.rint(vectors / greatest * 127), dtype=np.int8)


def packed(vectors: Vectors) -> npt.NDArray[np.uint8]:
    """Return the signs of the values, eight in a byte."""
    return np.packbits(vectors > 0, axis=1)
