"""Counts of the lines of each source, so that lines which repeat are recognised as its page template.

Only the counts are kept here; which lines are template is decided by `crawler/extract/body/boilerplate.py`.
Lines that were seen once and long ago are forgotten, so that the table does not grow with the archive.
"""

from collections.abc import Iterable

from sqlite_utils import Database

from archive.text import line_digest

LEAST = 3  # articles in which a line must occur to be of interest
MEMORY = 20_000  # articles of the archive after which a line that was seen once is forgotten
_FORGET_EVERY = 256  # articles


def learn(db: Database, source_id: str, article_id: int, lines: Iterable[int]) -> None:
    """Count the lines of a new article; the caller holds the transaction."""
    db.conn.executemany(
        """
        insert into template_lines (source_id, digest, articles, last_article) values (?, ?, 1, ?)
        on conflict do update set articles = articles + 1, last_article = excluded.last_article
        """,
        [(source_id, digest, article_id) for digest in set(lines)],
    )
    if article_id % _FORGET_EVERY == 0:
        db.execute(
            "delete from template_lines where source_id = ? and articles = 1 and last_article < ?",
            [source_id, article_id - MEMORY],
        )


def seen(db: Database, source_id: str) -> tuple[dict[int, int], int]:
    """Return the number of articles that each repeated line occurs in, and the number of articles of the source."""
    rows = db.execute(
        "select digest, articles from template_lines where source_id = ? and articles >= ?", [source_id, LEAST]
    ).fetchall()
    (articles,) = db.execute(
        "select coalesce(sum(articles), 0) from source_months where source_id = ?", [source_id]
    ).fetchone()
    return dict(rows), int(articles)


def explains(db: Database, source_id: str, old: str, new: str) -> bool:
    """Return whether the only difference is lines that were taken for template since: that is no edit by the outlet."""
    before, after = set(old.split("\n\n")), set(new.split("\n\n"))
    gone = before - after
    if not gone or after - before:
        return False
    known, _ = seen(db, source_id)
    return all(line_digest(line) in known for line in gone)
