"""What today's extraction makes of captures that were read before: where it differs from the rows, and writing it.

What is replaced is kept: title and text in the revision before, all else in the column `replaced` of the new one.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlite_utils import Database

from archive.clock import now
from archive.dedup import groups
from archive.records import Article, Capture
from archive.store import articles, revisions
from archive.store.article_rows import columns, storable_article
from archive.store.captures import captures_where
from archive.store.entities import LINKS, named, stored_links
from archive.text import text_hash

Changes = dict[str, tuple[Any, Any]]  # field -> (as stored, as read today)

_PAGE = (
    *("title", "text", "authors", "published_at", "published_precision", "published_method", "published_zone"),
    *("modified_at", "language", "section", "tags", "summary", "image_url", "access"),
)
_ABOUT = ("relevance", "document_type")
FIELDS = (*_PAGE, *_ABOUT, *LINKS)


@dataclass(frozen=True, slots=True)
class Reading:
    """An article to be read again. `first` is an earlier capture, if there is one: it determines the date."""

    article_id: int
    source_id: str
    url: str
    stored: Mapping[str, Any]
    latest: Capture
    first: Capture | None


def readings(
    db: Database, after: int, count: int, sources: Sequence[str], not_by: str = ""
) -> tuple[int, list[Reading]]:
    """Return of articles beyond id `after` the last id that was looked at, and those that have a capture.

    Only of `sources`, if any are named, and only what the extractor `not_by` did not read. The last id is 0 at the end.
    """
    of_source = f"and source_id in ({', '.join('?' * len(sources))})" if sources else ""
    rows = db.execute(
        f"""
        select id, source_id, url, capture_id,
          (select capture_id from revisions where article_id = a.id and capture_id is not null order by number limit 1),
          {", ".join((*_PAGE, *_ABOUT))}
        from articles a where id > ? and extractor <> ? {of_source} order by id limit ?
        """,
        [after, not_by, *sources, count],
    ).fetchall()
    found = _captures(db, [id_ for row in rows for id_ in row[3:5] if id_])
    several = [
        Reading(
            article_id,
            source_id,
            url,
            dict(zip((*_PAGE, *_ABOUT), values, strict=True)) | stored_links(db, article_id),
            found[latest],
            found.get(first) if first != latest else None,
        )
        for article_id, source_id, url, latest, first, *values in rows
        if latest in found
    ]
    return (rows[-1][0] if rows else 0), several


def rejected(db: Database, after: int, count: int, sources: Sequence[str]) -> list[tuple[Capture, str]]:
    """Return the latest captures of addresses that led to no article, beyond id `after`, with their reasons."""
    of_source = f"and c.source_id in ({', '.join('?' * len(sources))})" if sources else ""
    condition = f"""
        c.id > ? and c.outcome like '%: %' {of_source}
          and not exists (select 1 from captures d where d.url = c.url and d.id > c.id)
          and not exists (select 1 from urls u where u.url in (c.url, c.requested_url) and u.article_id is not null)
        order by c.id limit ?
    """
    found = captures_where(db, condition, [after, *sources, count])
    marks = ", ".join("?" * len(found))
    outcomes = dict(
        db.execute(f"select id, outcome from captures where id in ({marks})", [c.id for c in found]).fetchall()
    )
    return [(capture, outcomes[capture.id]) for capture in found]


def dated_by(latest: Article, first: Article | None) -> Article:
    """Return the latest state with the publication time of the first one: a later state may state its own time."""
    if first is None or not first.published_at:
        return latest
    return replace(
        latest,
        published_at=first.published_at,
        published_precision=first.published_precision,
        published_method=first.published_method,
        published_zone=first.published_zone,
        evidence=tuple(_united(latest, first)),
    )


def changes(reading: Reading, article: Article) -> Changes:
    """Return the fields in which today's article is another."""
    article = storable_article(article)
    today = columns(article) | named(article.enrichment)
    return {
        name: (reading.stored[name], today[name])
        for name in FIELDS
        if reading.stored[name] != today[name] and (article.enrichment or name in _PAGE)
    }


def apply(db: Database, reading: Reading, article: Article, found: Changes, extractor: str) -> None:
    """Write today's article; the caller holds the transaction. Without changes, only who read it last, and how."""
    article = storable_article(article)
    if not found:
        articles.confirm(db, reading.article_id, article, extractor)
        return
    articles.overwrite(db, reading.article_id, article, extractor)
    if any(name in _PAGE for name in found):
        _add_revision(db, reading, article, found, extractor)
    if "text" in found or "published_at" in found:
        groups.replace(db.conn, reading.article_id, reading.stored["text"])


def _add_revision(db: Database, reading: Reading, article: Article, found: Changes, extractor: str) -> None:
    observed_at = now()
    replaced = {name: old for name, (old, _) in found.items() if name not in ("title", "text")}
    number = revisions.place(db, reading.article_id, observed_at)
    values = {
        "article_id": reading.article_id,
        "number": number,
        "observed_at": observed_at,
        "title": article.title,
        "text": article.text,
        "text_hash": text_hash(article.text),
        "change": "reextracted",
        "capture_id": reading.latest.id,
        "extractor": extractor,
        "replaced": json.dumps(replaced, ensure_ascii=False),
    }
    db.execute(
        f"insert into revisions ({', '.join(values)}) values ({', '.join('?' * len(values))})", list(values.values())
    )


def _united(latest: Article, first: Article) -> Iterator[Any]:
    """Yield the evidence of both: the first chooses when it was published, the latest when it was modified."""
    seen: set[tuple[str, str, str]] = set()
    for article, chooses in ((first, "published"), (latest, "modified"), (latest, ""), (first, "")):
        for piece in article.evidence:
            key = (piece.field, piece.raw, piece.method)
            if key not in seen and chooses in (piece.field, ""):
                seen.add(key)
                yield piece if chooses else replace(piece, chosen=False)


def _captures(db: Database, ids: Sequence[int]) -> dict[int, Capture]:
    found = captures_where(db, f"c.id in ({', '.join('?' * len(ids))})", ids) if ids else []
    return {capture.id: capture for capture in found}
