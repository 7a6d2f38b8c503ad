"""Statistics from which SQLite chooses the order in which it reads tables (sqlite.org/lang_analyze.html).

`pragma optimize` makes them only of tables that the connection has asked for, and again when one has become 25 times as
large. By those of a small archive, SQLite takes a scan of all articles for cheaper than a few look-ups: at 100,000
articles with the statistics of 300, tables with a search took up to twice the time, and one question 17 times.
"""

from sqlite_utils import Database

_READ = 1_000  # rows of each index: 0.14 s at 100,000 articles, however large the archive, and the same choices
_GROWTH = 4  # times as many articles as the statistics know, from which on they are renewed


def renew_statistics(db: Database) -> None:
    """Renew the statistics of all tables if the archive has outgrown them."""
    db.execute(f"pragma analysis_limit = {_READ}")
    (articles,) = db.execute("select coalesce(max(id), 0) from articles").fetchone()
    db.execute("analyze" if articles > _GROWTH * _known_articles(db) else "pragma optimize")


def _known_articles(db: Database) -> int:
    """Return the number of articles according to the statistics, about; 0 without statistics."""
    if not db.execute("select 1 from sqlite_master where name = 'sqlite_stat1'").fetchone():
        return 0
    # Of each unique URL the index has an entry; indexes with fewer values make worse estimates.
    row = db.execute("select stat from sqlite_stat1 where idx = 'sqlite_autoindex_articles_1'").fetchone()
    return int(row[0].split()[0]) if row else 0
