"""The tables of actors and topics: all that an article may be about, also what none is about yet."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from archive.database import transaction


@dataclass(frozen=True, slots=True)
class Names:
    """`actors` are (id, name, type, country), `topics` are (id, name)."""

    actors: Sequence[tuple[str, str, str, str]]
    topics: Sequence[tuple[str, str]]


def fill_names(db: Database, names: Names, *, always: bool = True) -> bool:
    """Write the names. Without `always`, only when their number is another one. Give whether it was done."""
    counts = db.execute("select (select count(*) from actors), (select count(*) from topics)").fetchone()
    if not always and counts == (len(names.actors), len(names.topics)):
        return False
    with transaction(db):
        db.conn.executemany(
            """
            insert into actors (id, name, type, country) values (?, ?, ?, ?) on conflict (id) do update
            set name = excluded.name, type = excluded.type, country = excluded.country
            """,
            names.actors,
        )
        db.conn.executemany(
            "insert into topics (id, name) values (?, ?) on conflict (id) do update set name = excluded.name",
            names.topics,
        )
    return True


def forget_unused_names(db: Database, names: Names) -> None:
    """Take out what the data no longer name and no article is linked to."""
    with transaction(db):
        for table, link, kept in (
            ("actors", "article_actors where actor_id", [actor[0] for actor in names.actors]),
            ("topics", "article_topics where topic_id", [topic[0] for topic in names.topics]),
        ):
            unused = db.execute(
                f"select id from {table} t where not exists (select 1 from {link} = t.id)",
            ).fetchall()
            gone = [(id_,) for (id_,) in unused if id_ not in set(kept)]
            db.conn.executemany(f"delete from {table} where id = ?", gone)
