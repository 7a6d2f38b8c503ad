"""Index of quotations: more shingles of releases, and of the latest articles, than the index of copies holds.

Three sentences of a release are 60 words of 600: of its sixteen hashes in the index of copies one or two lie in them.
Here one shingle in twelve is held, so that five do. Releases stay; of other articles only the latest are held, for
releases that are archived after the first report on them, and for short reports out of long ones: what an outlet takes
from another, it takes within days. So the index grows by releases alone.
"""

import sqlite3

import numpy as np

from archive.dedup.minhash_index import Rows, full_hashes
from archive.dedup.precedence import RELEASES
from archive.dedup.shingles import Shingles, shingles

_SAMPLED = np.uint64(2**64 // 12)
_HASHES_A_TEXT = 96
_LATEST = 20_000  # articles that are no releases
_SHARE_OF_ARTICLE = 0.12  # of its hashes; a root that is no release has a fifth of its words, and hashes are a sample
_KINDS = ", ".join(f"'{kind}'" for kind in sorted(RELEASES))
_IS_RELEASE = f"(select kind in ({_KINDS}) from sources where id = articles.source_id)"


def find(db: sqlite3.Connection, text: Shingles) -> Rows:
    """Return which articles share which of the indexed hashes with a text."""
    hashes = _sampled(text)
    marks = ",".join("?" * len(hashes))
    return db.execute(f"select hash, article_id from quotation_shingles where hash in ({marks})", hashes).fetchall()


def add(db: sqlite3.Connection, article_id: int, text: Shingles, found: Rows) -> None:
    """Put an article in (`find` before it), and take the one out that is no longer among the latest."""
    full = full_hashes(found)
    _insert(db, article_id, [hash_ for hash_ in _sampled(text) if hash_ not in full])
    old = db.execute(f"select id, text from articles where id = ? and not {_IS_RELEASE}", (article_id - _LATEST,))
    for old_id, old_text in old.fetchall():
        remove(db, old_id, old_text)


def remove(db: sqlite3.Connection, article_id: int, text: str) -> None:
    """Take an article out. `text` is what it was added with."""
    db.executemany(
        "delete from quotation_shingles where hash = ? and article_id = ?",
        [(hash_, article_id) for hash_ in _sampled(shingles(text))],
    )


def rebuild(db: sqlite3.Connection) -> None:
    """Index all releases again, and no other article."""
    db.execute("delete from quotation_shingles")
    for article_id, text in db.execute(f"select id, text from articles where {_IS_RELEASE}").fetchall():
        _insert(db, article_id, _sampled(shingles(text)))


def fewest_shared(text: Shingles) -> int:
    """Return from how many shared hashes on another article may be what this one draws on, if it is no release."""
    return max(2, round(_SHARE_OF_ARTICLE * _how_many(text)))


def _sampled(text: Shingles) -> list[int]:
    """Return the hashes of a text that are indexed, shortened as those of the index of copies are."""
    hashes: list[int] = (text.distinct[: _how_many(text)] >> np.uint64(16)).tolist()
    return list(dict.fromkeys(hashes))


def _how_many(text: Shingles) -> int:
    return min(int(np.searchsorted(text.distinct, _SAMPLED)), _HASHES_A_TEXT)


def _insert(db: sqlite3.Connection, article_id: int, hashes: list[int]) -> None:
    db.executemany(
        "insert or ignore into quotation_shingles (hash, article_id) values (?, ?)",
        [(hash_, article_id) for hash_ in hashes],
    )
