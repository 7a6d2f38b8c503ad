"""Groups of copies: `CopyIndex` names the groups near to an article, `similarity` judges, the root is written here.

What one outlet runs as a teaser, a second in full and a third in a round-up does not overlap alike in all pairs,
and which of them comes first is chance. Hence an article is compared with the root of a group first, its verdict
holds, and an article that shows what an earlier verdict could not know corrects it.
"""

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from functools import reduce

from archive.dedup import lineage, neighbours
from archive.dedup.minhash_index import CopyIndex
from archive.dedup.neighbours import Candidates
from archive.dedup.precedence import Member, earlier
from archive.dedup.shingles import Shingles, shingles
from archive.dedup.similarity import Overlap, overlap
from archive.dedup.texts import Texts

# Which article of a group of copies is the original, and how the others point to it.
#
# A group is a root (`copy_of` is null) and the articles whose `copy_of` names it: never a chain. The root is the
# earliest of them by `earlier`, a rule of the articles alone, so that it does not matter in which order they came.
# An article is never a copy of another one of the same outlet: such a member of a group stays alone.


@dataclass(frozen=True, slots=True)
class _Member(Member):
    copy_of: int | None = None
    similarity: float | None = None


def join(db: sqlite3.Connection, article_id: int, root_id: int, similarity: float) -> int:
    """Make one group of those of the article and of `root_id`; return the id of its root."""
    rows = db.execute("select id from articles where id in (?1, ?2) or copy_of in (?1, ?2)", (article_id, root_id))
    return point_to_earliest(db, [row[0] for row in rows], similarity)


def point_to_earliest(db: sqlite3.Connection, article_ids: Collection[int], similarity: float) -> int:
    """Make these articles one group; return the id of its root. `similarity` is for members that have none yet."""
    marks = ",".join("?" for _ in article_ids)
    rows = db.execute(
        f"""
        select id, source_id, coalesce(published_at, ''), coalesce(published_precision, ''), first_seen_at, '',
          copy_of, similarity
        from articles where id in ({marks})
        """,
        list(article_ids),
    )
    members = sorted((_Member(*row) for row in rows), key=lambda m: (m.first_seen_at, m.id))
    root = reduce(earlier, members)
    for member in members:
        copy_of = root.id if member.source_id != root.source_id else None
        if copy_of != member.copy_of:
            db.execute(
                "update articles set copy_of = ?, similarity = ? where id = ?",
                (copy_of, (member.similarity or similarity) if copy_of else None, member.id),
            )
    return root.id


_SOME = 0.3  # containment from which two texts have more in common than phrases and a footer
_MEMBERS_READ = 2
_MEMBERS_CORRECTED = 20


@dataclass(frozen=True, slots=True)
class Match:
    """The root of the group of copies that an article belongs to.

    `similarity` is the share of the shorter text's shingles that the longer has, 0 to 1.
    """

    root_id: int
    similarity: float


def place(db: sqlite3.Connection, article_id: int) -> Match | None:
    """Index an article just written to `articles`, find what it copies, and set `copy_of` of all concerned.

    Returns what it is a copy of, or None. The article may itself be the original of what was archived before: then
    those now point to it. `similarity` is that with the article of the group which was compared.
    """
    source_id, text = db.execute("select source_id, text from articles where id = ?", (article_id,)).fetchone()
    cut = shingles(text)
    texts = Texts(db)
    texts[article_id] = cut
    found = neighbours.find(db, cut)
    similar = [_compare(cut, group, texts) for group in found.candidates(other_than=source_id)]
    joined = sorted((k for k in similar if k.joins), key=lambda k: (-k.nearest.resemblance, k.group.root_id))
    root_id = article_id
    for near in joined:
        # A second group is one with the first only if their roots agree: else the article holds both.
        if near is joined[0] or _agree(overlap(texts[root_id], texts[near.group.root_id])):
            root_id = join(db, root_id, near.group.root_id, near.nearest.containment)
    for near in similar:
        if near.with_root.verdict == "round-up":
            root_id = _take_from_round_up(db, root_id, cut, near.group.root_id, texts)
    if any(near.joins or near.with_root.verdict == "round-up" for near in similar):
        found = neighbours.regrouped(db, found)
    CopyIndex(db).add(article_id, cut, found.copies, root_id, found.roots)
    lineage.trace(db, article_id, texts, found)
    copy_of, similarity = db.execute("select copy_of, similarity from articles where id = ?", (article_id,)).fetchone()
    return Match(copy_of, similarity) if copy_of else None


