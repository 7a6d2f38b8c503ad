"""Which leads of a source are worth a request: the patterns of its catalogue entry, and the marks of traps."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from archive.records import Lead, State
from crawler.catalogue.source import Source
from crawler.catalogue.url_patterns import refusal
from crawler.spiders.url_traps import list_trap_reason, trap_reason

if TYPE_CHECKING:
    from crawler.spiders.source_spider import SourceSpider


@dataclass(frozen=True, slots=True)
class Refusal:
    state: State
    reason: str


class Admission:
    """Built once a source; `since` is a day (YYYY-MM-DD) or empty."""

    def __init__(self, source: Source, since: str = "") -> None:
        self._source = source
        self._since = since

    def refusal(self, lead: Lead) -> Refusal | None:
        """Why this lead is not to be fetched, None when it is."""
        reason = refusal(self._source, lead.url)
        if not reason and lead.found_by == "listing" and (trap := trap_reason(lead.url, datetime.now(UTC).date())):
            reason = f"trap: {trap}"
        return Refusal("not-article", reason) if reason else None

    def too_old(self, lead: Lead) -> bool:
        """Whether the lead's own date, where it is plainly machine-readable, lies before `since`."""
        day = _day(lead.published or lead.modified) if self._since else ""
        return bool(day) and day < self._since

    def all_too_old(self, leads: Sequence[Lead]) -> bool:
        """Whether a page lists nothing but what lies before `since`, so that what follows it does too."""
        return bool(leads) and all(self.too_old(lead) for lead in leads)


def without_traps(spider: "SourceSpider", kind: str, pages: Sequence[str]) -> list[str]:
    """The further pages of a list that are no traps; the run says which were left."""
    today = datetime.now(UTC).date()
    traps = {url: reason for url in pages if kind == "listing" and (reason := list_trap_reason(url, today))}
    for url, reason in traps.items():
        spider.bound(f"{url}, which looks like a trap: {reason}")
    return [url for url in pages if url not in traps]


def _day(stated: str) -> str:
    """The day of an ISO 8601 or RFC 822 date (YYYY-MM-DD), empty for anything else."""
    if re.match(r"\d{4}-\d\d-\d\d", stated):
        return stated[:10]
    try:
        return parsedate_to_datetime(stated).date().isoformat()
    except ValueError:
        return ""
