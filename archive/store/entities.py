"""The tables of actors and topics: all that an article may be about, also what none is about yet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from archive.db.connection import transaction
from archive.records import Enrichment, Mention

# What an article speaks of: the rows that link it to actors, topics, countries and instruments.

_TABLES = {
    "actors": ("article_actors", "actor_id, count"),
    "topics": ("article_topics", "topic_id, score"),
    "countries": ("article_countries", "country, count"),
    "instruments": ("article_instruments", "instrument_id, count"),
}
LINKS = (*_TABLES, "steps")  # the fields of an enrichment that are separate rows

Named = dict[str, list[tuple[str, Any]]]
Instrument = tuple[str, str, str]  # id, name, kind


def add_enrichment(db: Database, article_id: int, enrichment: Enrichment) -> None:
    """Link an article that has no links; the caller holds the transaction."""
    many = db.conn.executemany
    many("insert or ignore into actors (id, name, type) values (?, ?, ?)", named_rows(enrichment.actors))
    many(
        "insert or ignore into topics (id, name) values (?, ?)",
        [(m.id, m.name or m.id) for m in enrichment.topics],
    )
    many("insert or ignore into instruments (id, name, kind) values (?, ?, ?)", named_rows(enrichment.instruments))
    for name, (table, _) in _TABLES.items():
        linked = _weights(getattr(enrichment, name), name)
        many(f"insert into {table} values (?, ?, ?)", [(article_id, *link) for link in linked])
    steps = {(m.id, step): words for m in enrichment.instruments for step, words in m.steps}
    many("insert into instrument_steps values (?, ?, ?, ?)", [(article_id, *key, steps[key]) for key in steps])


def remove_enrichment(db: Database, article_id: int) -> None:
    for table in ("instrument_steps", *(table for table, _ in _TABLES.values())):
        db.execute(f"delete from {table} where article_id = ?", [article_id])


def stored_links(db: Database, article_id: int) -> Named:
    """Return what an article is linked to, as (id, weight) by field, in the order of the ids.

    A step is (id of the instrument, step and words).
    """
    found: Named = {
        name: db.execute(f"select {columns} from {table} where article_id = ? order by 1", [article_id]).fetchall()
        for name, (table, columns) in _TABLES.items()
    }
    found["steps"] = db.execute(
        "select instrument_id, step || ': ' || words from instrument_steps where article_id = ? order by 1, 2",
        [article_id],
    ).fetchall()
    return found


def named(enrichment: Enrichment | None) -> Named:
    """Return the same of an enrichment. Where it names something twice, the last one counts."""
    found = {name: _weights(getattr(enrichment, name) if enrichment else (), name) for name in _TABLES}
    instruments = enrichment.instruments if enrichment else ()
    found["steps"] = sorted((m.id, f"{step}: {words}") for m in instruments for step, words in m.steps)
    return found


def _weights(mentions: Iterable[Mention], name: str) -> list[tuple[str, Any]]:
    weigh: Any = float if name == "topics" else int
    return sorted({mention.id: weigh(mention.weight) for mention in mentions}.items())


def named_rows(mentions: Iterable[Mention]) -> list[tuple[str, str, str]]:
    """Return id, name and kind of each; what has no name is named by its id."""
    return [(m.id, m.name or m.id, m.kind) for m in mentions]


@dataclass(frozen=True, slots=True)
class Names:
    """`actors` are (id, name, type, country, Wikidata id), `topics` are (id, name)."""

    actors: Sequence[tuple[str, str, str, str, str]]
    topics: Sequence[tuple[str, str]]


def fill_names(db: Database, names: Names, *, always: bool = True) -> bool:
    """Write the names. Without `always`, only when their number has changed. Return whether it was done."""
    counts = db.execute(
        "select (select count(*) from actors), (select count(*) from actors where wikidata <> ''),"
        " (select count(*) from topics)"
    ).fetchone()
    if not always and counts == (len(names.actors), sum(bool(actor[4]) for actor in names.actors), len(names.topics)):
        return False
    with transaction(db):
        db.conn.executemany(
            """
            insert into actors (id, name, type, country, wikidata) values (?, ?, ?, ?, ?) on conflict (id) do update
            set name = excluded.name, type = excluded.type, country = excluded.country, wikidata = excluded.wikidata
            """,
            names.actors,
        )
        db.conn.executemany(
            "insert into topics (id, name) values (?, ?) on conflict (id) do update set name = excluded.name",
            names.topics,
        )
    return True


def rename_instruments(db: Database, instruments: Iterable[Instrument]) -> None:
    """Write names and kinds of instruments: those in the archive are of the first article that cited them."""
    with transaction(db):
        db.conn.executemany(
            "update instruments set name = ?2, kind = ?3 where id = ?1 and (name, kind) <> (?2, ?3)", list(instruments)
        )


def forget_unused_names(db: Database, names: Names) -> None:
    """Take out what the data no longer name and no article is linked to."""
    with transaction(db):
        for table, link, kept in (
            ("actors", "article_actors where actor_id", [actor[0] for actor in names.actors]),
            ("topics", "article_topics where topic_id", [topic[0] for topic in names.topics]),
            ("instruments", "article_instruments where instrument_id", []),
        ):
            unused = db.execute(
                f"select id from {table} t where not exists (select 1 from {link} = t.id)",
            ).fetchall()
            gone = [(id_,) for (id_,) in unused if id_ not in set(kept)]
            db.conn.executemany(f"delete from {table} where id = ?", gone)
