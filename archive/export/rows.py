"""Rows of the selected articles for all exports, streamed in a stable order."""

import difflib
import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlite_utils import Database

from archive.errors import WrongUsageError
from archive.search.filters import Selection


def _listed(table: str, column: str) -> str:
    ordered = f"select {column} from {table} where article_id = a.id order by {column}"
    return f"(select json_group_array({column}) from ({ordered}))"


COLUMNS: dict[str, str] = {
    "id": "a.id",
    "url": "a.url",
    "source_id": "a.source_id",
    "source_name": "s.name",
    "source_country": "s.country",
    "source_kind": "s.kind",
    "title": "a.title",
    "authors": "a.authors",
    "published_at": "a.published_at",
    "published_precision": "a.published_precision",
    "published_method": "a.published_method",
    "published_zone": "a.published_zone",
    "modified_at": "a.modified_at",
    "language": "a.language",
    "section": "a.section",
    "tags": "a.tags",
    "summary": "a.summary",
    "image_url": "a.image_url",
    "word_count": "a.word_count",
    "topics": _listed("article_topics", "topic_id"),
    "countries": _listed("article_countries", "country"),
    "actors": _listed("article_actors", "actor_id"),
    "instruments": _listed("article_instruments", "instrument_id"),
    "document_type": "a.document_type",
    "relevance": "a.relevance",
    "access": "a.access",
    "rights": "coalesce(a.rights, '[]')",
    "copy_of": "a.copy_of",
    "copy_of_url": "(select url from articles where id = a.copy_of)",
    "similarity": "a.similarity",
    "root": "(select r.url from lineage l join articles r on r.id = l.root_id where l.article_id = a.id)",
    "kept_of_root": "(select kept_of_root from lineage where article_id = a.id)",
    "share_of_article": "(select share_of_article from lineage where article_id = a.id)",
    "first_seen_at": "a.first_seen_at",
    "last_seen_at": "a.last_seen_at",
    "changed_at": "(select max(observed_at) from revisions where article_id = a.id)",
    "revisions": "(select count(*) from revisions where article_id = a.id)",
    "text_hash": "a.text_hash",
    "text": "a.text",
}
_LINKS = """
    (select json_group_array(json_object('target', target, 'text', text, 'block', block, 'start', start))
     from (select * from links where article_id = a.id order by number))
"""
STRUCTURE: dict[str, str] = {"blocks": "coalesce(a.blocks, '[]')", "links": _LINKS}  # in formats that can nest
LISTS = frozenset({"authors", "tags", "topics", "countries", "actors", "instruments", "rights"})
INTEGERS = frozenset({"id", "word_count", "copy_of", "revisions"})
FLOATS = frozenset({"relevance", "similarity", "kept_of_root", "share_of_article"})
INSTANTS = frozenset({"published_at", "modified_at", "first_seen_at", "last_seen_at", "changed_at"})


class UnknownColumnError(WrongUsageError):
    """The requested column does not exist in exports."""


def check_columns(names: Sequence[str], *, nested: bool = False) -> tuple[str, ...]:
    """Validate column names; an empty list means all of them. Raises UnknownColumnError.

    With `nested` those of STRUCTURE are among them.
    """
    known = (*COLUMNS, *STRUCTURE) if nested else tuple(COLUMNS)
    for name in names:
        if names.count(name) > 1:
            raise UnknownColumnError(f"the column {name!r} is given {names.count(name)} times; give it once")
        if name not in known:
            near = difflib.get_close_matches(name, known, n=2)
            hint = f"did you mean {' or '.join(near)}?" if near else f"choose among {', '.join(known)}"
            raise UnknownColumnError(f"there is no column {name!r}; {hint}")
    return tuple(names) or known


def rows(
    db: Database, selection: Selection, columns: Sequence[str], *, newest_first: bool = False
) -> Iterator[dict[str, Any]]:
    """Yield one dict per article, with lists as lists. Memory does not grow with the archive.

    The order is by id, or with `newest_first` by publication, latest first.
    """
    where, values = selection.where()
    expressions = ", ".join((COLUMNS | STRUCTURE)[name] for name in columns)
    order = "coalesce(a.published_at, a.first_seen_at) desc, a.id desc" if newest_first else "a.id"
    table = "articles a join sources s on s.id = a.source_id"
    cursor = db.execute(f"select {expressions} from {table} where {where} order by {order}", values)
    for row in cursor:
        yield {
            name: json.loads(value) if (name in LISTS or name in STRUCTURE) and value else value
            for name, value in zip(columns, row, strict=True)
        }


def count(db: Database, selection: Selection) -> int:
    where, values = selection.where()
    return int(db.execute(f"select count(*) from articles a where {where}", values).fetchone()[0])


def latest_change(db: Database, selection: Selection) -> str:
    """Return the time of the latest change among the selected articles; the epoch if there are none."""
    where, values = selection.where()
    (stamp,) = db.execute(
        f"""
        select max(coalesce((select max(observed_at) from revisions where article_id = a.id), a.first_seen_at))
        from articles a where {where}
        """,
        values,
    ).fetchone()
    return stamp or "1970-01-01T00:00:00Z"
