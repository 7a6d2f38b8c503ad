"""The statistics of an archive keep up with its size."""

from pathlib import Path

from sqlite_utils import Database

from archive.db.connection import connect
from archive.db.statistics import renew_statistics


def grow(db: Database, to: int) -> None:
    (number,) = db.execute("select count(*) from articles").fetchone()
    day = "2026-03-02T00:00:00Z"
    values = [(n, f"https://a.test/{n}", str(n), "one", "T", 1, "", "", day, day) for n in range(number + 1, to + 1)]
    names = "id, url, url_key, source_id, title, word_count, text, text_hash, first_seen_at, last_seen_at"
    db.conn.executemany(f"insert into articles ({names}) values ({', '.join('?' * 10)})", values)
    db.conn.commit()


def known(db: Database) -> dict[str, str]:
    return dict(db.execute("select idx, stat from sqlite_stat1").fetchall())


def test_statistics_are_renewed_when_the_archive_has_outgrown_them(tmp_path: Path) -> None:
    db = connect(tmp_path / "news.db")
    columns = ("homepage", "country", "languages", "kind", "focus")
    db.table("sources").insert({"id": "one", "name": "One"} | dict.fromkeys(columns, ""))
    renew_statistics(db)
    grow(db, to=20)
    renew_statistics(db)
    assert known(db)["articles_when"].startswith("20 ")
    assert known(db)["sqlite_autoindex_sources_1"] == "1 1"  # of a table that the connection never asked for
    grow(db, to=90)
    renew_statistics(db)
    assert known(db)["articles_when"].startswith("90 ")
    db.close()
