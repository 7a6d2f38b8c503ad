"""Responses as WARC records and rows: the record is on the disk before its row is written."""

from collections.abc import Mapping
from pathlib import Path

from sqlite_utils import Database

from archive.records import Exchange
from archive.store.captures import insert_capture
from archive.warc.writer import CaptureWriter


class CaptureStore:
    """Adds responses to the folder of an archive; its newest WARC file is opened when it is first needed."""

    def __init__(self, db: Database, folder: Path) -> None:
        self._db = db
        self._folder = folder
        self._writer: CaptureWriter | None = None

    def add(self, exchange: Exchange, digest: str, columns: Mapping[str, object]) -> int:
        """Write the record and then the row; `columns` are those that the exchange does not contain.

        A payload seen before is a revisit record.
        """
        earlier = None if columns.get("withheld") else self._first_of_payload(digest)
        writer = self.writer()
        location = writer.write(exchange, earlier, digest)
        writer.sync()
        return insert_capture(self._db, exchange, digest, location, columns)

    def last_digest(self, url: str) -> str | None:
        """Return the digest of what an address returned last time; None if no article was read from that.

        A form to log in that comes twice is the same page, but not the article that was there before.
        """
        row = self._db.execute(
            "select payload_digest, outcome in ('new', 'revised', 'unchanged') from captures where url = ?"
            " order by id desc limit 1",
            [url],
        ).fetchone()
        return row[0] if row and row[1] else None

    def _first_of_payload(self, digest: str) -> tuple[str, str] | None:
        row: tuple[str, str] | None = self._db.execute(
            "select url, fetched_at from captures where payload_digest = ? and withheld = '' order by id limit 1",
            [digest],
        ).fetchone()
        return row

    def writer(self) -> CaptureWriter:
        """Return the writer of the file that is appended to."""
        if self._writer is None:
            last = self._db.execute(
                """
                select warc_file, warc_offset + warc_length from captures
                order by warc_file desc, warc_offset desc limit 1
                """
            ).fetchone()
            self._writer = CaptureWriter(self._folder, last)
        return self._writer

    def close(self) -> None:
        """Close the file that is appended to, since it may be replaced."""
        if self._writer:
            self._writer.close()
            self._writer = None
