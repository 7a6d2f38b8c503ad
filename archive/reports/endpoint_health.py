"""Health of the endpoints of a source, by their last polls."""

from dataclasses import dataclass

from sqlite_utils import Database

from archive.clock import later
from archive.reports.conditions import WRONG, Condition, condition_of
from archive.reports.failures import PASSING, failure_class

PATIENCE_S = 12 * 3600  # for which a failure that is likely to pass is no news
_CONFIRMED = 2  # failures in a row after which any other is

_POLLS = """
select p.url, p.kind, p.reason, p.failures, p.failing_since, p.checked_at, p.listed, p.moved_to, p.next_due_at,
  f.url is not null,
  coalesce((select url from found_endpoints r where r.source_id = p.source_id and r.replaces = p.url limit 1), '')
from polls p left join found_endpoints f on f.source_id = p.source_id and f.url = p.url
where p.source_id = ? and p.parent = '' order by p.url
"""


@dataclass(frozen=True, slots=True)
class EndpointHealth:
    """One endpoint. `since` is when it began to fail, `entries` what it listed when it was last read.

    `moved_to` is where a permanent redirect led, `replaced_by` the endpoint that a crawl found in its place;
    `is_found` marks one that a crawl found itself.
    """

    url: str
    kind: str
    condition: Condition
    reason: str
    failures: int
    since: str | None
    last_read_at: str | None
    entries: int
    moved_to: str
    next_due_at: str | None
    is_found: bool
    replaced_by: str

    @property
    def is_wrong(self) -> bool:
        return self.condition in WRONG

    def is_persistent(self, moment: str) -> bool:
        """Return whether this is worth an alarm: a failure that is not over by itself soon."""
        if not self.is_wrong:
            return False
        if failure_class(self.reason) in PASSING:
            return self.since is not None and self.since <= later(moment, -PATIENCE_S)
        return self.failures >= _CONFIRMED


def endpoints_of(db: Database, source_id: str) -> tuple[EndpointHealth, ...]:
    """Return the health of each endpoint of a source, without the sitemaps that an index names."""
    return tuple(_endpoint(*row) for row in db.execute(_POLLS, [source_id]).fetchall())


def _endpoint(
    url: str,
    kind: str,
    reason: str,
    failures: int,
    since: str | None,
    checked: str | None,
    listed: int,
    moved: str,
    due: str | None,
    is_found: int,
    replaced_by: str,
) -> EndpointHealth:
    condition: Condition = "well"
    if failures:
        condition = "moved" if replaced_by else condition_of(reason)
    elif checked is None:
        condition = "new"
    elif moved:
        condition = "moved"
    return EndpointHealth(
        *(url, kind, condition, reason, failures, since, checked, listed, moved, due, bool(is_found), replaced_by)
    )
