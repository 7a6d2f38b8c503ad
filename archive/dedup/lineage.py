"""Lineage: which earlier text an article draws on, how much of it was kept, and how much of the article it is.

An outlet that shortens a release, quotes it or weaves it into a report is no copy of it, and yet shares whole
sentences. Candidates are found by the index of copies (`CopyIndex`) and that of quotations, passages by `align`. Of
several texts that say the same, the release of an agency, ministry or international body is taken, then the earliest.
A root that itself draws on an earlier text gives way to that, where the article has that text too.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

from archive.dedup import quotation_index
from archive.dedup.alignment import Alignment, align
from archive.dedup.neighbours import Neighbours, find, nearest_first
from archive.dedup.precedence import Member, earlier, precedes, time_evidence
from archive.dedup.shingles import Shingles
from archive.dedup.tables import LINEAGE_SCHEME
from archive.dedup.texts import Texts

_FEWEST_WORDS = 20
_FEWEST_ALONE = 30  # characters, in writing without spaces
_MUCH_OF_ARTICLE, _MUCH_OF_ROOT = 0.2, 0.5  # one of them, where the root is no release: outlets share quotations
_AS_MUCH = 0.8  # share of the words of the best text from which another says the same
_AS_MUCH_OF_RELEASE = 0.5
_FOLLOWED = 0.3  # share of the words that the root of a root must have
_GROUPS = 4
_MEMBERS = 2
_QUOTING, _QUOTING_ARTICLES = 4, 2
_LIKELY, _QUOTED = 2, 50  # shared hashes from which an article may draw on a release; so many are compared
_RETRACED = 50


@dataclass(frozen=True, slots=True)
class Text(Member):
    """An article, and the text that it is already known to draw on or to copy."""

    root_id: int | None = None


@dataclass(frozen=True, slots=True)
class _Source:
    """A text that an article may draw on."""

    text: Text
    found: Alignment


def trace(db: sqlite3.Connection, article_id: int, texts: Texts, found: Neighbours | None = None) -> None:
    """Record what an article draws on, and trace again what may draw on it, or drew on it.

    `found` are the neighbours of its text, where they are known.
    """
    article = _read(db, article_id)
    found = found or find(db, texts[article_id])
    others = _near(db, article, texts, found)
    _record(db, article, [other for other in others if precedes(other, article)], texts)
    drawing = {other.id for other in others if precedes(article, other) and _enough(other, article, texts)}
    rows = db.execute("select article_id from lineage where root_id = ? limit ?", (article_id, _RETRACED))
    for later in sorted(drawing | {row[0] for row in rows}):
        text = _read(db, later)
        near = {other.id: other for other in _near(db, text, texts, find(db, texts[later]))} | {article_id: article}
        _record(db, text, [other for other in near.values() if precedes(other, text)], texts)
    quotation_index.add(db, article_id, texts[article_id], found.quotations)


def untrace(db: sqlite3.Connection, article_id: int, text: str) -> list[int]:
    """Remove the rows of an article that was traced with this text; return those that drew on it, to trace again."""
    drawing = [row[0] for row in db.execute("select article_id from lineage where root_id = ?", (article_id,))]
    quotation_index.remove(db, article_id, text)
    db.execute("delete from lineage where article_id = ?1 or root_id = ?1", (article_id,))
    return drawing


def rebuild(db: sqlite3.Connection) -> None:
    """Trace all articles again, in the order in which they were first seen."""
    begin(db)
    for (article_id,) in db.execute("select id from articles order by first_seen_at, url").fetchall():
        trace(db, article_id, Texts(db))


def begin(db: sqlite3.Connection) -> None:
    """Remove all rows and index all releases, so that the order of tracing does not matter."""
    db.execute("delete from lineage")
    db.execute("delete from lineage_scheme")
    db.execute("insert into lineage_scheme (version) values (?)", (LINEAGE_SCHEME,))
    quotation_index.rebuild(db)


def is_current(db: sqlite3.Connection) -> bool:
    """Return whether all rows were made as this program makes them. If not: `rebuild`."""
    row = db.execute("select version from lineage_scheme").fetchone()
    return row is not None and row[0] == LINEAGE_SCHEME


def _read(db: sqlite3.Connection, article_id: int) -> Text:
    return _read_all(db, [article_id])[0]


def _read_all(db: sqlite3.Connection, article_ids: list[int]) -> list[Text]:
    rows = db.execute(
        f"""
        select a.id, a.source_id, coalesce(a.published_at, ''), coalesce(a.published_precision, ''), a.first_seen_at,
          s.kind, coalesce(l.root_id, a.copy_of)
        from articles a join sources s on s.id = a.source_id left join lineage l on l.article_id = a.id
        where a.id in ({",".join("?" * len(article_ids))})
        """,
        article_ids,
    ).fetchall()
    return [Text(*row) for row in rows]


def _near(db: sqlite3.Connection, article: Text, texts: Texts, found: Neighbours) -> list[Text]:
    """Return the articles of other outlets that share hashes: of the nearest groups of copies, and of releases."""
    shared: Counter[int] = Counter()
    members: dict[int, list[int]] = {}
    releases: set[int] = set()
    for id_ in nearest_first(found.in_copies.keys() - {article.id}, found.in_copies):
        root, source_id = found.roots[id_], found.sources[id_]
        if source_id == found.sources[root] == article.source_id:
            continue
        shared[root] += found.in_copies[id_]
        if source_id != article.source_id and id_ != root:
            members.setdefault(root, []).append(id_)
        if source_id in found.release_sources:
            releases.add(root)
    best = [root for root, _ in shared.most_common()]
    chosen = dict.fromkeys((*best[:_GROUPS], *[root for root in best if root in releases][:_GROUPS]))
    copied = [id_ for root in chosen for id_ in (root, *members.get(root, ())[:_MEMBERS])]
    return _of_others(db, article, [*copied, *_quoting(article, texts[article.id], found)])


def _quoting(article: Text, text: Shingles, found: Neighbours) -> list[int]:
    """Return what shares most hashes of quotations: releases, and the nearest two of the latest articles.

    Articles count where they share about as much as a root must (a fifth of the article); for a release, all do: it
    may be archived after many reports on it. What the outlet itself puts below each article counts for nothing.
    """
    others = {id_ for id_ in found.in_quotations if found.sources[id_] != article.source_id}
    if article.is_release:
        likely = sum(found.in_quotations[id_] >= _LIKELY for id_ in others)
        return nearest_first(others, found.in_quotations)[: max(_QUOTING, min(likely, _QUOTED))]
    releases = {id_ for id_ in others if found.sources[id_] in found.release_sources}
    least = quotation_index.fewest_shared(text)
    articles = [id_ for id_ in others - releases if found.in_quotations[id_] >= least]
    nearest = nearest_first(releases, found.in_quotations)[:_QUOTING]
    return [*nearest, *nearest_first(articles, found.in_quotations)[:_QUOTING_ARTICLES]]


def _of_others(db: sqlite3.Connection, article: Text, ids: Iterable[int]) -> list[Text]:
    """Return those of other outlets, each once, in their order."""
    wanted = [id_ for id_ in dict.fromkeys(ids) if id_ != article.id]
    texts = {text.id: text for text in _read_all(db, wanted)}
    return [texts[id_] for id_ in wanted if texts[id_].source_id != article.source_id]


def _record(db: sqlite3.Connection, article: Text, before: Iterable[Text], texts: Texts) -> None:
    db.execute("delete from lineage where article_id = ?", (article.id,))
    found = [source for text in before if (source := _enough(article, text, texts))]
    if not found:
        return
    root = _root(db, article, _best(found), texts)
    evidence = time_evidence(root.text, article)
    db.execute(
        """
        insert into lineage (article_id, root_id, kept_of_root, share_of_article, words, time_evidence, passages)
        values (?, ?, ?, ?, ?, ?, ?)
        """,
        (
            *(article.id, root.text.id, round(root.found.kept_of_root, 4), round(root.found.share_of_article, 4)),
            *(root.found.words, evidence, json.dumps(root.found.runs, separators=(",", ":"))),
        ),
    )


def _enough(article: Text, other: Text, texts: Texts) -> _Source | None:
    """Return how an article draws on another text, if what they share is more than a phrase or a quotation."""
    ours, theirs = texts[article.id], texts[other.id]
    fewest = _FEWEST_ALONE if ours.is_unspaced else _FEWEST_WORDS
    if not other.is_release:
        fewest = max(fewest, int(min(_MUCH_OF_ARTICLE * len(ours), _MUCH_OF_ROOT * len(theirs))))
    found = align(ours, theirs, fewest)
    if found.words < fewest:
        return None
    is_much = found.share_of_article >= _MUCH_OF_ARTICLE or found.kept_of_root >= _MUCH_OF_ROOT
    return _Source(other, found) if other.is_release or is_much else None


def _best(found: list[_Source]) -> _Source:
    most = max(source.found.words for source in found)
    releases = [s for s in found if s.text.is_release and s.found.words >= _AS_MUCH_OF_RELEASE * most]
    alike = releases or [s for s in found if s.found.words >= _AS_MUCH * most]
    first = reduce(earlier, [source.text for source in alike])
    return next(source for source in alike if source.text is first)


def _root(db: sqlite3.Connection, article: Text, source: _Source, texts: Texts) -> _Source:
    """Follow a text to what it draws on itself, as long as the article has that as well.

    A release that was archived after its copy, with no time to tell, is called the copy: it is the root all the same.
    """
    seen = {article.id, source.text.id}
    while source.text.root_id is not None and source.text.root_id not in seen:
        seen.add(source.text.root_id)
        text = _read(db, source.text.root_id)
        further = _enough(article, text, texts)
        if text.source_id == article.source_id or not (precedes(text, article) and precedes(text, source.text)):
            break
        if further is None or further.found.words < _FOLLOWED * source.found.words:
            break
        source = further
    return source
