"""An article of the archive as a frozen value, with the columns of an export as typed fields."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from archive.clock import parse
from archive.export.rows import FLOATS, INSTANTS, INTEGERS, LISTS


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """One article. The fields are the columns of `spacebeat export`, described in docs/reference/schema.md.

    Instants are in UTC. An instant that is not known is None, a text that is not known is empty.
    """

    id: int
    url: str
    source_id: str
    source_name: str
    source_country: str
    source_kind: str
    title: str
    authors: tuple[str, ...]
    published_at: datetime | None
    published_precision: str
    published_method: str
    published_zone: str
    modified_at: datetime | None
    language: str
    section: str
    tags: tuple[str, ...]
    summary: str
    image_url: str
    word_count: int
    topics: tuple[str, ...]
    countries: tuple[str, ...]
    actors: tuple[str, ...]
    instruments: tuple[str, ...]
    document_type: str
    relevance: float | None
    access: str
    rights: tuple[str, ...]
    copy_of: int | None
    copy_of_url: str
    similarity: float | None
    root: str
    kept_of_root: float | None
    share_of_article: float | None
    first_seen_at: datetime
    last_seen_at: datetime
    changed_at: datetime
    revisions: int
    text_hash: str
    text: str


def stored_article(row: Mapping[str, Any]) -> StoredArticle:
    """Return the article of a row of `archive.export.rows`."""
    return StoredArticle(**{name: _value(name, value) for name, value in row.items()})


def _value(name: str, value: Any) -> Any:
    if name in LISTS:
        return tuple(value or ())
    if name in INSTANTS:
        return parse(value) if value else None
    return "" if value is None and name not in FLOATS | INTEGERS else value
