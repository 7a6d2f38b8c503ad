"""Make one article of two, when the address of one is seen to lead to the other.

An outlet that changes a headline often changes the address with it. Its feed lists the new address before the old one
is asked for again, so the edited article comes in as another. When the old address leads there, they become one, as a
merge of archives makes one of them: under the address seen first, with all states in the order of their time.
"""

from collections.abc import Iterable
from typing import Any

from sqlite_utils import Database

from archive.db.foreign_keys import references
from archive.dedup import groups
from archive.store import revisions
from archive.store.article_rows import PUBLISHED_COLUMNS, STATE_COLUMNS
from archive.store.edit_types import classify
from archive.store.identity import are_states_of_one
from archive.urls.canonical import url_key

_LINKED = ("links", "article_actors", "article_countries", "article_topics", "article_instruments", "instrument_steps")


def unite_at(db: Database, article_id: int, source_id: str, addresses: Iterable[str]) -> int:
    """Unite an article with those of the same outlet at addresses that lead to it; return the id of what is left."""
    keys = [url_key(address) for address in addresses]
    others = db.execute(
        f"select id from articles where url_key in ({', '.join('?' * len(keys))}) and source_id = ? and id <> ?",
        [*keys, source_id, article_id],
    ).fetchall()
    for (other_id,) in others:
        if _are_one(db, article_id, other_id):
            article_id = _unite(db, article_id, other_id)
    return article_id


def _are_one(db: Database, one_id: int, other_id: int) -> bool:
    """Return whether two articles can be states of one: a removed page may lead to any other page of the outlet."""
    one, other = (
        db.execute("select title, text from articles where id = ?", [id_]).fetchone() for id_ in (one_id, other_id)
    )
    return are_states_of_one(*one, *other)


def _unite(db: Database, one_id: int, other_id: int) -> int:
    rows = db.execute("select first_seen_at, id, text from articles where id in (?, ?)", [one_id, other_id]).fetchall()
    (_, kept_id, old_text), (_, id_, text) = sorted(rows)
    groups.withdraw(db.conn, id_, text)
    if _last_state(db, id_) > _last_state(db, kept_id):
        _take(db, kept_id, id_, STATE_COLUMNS)
        for table in _LINKED:
            _move_links(db, table, kept_id, id_)
    if db.execute("select published_at from articles where id = ?", [kept_id]).fetchone() == (None,):
        _take(db, kept_id, id_, PUBLISHED_COLUMNS)
    db.execute(
        "update articles set last_seen_at = max(last_seen_at, (select last_seen_at from articles where id = ?))"
        " where id = ?",
        [id_, kept_id],
    )
    _move_states(db, kept_id, id_)
    for table in ("date_evidence", "urls"):
        db.execute(f"update {table} set article_id = ? where article_id = ?", [kept_id, id_])
    for table, column in references(db, "articles"):
        if table != "articles":
            db.execute(f"delete from {table} where {column} = ?", [id_])
    db.execute("delete from articles where id = ?", [id_])
    groups.replace(db.conn, kept_id, old_text)
    return int(kept_id)


def _last_state(db: Database, article_id: int) -> Any:
    """Return a sort key: greatest for the article whose state was seen last; a text that is kept is more than none."""
    return db.execute(
        """
        select a.access <> 'withheld', coalesce(max(r.observed_at), '') from articles a
        join revisions r on r.article_id = a.id where a.id = ? and r.change not in ('withdrawn', 'reextracted')
        """,
        [article_id],
    ).fetchone()


def _take(db: Database, article_id: int, other_id: int, names: tuple[str, ...]) -> None:
    columns = ", ".join(names)
    db.execute(
        f"update articles set ({columns}) = (select {columns} from articles where id = ?) where id = ?",
        [other_id, article_id],
    )


def _move_links(db: Database, table: str, article_id: int, other_id: int) -> None:
    """Replace what an article names by what the other does; inserted and deleted, because triggers count the rows."""
    others = ", ".join(column for column in db[table].columns_dict if column != "article_id")
    db.execute(f"delete from {table} where article_id = ?", [article_id])
    db.execute(
        f"insert into {table} (article_id, {others}) select ?, {others} from {table} where article_id = ?",
        [article_id, other_id],
    )


def _move_states(db: Database, article_id: int, other_id: int) -> None:
    """Move the revisions of the other article, and classify again what changed between states of the two."""
    moved = db.execute("select id, observed_at from revisions where article_id = ? order by number", [other_id])
    ids = set()
    for id_, observed_at in moved.fetchall():
        number = revisions.place(db, article_id, observed_at)
        db.execute("update revisions set article_id = ?, number = ? where id = ?", [article_id, number, id_])
        ids.add(id_)
    states = db.execute(
        "select id, title, text, change from revisions where article_id = ? order by number", [article_id]
    ).fetchall()
    for before, state in zip([None, *states], states, strict=False):
        id_, title, text, change = state
        if change in revisions.OBSERVED_KINDS or (before and (before[0] in ids) == (id_ in ids)):
            continue
        change = (classify(before[1], before[2], title, text) or "unchanged") if before else "first"
        db.execute("update revisions set change = ? where id = ?", [change, id_])
