"""Which articles share indexed hashes with a text, and of which outlets and groups of copies they are.

Read once for an article, since copies and lineage both ask for it: where outlets write on one event, these are hundreds
of articles.
"""

import sqlite3
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace

from archive.dedup import quotation_index
from archive.dedup.minhash_index import CopyIndex, Rows, count_by_article
from archive.dedup.precedence import RELEASES
from archive.dedup.shingles import Shingles

_HASHES_IN_COMMON = 2
_GROUPS = 4
_CANDIDATES = 200


@dataclass(frozen=True, slots=True)
class Candidates:
    """A group of copies that shares hashes with a text: its root, and other members that do, the nearest first."""

    root_id: int
    member_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What the two indexes have of a text.

    `in_copies` and `in_quotations` are how many hashes each article shares, `sources` and `roots` are of these articles
    and of their roots (what is no copy is its own root), `release_sources` those of `sources` whose texts are releases.
    """

    copies: Rows
    quotations: Rows
    in_copies: Counter[int]
    in_quotations: Counter[int]
    sources: dict[int, str]
    roots: dict[int, int]
    release_sources: frozenset[str]

    def candidates(self, *, other_than: str) -> list[Candidates]:
        """Return the few groups of copies nearest to the text, the nearest first, without those of one source."""
        groups: dict[int, list[int]] = {}
        for id_, _ in self.in_copies.most_common(_CANDIDATES):
            root = self.roots[id_]
            if other_than not in (self.sources[id_], self.sources[root]):
                groups.setdefault(root, []).append(id_)
        shared = {root: sum(self.in_copies[id_] for id_ in ids) for root, ids in groups.items()}
        near = sorted((root for root in groups if shared[root] >= _HASHES_IN_COMMON), key=lambda r: (-shared[r], r))
        return [
            Candidates(root, tuple(id_ for id_ in nearest_first(groups[root], self.in_copies) if id_ != root))
            for root in near[:_GROUPS]
        ]


def find(db: sqlite3.Connection, text: Shingles) -> Neighbours:
    """Look a text up in both indexes."""
    copies, quotations = CopyIndex(db).find(text), quotation_index.find(db, text)
    in_copies, in_quotations = count_by_article(copies), count_by_article(quotations)
    article_ids = in_copies.keys() | in_quotations.keys()
    sources, roots = _members(db, article_ids)
    for lost in [id_ for id_ in article_ids if roots.get(id_) not in roots]:  # a damaged archive lost their rows
        in_copies.pop(lost, None)
        in_quotations.pop(lost, None)
    return Neighbours(copies, quotations, in_copies, in_quotations, sources, roots, _releases(db, sources))


def regrouped(db: sqlite3.Connection, found: Neighbours) -> Neighbours:
    """Return the same with the groups as they are now."""
    sources, roots = _members(db, found.in_copies.keys() | found.in_quotations.keys())
    return replace(found, sources=sources, roots=roots)


def nearest_first(article_ids: Collection[int], shared: Counter[int]) -> list[int]:
    """Return articles by how many hashes they share, the most first; of equals, the oldest."""
    return sorted(sorted(article_ids), key=shared.__getitem__, reverse=True)


def _members(db: sqlite3.Connection, article_ids: Collection[int]) -> tuple[dict[int, str], dict[int, int]]:
    """Return the sources and the roots of articles, and those of their roots."""
    rows = _rows(db, article_ids)
    rows += _rows(db, {root for _, _, root in rows}.difference(article_ids))
    return {id_: source for id_, source, _ in rows}, {id_: root for id_, _, root in rows}


def _rows(db: sqlite3.Connection, article_ids: Collection[int]) -> list[tuple[int, str, int]]:
    if not article_ids:
        return []
    marks = ",".join("?" * len(article_ids))
    # The rows themselves are gigabytes apart, and `copy_of` is in them after the text. SQLite would read them.
    sql = f"select id, source_id, coalesce(copy_of, id) from articles indexed by articles_group where id in ({marks})"
    return db.execute(sql, list(article_ids)).fetchall()


def _releases(db: sqlite3.Connection, sources: dict[int, str]) -> frozenset[str]:
    values = [*RELEASES, *set(sources.values())]
    kinds, marks = ",".join("?" * len(RELEASES)), ",".join("?" * (len(values) - len(RELEASES)))
    rows = db.execute(f"select id from sources where kind in ({kinds}) and id in ({marks})", values)
    return frozenset(row[0] for row in rows)
