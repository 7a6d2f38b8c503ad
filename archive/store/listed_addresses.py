"""An address as endpoints list it: recorded when it is new, noted when it is listed again, reopened when it may be."""

import json
from dataclasses import asdict
from typing import Any, NamedTuple

from sqlite_utils import Database

from archive.clock import later, now
from archive.records import Lead
from archive.store.address_states import DAY, QUARTER, REFUSED
from archive.urls.canonical import url_key

_TELLING = ("feed", "api")
_KEPT = (*_TELLING, "archive", "attachment")  # the last two say where else a page is, or what it belongs to
EDIT_PAUSE = 3600  # seconds that must lie between two fetches of one article, whatever its endpoint claims


class Address(NamedTuple):
    """The first row of a source for an address."""

    url_key: str
    source_id: str
    article_id: int | None
    state: str
    reason: str
    last_tried_at: str | None
    lead_modified: str
    attempts: int
    next_try_at: str | None

    @property
    def is_refused_unasked(self) -> bool:
        """Whether it was refused by its address or by its headline; an answer counts as an attempt."""
        is_unasked = not self.attempts and self.last_tried_at is None
        return self.article_id is None and self.state in ("not-article", "irrelevant") and is_unasked

    @property
    def is_given_up(self) -> bool:
        return self.article_id is None and self.state in REFUSED and self.attempts > 0 and self.next_try_at is None


_COLUMNS = ", ".join(Address._fields)


def record(db: Database, source_id: str, lead: Lead) -> Address | None:
    """Insert a lead, or note that it was listed again. Return what was known of the address by the source."""
    key = url_key(lead.url)
    row = db.execute(
        f"select {_COLUMNS} from urls where url_key = ? and source_id = ? order by id limit 1", [key, source_id]
    ).fetchone()
    known = Address(*row) if row else None
    if known:
        article_id, state, reason, tried = known.article_id, known.state, known.reason, known.last_tried_at
    else:
        article_id = _article_elsewhere(db, key)
        state, reason, tried = "pending" if article_id is None else "archived", "", None
    moment = now()
    db.execute(
        """
        insert into urls (url, url_key, source_id, article_id, state, reason, first_seen_at, last_listed_at,
          last_tried_at, next_try_at, attempts, endpoint, found_by, lead, lead_modified)
        values (:url, :key, :source, :article, :state, :reason, :now, :now, :tried, null, :attempts, :endpoint,
          :found_by, :lead, :modified)
        on conflict (source_id, url) do update set
          found_by = case found_by when '' then excluded.found_by else found_by end,
          last_listed_at = case
            when coalesce(last_listed_at, '') < :yesterday then excluded.last_listed_at else last_listed_at end
        """,
        {
            "url": lead.url,
            "key": key,
            "source": source_id,
            "article": article_id,
            "state": state,
            "reason": reason,
            "tried": tried,
            "attempts": known.attempts if known else 0,
            "now": moment,
            "yesterday": later(moment, -DAY),
            "endpoint": lead.endpoint,
            "found_by": lead.found_by,
            "lead": encode_lead(lead),
            "modified": lead.modified,
        },
    )
    if known and known.article_id and lead.modified and lead.modified != known.lead_modified and tried:
        _note_edit(db, source_id, lead, later(tried, EDIT_PAUSE) if known.lead_modified else None)
    if known and known.article_id is None and tried is None and lead.found_by in _TELLING:
        _know_more(db, source_id, lead)
    return known


def _note_edit(db: Database, source_id: str, lead: Lead, again: str | None) -> None:
    """Record that an endpoint states another time of the last change of an article, which is asked for `again` then.

    What a feed or an API knew of the article stays, though it is a sitemap that lists it now: extraction reads it again
    by that.
    """
    db.execute(
        f"""
        update urls set lead_modified = ?, next_try_at = ?,
          lead = iif(? or coalesce(json_extract(lead, '$.found_by'), '') not in {_TELLING}, ?, lead)
        where url_key = ? and source_id = ?
        """,
        [lead.modified, again, lead.found_by in _TELLING, encode_lead(lead), url_key(lead.url), source_id],
    )


def _know_more(db: Database, source_id: str, lead: Lead) -> None:
    """Replace what a list knew of a page that nobody has asked for by what a feed or an API knows.

    So an article is the same whichever of its endpoints was read first: a sitemap has no title, no full text, and no
    date of publication.
    """
    db.execute(
        f"""
        update urls set found_by = ?, endpoint = ?, lead = ?, lead_modified = ?
        where url = ? and source_id = ? and capture_id is null and found_by not in {_KEPT}
        """,
        [lead.found_by, lead.endpoint, encode_lead(lead), lead.modified, lead.url, source_id],
    )


def _article_elsewhere(db: Database, key: str) -> int | None:
    row = db.execute(
        "select article_id from urls where url_key = ? and article_id is not null limit 1", [key]
    ).fetchone()
    return int(row[0]) if row else None


def reopen(db: Database, address: Address) -> None:
    """Make a refused address pending."""
    db.execute(
        "update urls set state = 'pending', reason = '', next_try_at = null where url_key = ? and source_id = ?",
        [address.url_key, address.source_id],
    )


def offer_again(db: Database, address: Address) -> None:
    """Ask once a quarter for an address that came to the end of its ladder and is still listed."""
    db.execute(
        "update urls set next_try_at = ? where url_key = ? and source_id = ?",
        [later(address.last_tried_at or now(), QUARTER), address.url_key, address.source_id],
    )


def encode_lead(lead: Lead) -> str:
    """Return what a lead says, as JSON."""
    known = {name: value for name, value in asdict(lead).items() if value and name != "url"}
    return json.dumps(known, ensure_ascii=False).encode("utf-8", "replace").decode()


def decode_lead(url: str, stored: str | None) -> Lead:
    """Return a lead from its stored form."""
    known = json.loads(stored or "{}")
    fields: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in known.items()}
    return Lead(url=url, **fields)
