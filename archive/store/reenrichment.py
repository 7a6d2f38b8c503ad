"""What articles are about, judged again: reading them as stored, and writing where the verdict has changed.

Only links, relevance and document type change. No revision records it: the page is what it was.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from archive.records import FORMS, Article, Enrichment, Form
from archive.store.entities import LINKS, add_enrichment, named, remove_enrichment, stored_links

Changes = dict[str, tuple[Any, Any]]  # field -> (as stored, as judged today)


@dataclass(frozen=True, slots=True)
class Stored:
    """An article as far as enrichment reads it, its source's focus and country, and its stored enrichment."""

    id: int
    source_id: str
    focus: str
    country: str
    article: Article
    stored_values: dict[str, Any]


def stored_after(db: Database, after: int, count: int) -> Iterator[Stored]:
    """Yield the next `count` articles beyond id `after`."""
    rows = db.execute(
        """
        select a.id, a.source_id, s.focus, s.country, a.url, a.title, a.text, a.summary, a.language, a.relevance,
          a.document_type
        from articles a join sources s on s.id = a.source_id where a.id > ? order by a.id limit ?
        """,
        [after, count],
    ).fetchall()
    for id_, source_id, focus, country, url, title, text, summary, language, relevance, document_type in rows:
        form: Form = document_type if document_type in FORMS else ""  # only the page shows it
        article = Article(url=url, title=title, text=text, summary=summary, language=language, form=form)
        stored_values = {"relevance": relevance, "document_type": document_type} | stored_links(db, id_)
        yield Stored(id_, source_id, focus, country, article, stored_values)


def changes(stored: Stored, enrichment: Enrichment) -> Changes:
    """Return the fields in which the enrichment of today differs."""
    today = {"relevance": enrichment.relevance, "document_type": enrichment.document_type} | named(enrichment)
    return {
        name: (stored.stored_values[name], today[name])
        for name in ("relevance", "document_type", *LINKS)
        if stored.stored_values[name] != today[name]
    }


def write(db: Database, article_id: int, enrichment: Enrichment) -> None:
    """Replace the enrichment of an article; the caller holds the transaction."""
    db.execute(
        "update articles set relevance = ?, document_type = ? where id = ?",
        [enrichment.relevance, enrichment.document_type, article_id],
    )
    remove_enrichment(db, article_id)
    add_enrichment(db, article_id, enrichment)
