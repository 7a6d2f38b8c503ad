"""The rows of captures: written in one place, and read as extraction needs them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from json import loads

from sqlite_utils import Database

from archive.records import Article, Capture, Exchange, Lead, Location, Part, Rejection
from archive.store.article_rows import words_column
from archive.store.listed_addresses import decode_lead
from archive.urls.canonical import url_key
from archive.warc.writer import WITHHELD

# A page whose body may not be kept on the ground on which the user mines.
#
# It is read from memory, and committed together with what was made of it; so a kill before that leaves its address as
# it was, to be fetched again. Its record has the headers of the answer and no body.

NOWHERE = Location("", 0, 0)


@dataclass(frozen=True, slots=True)
class Withheld:
    """One response with what was made of it: an article without text, or a rejection.

    `reason` is why it may not be kept ("tdm reserved"); `origin` is the file that it was ingested from.
    """

    exchange: Exchange
    lead: Lead
    source_id: str
    run_id: int | None
    reason: str
    result: Article | Rejection
    origin: str = ""

    @property
    def explanation(self) -> str:
        """Why the article of an address has no text."""
        return f"metadata only: {self.reason}"

    @property
    def is_closed(self) -> bool:
        """Whether nothing of the page may be kept."""
        return isinstance(self.result, Rejection) and self.result.state == "blocked"

    def without_body(self) -> Exchange:
        return replace(self.exchange, body=b"", flags=(*self.exchange.flags, WITHHELD))

    def capture(self, capture_id: int) -> Capture:
        exchange = self.exchange
        place = (self.source_id, exchange.fetched_at, NOWHERE, self.lead, exchange.rights)
        return Capture(capture_id, exchange.url, self.lead.url, *place)


def insert_capture(
    db: Database, exchange: Exchange, digest: str, location: Location, about: Mapping[str, object]
) -> int:
    """Add the row of a record and return its id. `about` has the columns that the exchange does not contain."""
    values: dict[str, object] = {
        "url": exchange.url,
        "fetched_at": exchange.fetched_at,
        "status": exchange.status,
        "content_type": exchange.header("content-type"),
        "payload_digest": digest,
        "warc_file": location.file,
        "warc_offset": location.offset,
        "warc_length": location.length,
        "rights": words_column(exchange.rights),
        "etag": _validator(exchange, "etag"),
        "last_modified": _validator(exchange, "last-modified"),
        **about,
    }
    cursor = db.execute(
        f"insert into captures ({', '.join(values)}) values ({', '.join('?' * len(values))}) returning id",
        list(values.values()),
    )
    return int(cursor.fetchone()[0])


_LONGEST_VALIDATOR = 1024  # characters; what is longer is none, and would be kept for years


def _validator(exchange: Exchange, name: str) -> str:
    value = exchange.header(name).strip() if exchange.status == 200 else ""
    return value if len(value) <= _LONGEST_VALIDATOR and value.isprintable() else ""


def last_validators(db: Database, source_id: str, url: str) -> tuple[str, str]:
    """Return the ETag and Last-Modified of the capture that an archived article was last read from; empty if none.

    An article on several pages has none: its first page says nothing of the others.
    """
    row = db.execute(
        """
        select c.etag, c.last_modified from urls u join captures c on c.id = u.capture_id
        where u.url_key = ? and u.source_id = ? and u.article_id is not null and c.withheld in ('', 'pruned')
          and c.outcome in ('new', 'revised', 'unchanged')
          and not exists (select 1 from captures p where p.part_of = c.id)
        order by u.id limit 1
        """,
        [url_key(url), source_id],
    ).fetchone()
    return (row[0], row[1]) if row else ("", "")


def captures_where(db: Database, condition: str, values: Sequence[object]) -> list[Capture]:
    """Return the captures `c` that meet an SQL condition and whose body was kept, with their parts.

    A revisit points to the record that has the body.
    """
    rows = db.execute(
        f"""
        select c.id, c.url, c.requested_url, c.source_id, c.fetched_at, b.warc_file, b.warc_offset, b.warc_length,
          (select lead from urls where url = c.requested_url and source_id = c.source_id), c.rights, c.next_part = ''
        from captures c join captures b
          on b.id = (select min(id) from captures where payload_digest = c.payload_digest and withheld = '')
        where c.withheld = '' and {condition}
        """,
        list(values),
    ).fetchall()
    parts = _parts(db, [row[0] for row in rows])
    return [
        Capture(
            *(id_, url, requested, source, fetched_at, Location(file, offset, length), decode_lead(requested, lead)),
            rights=tuple(loads(rights)) if rights is not None else None,
            parts=parts.get(id_, ()),
            is_whole=bool(is_whole),
        )
        for id_, url, requested, source, fetched_at, file, offset, length, lead, rights, is_whole in rows
    ]


def _parts(db: Database, ids: Sequence[int]) -> dict[int, tuple[Part, ...]]:
    rows = db.execute(
        f"""
        select c.part_of, c.url, c.fetched_at, b.warc_file, b.warc_offset, b.warc_length
        from captures c join captures b
          on b.id = (select min(id) from captures where payload_digest = c.payload_digest and withheld = '')
        where c.part_of in ({", ".join("?" * len(ids))}) order by c.part_of, c.part
        """,
        list(ids),
    ).fetchall()
    return {
        first: tuple(Part(url, fetched_at, Location(*place)) for _, url, fetched_at, *place in group)
        for first, group in groupby(rows, key=lambda row: row[0])
    }
