"""Upsert of articles: insert, add a revision, or mark as unchanged."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sqlite_utils import Database

from archive.blocks import Link
from archive.clock import refines
from archive.dedup import groups
from archive.records import Article, Words
from archive.store import identity, revisions, template_lines
from archive.store.article_rows import (
    PUBLISHED_COLUMNS,
    add_evidence,
    columns,
    encode_again,
    storable_article,
    words_column,
)
from archive.store.edit_types import Change, classify
from archive.store.entities import add_enrichment, remove_enrichment
from archive.store.excerpts import is_excerpt
from archive.store.identity import Stored
from archive.text import normal, text_hash, word_count
from archive.urls.canonical import url_key


@dataclass(frozen=True, slots=True)
class Added:
    """What became of an article."""

    article_id: int
    url: str
    outcome: Literal["new", "revised", "unchanged"]
    is_copy: bool = False
    is_past: bool = False  # a later state of the article was known already
    shows_less: bool = False  # the page shows a part of the text that is kept


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an article came from. `addresses`: found at, asked for; the last one first. `extractor` is a version.

    `headline` is that under which it is listed.
    """

    source_id: str
    addresses: tuple[str, ...]
    fetched_at: str
    capture_id: int | None = None
    extractor: str = ""
    headline: str = ""


def add(db: Database, article: Article, origin: Origin) -> Added:
    """Add one article; the caller holds the transaction."""
    article = storable_article(article)
    stored, url = identity.find(db, origin.source_id, article, origin.addresses, origin.headline)
    if stored is None:
        article_id = _insert(db, article, url, origin)
        return Added(article_id, url, "new", is_copy=groups.place(db.conn, article_id) is not None)
    if revisions.is_past(db, stored.id, origin.fetched_at):
        is_news = not shows_less(stored, article) and _add_past(db, stored, article, origin)
        return Added(stored.id, stored.url, "revised" if is_news else "unchanged", is_past=True)
    change = _change(stored, article)
    if change is not None and shows_less(stored, article):
        access = article.access if article.access in ("excerpt", "paywalled", "withheld") else "excerpt"
        seen_again(db, stored.id, origin.fetched_at, article.rights, "" if access == "withheld" else access)
        return Added(stored.id, stored.url, "unchanged", shows_less=True)
    if change is None or _is_template_noise(db, stored, article, origin):
        if _date(db, stored.id, article):
            add_evidence(db, stored.id, article.evidence)
            groups.replace(db.conn, stored.id, stored.text)
        seen_again(db, stored.id, origin.fetched_at, article.rights, article.access if change is None else "")
        return Added(stored.id, stored.url, "unchanged")
    is_dated = _date(db, stored.id, article)
    _revise(db, stored.id, article, origin, change)
    if is_dated or change != "headline":
        groups.replace(db.conn, stored.id, stored.text)
    return Added(stored.id, stored.url, "revised")


def seen_again(db: Database, article_id: int, fetched_at: str, rights: Words | None, access: str = "") -> None:
    """Note that the article is still there; its rights, and how much of it can be read, may have changed."""
    db.execute(
        """
        update articles set last_seen_at = max(last_seen_at, ?1), rights = coalesce(?2, rights),
        access = case when ?3 = '' or access = 'withheld' then access else ?3 end where id = ?4
        """,
        [fetched_at, words_column(rights), access, article_id],
    )


def withdraw(db: Database, article_id: int, observed_at: str) -> None:
    """Add a revision of kind `withdrawn` with the last known text, unless the last one is of that kind already."""
    db.execute(
        """
        insert into revisions (article_id, number, observed_at, title, text, text_hash, change, capture_id, extractor)
        select article_id, number + 1, ?1, title, text, text_hash, 'withdrawn', null, extractor from revisions
        where article_id = ?2 and number = (select max(number) from revisions where article_id = ?2)
          and change <> 'withdrawn'
        """,
        [observed_at, article_id],
    )


def _change(stored: Stored, article: Article) -> Change | None:
    if stored.access == "withheld" and article.text:
        return "disclosed"
    return classify(stored.title, stored.text, article.title, article.text)


def _add_past(db: Database, stored: Stored, article: Article, origin: Origin) -> bool:
    """Add a state from before the latest one. Return whether it differs from those that are known."""
    begins = revisions.begin_earlier(db, stored.id, origin.fetched_at)
    if _date(db, stored.id, article) or begins:
        groups.replace(db.conn, stored.id, stored.text)
    add_evidence(db, stored.id, article.evidence)
    before, after = revisions.neighbours(db, stored.id, origin.fetched_at)
    change = classify(before.title, before.text, article.title, article.text) if before else "first"
    if change is None:
        return False
    if after and classify(article.title, article.text, after.title, after.text) is None:
        revisions.observed_earlier(db, after, origin.fetched_at, origin.capture_id)
        return False
    _add_revision(db, stored.id, article, origin, change)
    if after:
        revisions.settle_after(db, after, article.title, article.text)
    return True