def replace(db: sqlite3.Connection, article_id: int, old_text: str) -> Match | None:
    """Place again an article whose text has changed from `old_text`, what copied it, and what drew on it."""
    drawing = _take_out(db, article_id, old_text)
    match = place(db, article_id)
    _trace(db, drawing)
    return match


def withdraw(db: sqlite3.Connection, article_id: int, text: str) -> None:
    """Take an article out of the index and of its group, before its row goes. `text` is what it was placed with."""
    _trace(db, _take_out(db, article_id, text))


def _trace(db: sqlite3.Connection, article_ids: list[int]) -> None:
    for article_id in article_ids:
        lineage.trace(db, article_id, Texts(db))


def _take_out(db: sqlite3.Connection, article_id: int, text: str) -> list[int]:
    """Take an article out, and place what copied it again; return what drew on it."""
    index = CopyIndex(db)
    was_indexed = index.remove(article_id, shingles(text))
    drawing = lineage.untrace(db, article_id, text)
    (root_id,) = db.execute("select copy_of from articles where id = ?", (article_id,)).fetchone()
    db.execute("update articles set copy_of = null, similarity = null where id = ?", (article_id,))
    if root_id and was_indexed:
        _index_again(db, index, root_id)
    left = db.execute("select id, text from articles where copy_of = ? order by id", (article_id,)).fetchall()
    for member_id, member_text in left:
        index.remove(member_id, shingles(member_text))
    db.execute("update articles set copy_of = null, similarity = null where copy_of = ?", (article_id,))
    for member_id, _ in left:
        place(db, member_id)
    return drawing


def _index_again(db: sqlite3.Connection, index: CopyIndex, root_id: int) -> None:
    """Add the hashes of a group that only the article had that left it: no other member was indexed by those."""
    members = db.execute(
        "select id, text from articles where id = ?1 or copy_of = ?1 order by id <> ?1, id limit ?2",
        (root_id, 1 + _MEMBERS_CORRECTED),
    ).fetchall()
    roots = dict.fromkeys((id_ for id_, _ in members), root_id)
    for id_, text in members:
        cut = shingles(text)
        index.add(id_, cut, index.find(cut), root_id, roots)


def regroup(db: sqlite3.Connection) -> None:
    """Find all copies of an archive again, in the order in which the articles were first seen.

    The outcome depends on the articles alone (not on their ids), so that archives united in any order agree.
    """
    db.execute("update articles set copy_of = null, similarity = null where copy_of is not null")
    CopyIndex(db).clear()
    lineage.begin(db)
    for (article_id,) in db.execute("select id from articles order by first_seen_at, url").fetchall():
        place(db, article_id)


@dataclass(frozen=True, slots=True)
class _Similar:
    """How a text overlaps with the root of a group and, if it is no copy of that, with a member it is a copy of."""

    group: Candidates
    with_root: Overlap
    with_member: Overlap | None

    @property
    def joins(self) -> bool:
        """Return whether the text belongs to the group.

        What is like a copy of a copy must still share text with the root: it may be a round-up of two groups.
        """
        return self.with_root.is_copy if self.with_member is None else _agree(self.with_root)

    @property
    def nearest(self) -> Overlap:
        return self.with_member or self.with_root


def _agree(found: Overlap) -> bool:
    return found.is_copy or (found.verdict == "different" and found.containment >= _SOME)


def _compare(text: Shingles, group: Candidates, texts: Texts) -> _Similar:
    with_root = overlap(text, texts[group.root_id])
    if with_root.is_copy:
        return _Similar(group, with_root, None)
    with_members = (overlap(text, texts[member]) for member in group.member_ids[:_MEMBERS_READ])
    return _Similar(group, with_root, next((found for found in with_members if found.is_copy), None))


def _take_from_round_up(db: sqlite3.Connection, root_id: int, text: Shingles, round_up_id: int, texts: Texts) -> int:
    """Take over the articles that went with a round-up while the article it holds was not known."""
    members = db.execute(
        "select id from articles where copy_of = ? order by id limit ?", (round_up_id, _MEMBERS_CORRECTED)
    ).fetchall()
    for (member,) in members:
        found = overlap(text, texts[member])
        if found.is_copy and found.resemblance > overlap(texts[round_up_id], texts[member]).resemblance:
            db.execute("update articles set copy_of = null, similarity = null where id = ?", (member,))
            root_id = join(db, root_id, member, found.containment)
    return root_id
