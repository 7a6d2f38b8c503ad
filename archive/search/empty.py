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


def explain_empty(db: Database, selection: Selection, *, hints: bool = True) -> str:
    """Return one sentence on why nothing matches; empty when the selection is of new articles only.

    The selection has ids instead of names. `hints` are commands and options. Raises QueryError for a malformed search.
    """
    if not _matches(db, Selection(include_copies=True)):
        return NO_ARTICLES if hints else NO_ARTICLES.partition(";")[0]
    if selection.after_id:
        return ""
    if reason := _alone(db, selection, hints) or _by_day(db, selection):
        return reason
    if selection.search and not _matches(db, _only(search=selection.search)):
        return "no article matches the words"
    if not selection.include_copies and _matches(db, replace(selection, include_copies=True)):
        return "all that match are copies" + ("; add --include-copies" if hints else "")
    return "each of it has articles, but none has all"


def _alone(db: Database, selection: Selection, hints: bool) -> str:
    """Return which filter by values no article has; empty if each has some."""
    for field, claim in _CLAIMS.items():
        values = getattr(selection, field)
        if values and not _matches(db, _only(**{field: values})):
            listed = f"; 'spacebeat list {field}' shows what there is" if hints and field in _LISTED else ""
            return f"no article {claim.format(' or '.join(_named(field, one) for one in values))}{listed}"
    if selection.ids and not _matches(db, _only(ids=selection.ids)):
        return "none of the selected articles is in the archive"
    return ""


def _by_day(db: Database, selection: Selection) -> str:
    """Return which bound of the days leaves no article; empty if each leaves some."""
    bounds = {
        "since": "the latest article is of {max}",
        "until": "the earliest article is of {min}",
        "seen_since": f"no article was archived since {selection.seen_since}",
        "seen_until": f"no article was archived until {selection.seen_until}",
    }
    for field, claim in bounds.items():
        if (day := getattr(selection, field)) and not _matches(db, _only(**{field: day})):
            return claim.format(max=_day(db, "max"), min=_day(db, "min"))
    return ""


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
