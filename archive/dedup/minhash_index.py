"""Near-duplicates, found when an article is added, by an index that lives in the archive itself.

The index holds for each text the smallest hashes of its shingles (bottom-k MinHash; Broder, 1997), sixteen rows an
article. A text is looked up by more of its smallest hashes than are stored, because a text and its first third
agree on which hashes are small, but not on how many of them come first. What shares two hashes is a candidate;
`archive.dedup.groups` reads the best ones and compares them word by word.

Costs are bounded whatever has been archived: a hash that many articles share (a footer, a template) gets no
further rows, and a copy adds no hash that its group has already. Nothing is loaded at the start, and everything is
part of the caller's transaction.
"""

import sqlite3
from collections import Counter
from collections.abc import Mapping
from operator import itemgetter

from archive.dedup.shingles import Shingles, shingles
from archive.dedup.tables import COPY_SCHEME

_STORED = 16
_LOOKED_UP = 3 * _STORED
_HASH_BITS = 48  # six bytes in SQLite; a chance meeting of two hashes among 16 million is one in 10,000 look-ups
_ARTICLES_A_HASH = 32


Rows = list[tuple[int, int]]  # a hash of a text, and an article that has it


class CopyIndex:
    """The rows of `copy_shingles`, kept in step with `articles` by whoever writes there."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    @property
    def is_current(self) -> bool:
        """Return whether the rows were made as this program makes them. If not: `rebuild`."""
        row = self._db.execute("select version from copy_scheme").fetchone()
        return row is not None and row[0] == COPY_SCHEME

    def find(self, text: Shingles) -> Rows:
        """Return which articles share which hashes with a text."""
        hashes = _smallest(text)
        marks = ",".join("?" * len(hashes))
        # At most _ARTICLES_A_HASH rows for each hash are ever stored, so this needs no limit.
        return self._db.execute(
            f"select hash, article_id from copy_shingles where hash in ({marks})", hashes
        ).fetchall()

    def add(self, article_id: int, text: Shingles, found: Rows, root_id: int, roots: Mapping[int, int]) -> None:
        """Put an article in (`find` before it), without the hashes that others of its group of copies have.

        `roots` are those of the articles found; one that is missing there is its own.
        """
        full = full_hashes(found)
        stored = {h for h, article in found if roots.get(article, article) == root_id}
        chosen = [h for h in _smallest(text) if h not in full][:_STORED]
        self._db.executemany(
            "insert or ignore into copy_shingles (hash, article_id) values (?, ?)",
            [(h, article_id) for h in chosen if h not in stored],
        )

    def remove(self, article_id: int, text: Shingles) -> bool:
        """Take an article out, and return whether it had any row. `text` is what it was added with."""
        removed = self._db.executemany(
            "delete from copy_shingles where hash = ? and article_id = ?",
            [(h, article_id) for h in _smallest(text)],
        )
        return removed.rowcount > 0

    def clear(self) -> None:
        """Take all articles out. What is added from here on is made as this program makes it."""
        self._db.execute("delete from copy_shingles")
        self._db.execute("delete from copy_scheme")
        self._db.execute("insert into copy_scheme (version) values (?)", (COPY_SCHEME,))

    def rebuild(self) -> None:
        """Rebuild all rows from the texts of `articles`, in the order of their ids."""
        self.clear()
        roots = dict(self._db.execute("select id, copy_of from articles where copy_of is not null"))
        for article_id, text in self._db.execute("select id, text from articles order by id"):
            cut = shingles(text)
            self.add(article_id, cut, self.find(cut), roots.get(article_id, article_id), roots)


def count_by_article(found: Rows) -> Counter[int]:
    """Return how many hashes each article shares with a text."""
    return Counter(map(itemgetter(1), found))


def full_hashes(found: Rows) -> set[int]:
    """Return the hashes that so many articles share that no further one is added to them."""
    return {hash_ for hash_, count in Counter(map(itemgetter(0), found)).items() if count >= _ARTICLES_A_HASH}


def _smallest(cut: Shingles) -> list[int]:
    """Return the smallest hashes of a text, ascending, shortened to what is stored."""
    smallest: list[int] = (cut.distinct[:_LOOKED_UP] >> (64 - _HASH_BITS)).tolist()
    return list(dict.fromkeys(smallest))
