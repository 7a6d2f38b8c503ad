"""What became of an address: its state at each source with the reason, when it is asked again, and its captures."""

from dataclasses import dataclass

from sqlite_utils import Database

from archive.urls.canonical import url_key

_ADDRESSES = """
select source_id, url, state, reason, attempts, first_seen_at, last_tried_at, next_try_at, found_by, endpoint,
  article_id
from urls where url_key = ? or url = ? order by source_id, url
"""
_CAPTURES = """
select id, source_id, fetched_at, status, outcome from captures
where url = ? or url in (select url from urls where url_key = ? or url = ?)
  or id in (select capture_id from urls where url_key = ? or url = ?)
order by fetched_at, id
"""


@dataclass(frozen=True, slots=True)
class AddressState:
    """An address at one source. Moments are UTC; `next_try_at` is None when it is not to be asked again."""

    source_id: str
    url: str
    state: str
    reason: str
    attempts: int
    first_seen_at: str
    last_tried_at: str | None
    next_try_at: str | None
    found_by: str
    endpoint: str
    article_id: int | None


@dataclass(frozen=True, slots=True)
class CaptureOutcome:
    """A response that was received for an address, and what was made of it."""

    id: int
    source_id: str
    fetched_at: str
    status: int
    outcome: str


def states_of(db: Database, url: str) -> list[AddressState]:
    """Return the states of an address, by source. Raises UrlError when it is no URL."""
    return [AddressState(*row) for row in db.execute(_ADDRESSES, [url_key(url), url]).fetchall()]


def captures_of(db: Database, url: str) -> list[CaptureOutcome]:
    """Return the captures of an address, the oldest first. Raises UrlError when it is no URL."""
    rows = db.execute(_CAPTURES, [url, *[url_key(url), url] * 2]).fetchall()
    return [CaptureOutcome(id_, source, at, status, outcome or "") for id_, source, at, status, outcome in rows]
