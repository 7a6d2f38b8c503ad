"""Articles on several pages: the first page waits in the archive until the further ones are there, too.

The first page is a capture like any other. While it names a next part (`next_part`) it is not extracted; each part
that is had moves that on, in the transaction that records it, so a killed crawl goes on at the part where it was.
"""

from dataclasses import dataclass

from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A first page whose next part is still to be had.

    `capture_id`, `url` and `fetched_at` are those of the first page, `number` and `next_url` identify the part.
    """

    capture_id: int
    source_id: str
    run_id: int | None
    url: str
    fetched_at: str
    number: int
    next_url: str


class Parts:
    """All methods but `unfinished` are part of the caller's transaction."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def unfinished(self, source_id: str) -> list[Unfinished]:
        """Return the first pages of a source that a crawl before this one left without their further parts."""
        rows = self.db.execute(
            """
            select c.id, c.source_id, c.run_id, c.url, c.fetched_at,
              (select coalesce(max(part), 1) + 1 from captures p where p.part_of = c.id), c.next_part
            from captures c
            where c.source_id = ? and c.outcome is null and c.next_part <> '' and c.part_failure = '' order by c.id
            """,
            [source_id],
        ).fetchall()
        return [Unfinished(*row) for row in rows]

    def move_on(self, capture_id: int, next_url: str) -> None:
        """Record the part that was waited for, or that it is none; `next_url` is the one after it, empty at the end."""
        self.db.execute("update captures set next_part = ? where id = ?", [next_url, capture_id])

    def give_up(self, capture_id: int, reason: str) -> None:
        """Record that the next part cannot be fetched: the article is extracted without it."""
        self.db.execute("update captures set part_failure = ? where id = ?", [reason, capture_id])

    def stood_alone(self, url: str) -> bool:
        """Return whether the last capture of an address was the whole article, which has no further pages."""
        row = self.db.execute(
            """
            select c.next_part <> '' or exists (select 1 from captures p where p.part_of = c.id)
            from captures c where c.url = ? order by c.id desc limit 1
            """,
            [url],
        ).fetchone()
        return row is None or not row[0]
