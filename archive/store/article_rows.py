"""An article as the row that stores it, and the evidence that belongs to it."""

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlite_utils import Database

from archive.blocks import encode, storable_blocks
from archive.records import Article, Evidence, Words
from archive.text import is_storable, storable, text_hash, word_count

# What an article that is united from several has of the state seen last. When it was published is chosen by itself.
STATE_COLUMNS = (
    *("title", "authors", "modified_at", "language", "section", "tags", "summary", "image_url", "word_count", "text"),
    *("text_hash", "relevance", "document_type", "access", "provenance", "extractor", "capture_id", "rights", "blocks"),
)
PUBLISHED_COLUMNS = ("published_at", "published_precision", "published_method", "published_zone")


def storable_article(article: Article) -> Article:
    """Return the article with every text fit for the database, whatever a page or a JSON document held."""
    cleaned: dict[str, Any] = {}
    for name in Article.__dataclass_fields__:
        value = getattr(article, name)
        if isinstance(value, str):
            cleaned[name] = storable(value)
        elif name == "blocks":
            cleaned[name] = storable_blocks(value)
        elif name == "evidence":
            cleaned[name] = tuple(
                one
                if is_storable(one.raw) and is_storable(one.zone)
                else replace(one, raw=storable(one.raw), zone=storable(one.zone))
                for one in value
            )
        elif name == "links":
            cleaned[name] = tuple(
                one
                if is_storable(one.target) and is_storable(one.text)
                else replace(one, target=storable(one.target), text=storable(one.text))
                for one in value
            )
        elif name in ("authors", "tags") or (name == "rights" and value):
            cleaned[name] = tuple(storable(part) for part in value)
    return replace(article, **cleaned)


def columns(article: Article) -> dict[str, object]:
    """Return the columns of `articles` that extraction and enrichment fill, in their stored form."""
    enrichment = article.enrichment
    return {
        "title": article.title,
        "authors": _json(article.authors),
        "published_at": article.published_at or None,
        "published_precision": article.published_precision or None,
        "published_method": article.published_method or None,
        "published_zone": article.published_zone or None,
        "modified_at": article.modified_at or None,
        "language": article.language,
        "section": article.section,
        "tags": _json(article.tags),
        "summary": article.summary,
        "image_url": article.image_url,
        "word_count": word_count(article.text),
        "text": article.text,
        "text_hash": text_hash(article.text),
        "blocks": encode(article.blocks) if article.blocks else None,
        "relevance": enrichment.relevance if enrichment else None,
        "document_type": enrichment.document_type if enrichment else article.form,
        "access": article.access,
        "provenance": json.dumps(article.provenance, ensure_ascii=False),
        "rights": words_column(article.rights),
    }


def words_column(rights: Words | None) -> str | None:
    """Return the stated terms of use of a page in their stored form; null where nobody looked."""
    return None if rights is None else _json(rights)


def add_evidence(db: Database, article_id: int, evidence: Iterable[Evidence]) -> None:
    """Record candidates for the dates that are not known yet; the first reading's choice is kept."""
    known = set(
        db.execute("select field, raw, method from date_evidence where article_id = ?", [article_id]).fetchall()
    )
    db.conn.executemany(
        """
        insert into date_evidence (article_id, field, raw, value, precision, method, zone_source, zone, chosen, weight)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
            (
                article_id,
                e.field,
                e.raw,
                e.value,
                e.precision,
                e.method,
                e.zone_source,
                e.zone,
                int(e.chosen and not known),
                e.weight,
            )
            for e in evidence
            if (e.field, e.raw, e.method) not in known
        ],
    )


def _json(values: Iterable[str]) -> str:
    return json.dumps(list(values), ensure_ascii=False)


def encode_again(db: Database, article_id: int, title: str, summary: str) -> None:
    """Mark the vector of an article that is about to have this title and summary, if they are others.

    It is used until `spacebeat meaning` has a new one. That the text is another is seen by its hash.
    """
    db.execute(
        "update vectors set text_hash = '' where article_id = ?1"
        " and exists (select 1 from articles where id = ?1 and (title, summary) <> (?2, ?3))",
        [article_id, title, summary],
    )
