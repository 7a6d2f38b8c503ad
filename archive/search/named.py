"""Recognise a search for the name of an instrument, whose articles may name it otherwise.

"strategic space dialogue" finds the articles with these words; the French communiqué says "dialogue stratégique
spatial". The enrichment knows both as one instrument.
"""

import re
from typing import NamedTuple

from sqlite_utils import Database

from archive.search.filters import UnknownValueError, find_id

_NAME = re.compile(r'[^"*:()]+')  # anything else is a query with operators


class NamedInstrument(NamedTuple):
    """A law, treaty, dialogue or docket, and the number of articles that name it, copies included."""

    id: str
    name: str
    articles: int


def instrument_named(db: Database, query: str) -> NamedInstrument | None:
    """Return the instrument that a query names, in whole or by several words of no other; None if there is none."""
    words = query.strip().removeprefix('"').removesuffix('"')
    if not _NAME.fullmatch(words):
        return None
    try:
        key = find_id(db, "instruments", words)
    except UnknownValueError:
        return None
    (name,) = db.execute("select name from instruments where id = ?", [key]).fetchone()
    if len(words.split()) == 1 and words.casefold() not in (key.casefold(), name.casefold()):
        return None
    (articles,) = db.execute("select count(*) from article_instruments where instrument_id = ?", [key]).fetchone()
    return NamedInstrument(key, name, articles) if articles else None
