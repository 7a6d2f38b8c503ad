"""The rows that forgotten addresses and sources leave in an archive, found by what refers to what.

Tables are found in the schema, so that one which a later migration adds is covered as well.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from sqlite_utils import Database

from archive.db.foreign_keys import references
from archive.dedup import groups
from archive.errors import CaptureError
from archive.records import Location
from archive.store.tombstones import FORGOTTEN, key_of
from archive.warc.records import read

_MARKS = {"gone_key": "text", "gone_source": "text", "gone_article": "integer", "gone_capture": "integer"}


def mark(db: Database, folder: Path, keys: Sequence[str], sources: Sequence[str]) -> None:
    """Write the temporary tables of what goes: the keys and sources themselves, their articles and captures."""
    for table, kind in _MARKS.items():
        db.execute(f"create temp table if not exists {table} (id {kind} primary key)")
        db.execute(f"delete from {table}")
    db.conn.executemany("insert or ignore into gone_key values (?)", [(key,) for key in keys])
    db.conn.executemany("insert or ignore into gone_source values (?)", [(source,) for source in sources])
    db.execute(
        """
        insert or ignore into gone_article
        select id from articles where url_key in (select id from gone_key) or source_id in (select id from gone_source)
        union select article_id from urls where url_key in (select id from gone_key) and article_id is not null
        """
    )
    db.conn.create_function("url_key", 1, key_of, deterministic=True)
    db.execute(
        """
        insert or ignore into gone_capture
        select id from captures where url_key(url) in (select id from gone_key)
          or url_key(requested_url) in (select id from gone_key) or outcome = ?
        union select capture_id from revisions
          where article_id in (select id from gone_article) and capture_id is not null
        union select id from captures where source_id in (select id from gone_source) and id not in (
          select capture_id from revisions where capture_id is not null
            and article_id not in (select id from gone_article))
        """,
        [f"gone: {FORGOTTEN}"],
    )
    db.execute(
        "insert or ignore into gone_capture select id from captures where part_of in (select id from gone_capture)"
    )
    listing = [(id_,) for id_ in _listing(db, folder)]
    db.conn.executemany("insert or ignore into gone_capture values (?)", listing)


def copies_of(db: Database, articles: Iterable[int]) -> set[int]:
    """Return the articles that have the text of one of these."""
    return {
        id_
        for article in articles
        for (id_,) in db.execute("select id from articles where copy_of = ?", [article]).fetchall()
    }


def remove_marked(db: Database) -> bool:
    """Remove the rows that are marked. Return whether there were any; part of the caller's transaction."""
    (marked,) = db.execute(
        "select (select count(*) from gone_article) + (select count(*) from gone_capture)"
        " + (select count(*) from urls where url_key in (select id from gone_key))"
        " + (select count(*) from sources where id in (select id from gone_source))"
    ).fetchone()
    db.execute("pragma defer_foreign_keys = on")
    _remove_articles(db)
    _remove_captures(db)
    db.execute("delete from urls where url_key in (select id from gone_key)")
    _remove_sources(db)
    return bool(marked)


def _listing(db: Database, folder: Path) -> Iterable[int]:
    """Yield the kept answers of endpoints that list a forgotten address: a feed may have carried the whole text."""
    paths = [
        path.encode()
        for (key,) in db.execute("select id from gone_key")
        if len(path := f"/{key.partition('/')[2]}") > 1
    ]
    if not paths:
        return
    rows = db.execute(
        """
        select c.id, b.warc_file, b.warc_offset, b.warc_length from captures c join captures b
          on b.id = (select min(id) from captures where payload_digest = c.payload_digest and withheld = '')
        where c.outcome = 'endpoint' and c.withheld = ''
        """
    ).fetchall()
    for id_, *place in rows:
        try:
            body = read(folder, Location(*place))[2].replace(b"\\/", b"/").replace(b"&amp;", b"&")
        except CaptureError:
            continue
        if any(path in body for path in paths):
            yield id_


def _remove_articles(db: Database) -> None:
    articles = db.execute("select id, text from articles where id in (select id from gone_article)").fetchall()
    for article_id, text in articles:
        groups.withdraw(db.conn, article_id, text)
    for table in ("copy_shingles", "quotation_shingles"):
        db.execute(f"delete from {table} where article_id in (select id from gone_article)")
    cited = db.execute(
        "select distinct instrument_id from article_instruments where article_id in (select id from gone_article)"
    ).fetchall()
    for table, column in references(db, "articles"):
        if table != "articles":
            db.execute(f"delete from {table} where {column} in (select id from gone_article)")
    db.execute("delete from articles where id in (select id from gone_article)")
    db.conn.executemany(
        "delete from instruments where id = ? and id not in (select instrument_id from article_instruments)", cited
    )


def _remove_captures(db: Database) -> None:
    for table, column in references(db, "captures"):
        db.execute(f"update {table} set {column} = null where {column} in (select id from gone_capture)")
    db.execute("delete from captures where id in (select id from gone_capture)")


def _remove_sources(db: Database) -> None:
    """Remove all rows of the sources; a capture that gave another source its article goes over to that one."""
    db.execute(
        """
        update captures set run_id = null, source_id = (
          select a.source_id from revisions r join articles a on a.id = r.article_id
          where r.capture_id = captures.id limit 1)
        where source_id in (select id from gone_source)
        """
    )
    tables = db.execute("select name from sqlite_master where type = 'table' and sql not like 'create virtual%'")
    for (table,) in tables.fetchall():
        if "source_id" in db[table].columns_dict:
            db.execute(f"delete from {table} where source_id in (select id from gone_source)")
    db.execute("delete from sources where id in (select id from gone_source)")