def _date(db: Database, article_id: int, article: Article) -> bool:
    """Take the publication time of a reading where none is known, or only its month or year; return whether it was.

    Else the time that was stated first is kept; what another state says is evidence. No time lies after the article
    was first seen, but for a day, by which zones differ.
    """
    known, precision, latest = db.execute(
        "select published_at, published_precision, date(first_seen_at, '+1 day') from articles where id = ?",
        [article_id],
    ).fetchone()
    stated, stated_precision = article.published_at, article.published_precision
    if not stated or stated[:10] > latest or (known and not refines(stated, stated_precision, known, precision)):
        return False
    values = {name: value for name, value in columns(article).items() if name in PUBLISHED_COLUMNS}
    changes = ", ".join(f"{name} = ?" for name in values)
    db.execute(f"update articles set {changes} where id = ?", [*values.values(), article_id])
    return True


def _is_template_noise(db: Database, stored: Stored, article: Article, origin: Origin) -> bool:
    """Return whether only lines taken for template changed; a new headline is an edit whatever else went."""
    if stored.access == "withheld":
        return False
    same_title = normal(stored.title) == normal(article.title)
    return same_title and template_lines.explains(db, origin.source_id, stored.text, article.text)


def shows_less(stored: Stored, article: Article) -> bool:
    """Return whether this is the kept article behind a wall, or an excerpt of it, and not an edit that cut it."""
    if article.access not in ("full", ""):
        return word_count(article.text) < word_count(stored.text)
    return is_excerpt(article.text, stored.text)


def _insert(db: Database, article: Article, url: str, origin: Origin) -> int:
    values = columns(article) | {
        "url": url,
        "url_key": url_key(url),
        "source_id": origin.source_id,
        "first_seen_at": origin.fetched_at,
        "last_seen_at": origin.fetched_at,
        "capture_id": origin.capture_id,
        "extractor": origin.extractor,
    }
    (article_id,) = db.execute(
        f"insert into articles ({', '.join(values)}) values ({', '.join('?' * len(values))}) returning id",
        list(values.values()),
    ).fetchone()
    _add_revision(db, article_id, article, origin, "first")
    add_evidence(db, article_id, article.evidence)
    _add_links(db, article_id, article.links)
    if article.enrichment:
        add_enrichment(db, article_id, article.enrichment)
    template_lines.learn(db, origin.source_id, article_id, article.lines)
    return int(article_id)


def _revise(db: Database, article_id: int, article: Article, origin: Origin, change: str) -> None:
    undated = {name: value for name, value in columns(article).items() if name not in PUBLISHED_COLUMNS}
    values = undated | {
        "last_seen_at": origin.fetched_at,
        "capture_id": origin.capture_id,
        "extractor": origin.extractor,
    }
    changes = ", ".join(f"{name} = ?" for name in values)
    encode_again(db, article_id, article.title, article.summary)
    db.execute(f"update articles set {changes} where id = ?", [*values.values(), article_id])
    _add_revision(db, article_id, article, origin, change)
    add_evidence(db, article_id, article.evidence)
    _replace_links(db, article_id, article.links)
    if article.enrichment:
        remove_enrichment(db, article_id)
        add_enrichment(db, article_id, article.enrichment)


def overwrite(db: Database, article_id: int, article: Article, extractor: str) -> None:
    """Replace the row, the evidence and the links by those of this reading of the same capture."""
    values = columns(article) | {"extractor": extractor}
    if article.enrichment is None:
        values = {name: value for name, value in values.items() if name not in ("relevance", "document_type")}
    changes = ", ".join(f"{name} = ?" for name in values)
    encode_again(db, article_id, article.title, article.summary)
    db.execute(f"update articles set {changes} where id = ?", [*values.values(), article_id])
    db.execute("delete from date_evidence where article_id = ?", [article_id])
    add_evidence(db, article_id, article.evidence)
    _replace_links(db, article_id, article.links)
    if article.enrichment:
        remove_enrichment(db, article_id)
        add_enrichment(db, article_id, article.enrichment)


def confirm(db: Database, article_id: int, article: Article, extractor: str) -> None:
    """Update structure, methods and evidence of an article whose row this reading confirms."""
    values = columns(article)
    cursor = db.execute(
        """
        update articles set extractor = ?1, provenance = ?2, rights = ?4, blocks = ?5
        where id = ?3 and ((extractor, provenance) <> (?1, ?2) or rights is not ?4 or blocks is not ?5)
        """,
        [extractor, values["provenance"], article_id, values["rights"], values["blocks"]],
    )
    if cursor.rowcount:
        db.execute("delete from date_evidence where article_id = ?", [article_id])
        add_evidence(db, article_id, article.evidence)
        _replace_links(db, article_id, article.links)


def _replace_links(db: Database, article_id: int, links: Iterable[Link]) -> None:
    db.execute("delete from links where article_id = ?", [article_id])
    _add_links(db, article_id, links)


def _add_links(db: Database, article_id: int, links: Iterable[Link]) -> None:
    db.conn.executemany(
        "insert into links (article_id, number, target, text, block, start) values (?, ?, ?, ?, ?, ?)",
        [(article_id, n, link.target, link.text, link.block, link.start) for n, link in enumerate(links)],
    )


def _add_revision(db: Database, article_id: int, article: Article, origin: Origin, change: str) -> None:
    number = revisions.place(db, article_id, origin.fetched_at)
    db.execute(
        """
        insert into revisions (article_id, number, observed_at, title, text, text_hash, change, capture_id, extractor)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
            *(article_id, number, origin.fetched_at, article.title, article.text, text_hash(article.text)),
            *(change, origin.capture_id, origin.extractor),
        ],
    )
