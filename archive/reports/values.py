"""The values that articles can be filtered by, with the number of articles of each."""

from collections.abc import Iterator
from typing import Literal, NamedTuple, get_args

from sqlite_utils import Database

from archive.codes import name_of

Kind = Literal["sources", "topics", "actors", "instruments", "countries", "languages"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_NAMED = """
select v.id, v.name, count(l.article_id) as number from {kind} v left join article_{kind} l on l.{kind_id} = v.id
group by v.id order by number desc, v.id
"""
_QUERIES: dict[Kind, str] = {
    "sources": """
        select s.id, s.name, count(a.id) as number from sources s left join articles a on a.source_id = s.id
        group by s.id order by number desc, s.id
    """,
    "topics": _NAMED.format(kind="topics", kind_id="topic_id"),
    "actors": _NAMED.format(kind="actors", kind_id="actor_id"),
    "instruments": _NAMED.format(kind="instruments", kind_id="instrument_id"),
    "countries": """
        select country, '', count(*) as number from article_countries group by country order by number desc, country
    """,
    "languages": """
        select language, '', count(*) as number from articles group by language order by number desc, language
    """,
}


class Value(NamedTuple):
    """An id to filter by, its name where it has one, and its number of articles, copies included."""

    id: str
    name: str
    articles: int


def values_of(db: Database, kind: Kind) -> Iterator[Value]:
    """Yield the values of a kind, the most frequent first."""
    values = (Value(*row) for row in db.execute(_QUERIES[kind]).fetchall())
    if kind == "countries" or kind == "languages":
        return (value._replace(name=name_of(kind, value.id)) for value in values)
    return values
