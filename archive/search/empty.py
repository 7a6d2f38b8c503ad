"""Explain why no article matches: which filter, or the words, match none alone.

A filter that is spelt well, and that nothing has, gives the same empty answer as a finding; who reads it has to know
which it is.
"""

from dataclasses import replace
from typing import Any

from sqlite_utils import Database

from archive.codes import name_of
from archive.search.filters import Selection

NO_ARTICLES = "the archive has no articles yet; 'spacebeat crawl' adds some"
_CLAIMS = {
    "sources": "is from {}",
    "kinds": "is from a source of the kind {}",
    "languages": "is in {}",
    "countries": "is about {}",
    "topics": "is on {}",
    "actors": "mentions {}",
    "instruments": "mentions {}",
    "access": "has the access {}",
}
_LISTED = ("sources", "topics", "actors", "instruments", "countries", "languages")  # by `spacebeat list`


def explain_empty(db: Database, selection: Selection) -> str:
    """Return one sentence on why nothing matches; empty when the selection is of new articles only.

    The selection has ids instead of names. Raises QueryError for a malformed search.
    """
    if not _matches(db, Selection(include_copies=True)):
        return NO_ARTICLES
    if selection.after_id:
        return ""
    for field, claim in _CLAIMS.items():
        values = getattr(selection, field)
        if values and not _matches(db, _only(**{field: values})):
            listed = f"; 'spacebeat list {field}' shows what there is" if field in _LISTED else ""
            return f"no article {claim.format(' or '.join(_named(field, one) for one in values))}{listed}"
    if selection.since and not _matches(db, _only(since=selection.since)):
        return f"the latest article is of {_day(db, 'max')}"
    if selection.until and not _matches(db, _only(until=selection.until)):
        return f"the earliest article is of {_day(db, 'min')}"
    if selection.search and not _matches(db, _only(search=selection.search)):
        return "no article matches the words"
    if not selection.include_copies and _matches(db, replace(selection, include_copies=True)):
        return "all that match are copies; add --include-copies"
    return "some articles match each of it, but none matches all"


def _only(**fields: Any) -> Selection:
    return Selection(include_copies=True, **fields)


def _matches(db: Database, selection: Selection) -> bool:
    condition, values = selection.where()
    return db.execute(f"select 1 from articles a where {condition} limit 1", values).fetchone() is not None


def _named(field: str, value: str) -> str:
    if field == "countries":
        return name_of("countries", value) or value
    return (name_of("languages", value) if field == "languages" else "") or value


def _day(db: Database, bound: str) -> str:
    (moment,) = db.execute(f"select {bound}(coalesce(published_at, first_seen_at)) from articles").fetchone()
    return str(moment)[:10]
