"""Which leads of a source are worth a request: the patterns of its catalogue entry, and the marks of traps."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from archive.records import Lead
from archive.urls.canonical import canonical_url
from crawler.catalogue.source import Source
from crawler.catalogue.url_patterns import MALFORMED, OUTSIDE, refusal
from crawler.spiders.crawl import Crawl
from crawler.spiders.store import Refused
from crawler.spiders.url_traps import has_session, list_trap_reason, trap_reason

FOREIGN = "nothing of space in headline and summary"
_FIRST_NEWS_SITES = "1994-01-01"


@dataclass(frozen=True, slots=True)
class Judged:
    """The leads of a page: those to fetch, those refused with their reasons, and how many were outside the pattern."""

    admitted: tuple[Lead, ...]
    refused: tuple[Refused, ...]
    misfits: int

    def without(self, irrelevant: Sequence[bool]) -> "Judged":
        """Refuse those of the admitted leads that are marked as irrelevant."""
        marked = list(zip(self.admitted, irrelevant, strict=True))
        refused: list[Refused] = [(lead, "irrelevant", FOREIGN) for lead, is_foreign in marked if is_foreign]
        kept = tuple(lead for lead, is_foreign in marked if not is_foreign)
        return Judged(kept, (*self.refused, *refused), self.misfits)


class Admission:
    """Built once a source."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def judge(self, leads: Iterable[Lead]) -> Judged:
        """Divide leads into those to fetch and those not to. Session ids go from the addresses first."""
        admitted: list[Lead] = []
        refused: list[Refused] = []
        for lead in map(_without_session, leads):
            reason = self.reason(lead)
            if not reason:
                admitted.append(lead)
            elif reason != MALFORMED:  # which has no key to be kept under
                refused.append((lead, "not-article", reason))
        return Judged(tuple(admitted), tuple(refused), sum(1 for _, _, reason in refused if reason == OUTSIDE))

    def reason(self, lead: Lead) -> str:
        """Return why this lead is not to be fetched, empty when it is."""
        reason = refusal(self._source, lead.url)
        if not reason and lead.found_by == "listing" and (trap := trap_reason(lead.url, datetime.now(UTC).date())):
            reason = f"trap: {trap}"
        return reason


def is_before(lead: Lead, since: str) -> bool:
    """Return whether the lead's own date, where it is plainly machine-readable, lies before a day (YYYY-MM-DD).

    A date from before news sites existed is a mistake of the software, and counts as none.
    """
    day = _day(lead.published or lead.modified) if since else ""
    return bool(day) and _FIRST_NEWS_SITES <= day < since


def without_traps(crawl: Crawl, kind: str, pages: Sequence[str]) -> list[str]:
    """Return the further pages of a list that are no traps; the run records which were left."""
    today = datetime.now(UTC).date()
    traps = {url: reason for url in pages if kind == "listing" and (reason := list_trap_reason(url, today))}
    for url, reason in traps.items():
        crawl.bound(f"{url}, which looks like a trap: {reason}")
    return [url for url in pages if url not in traps]


def _without_session(lead: Lead) -> Lead:
    """Take a session id out of the address: it is another at each visit, the page is not."""
    if not has_session(lead.url):
        return lead
    return replace(lead, url=canonical_url(lead.url))


def _day(stated: str) -> str:
    """Return the day of an ISO 8601 or RFC 822 date (YYYY-MM-DD), empty for anything else."""
    if re.match(r"\d{4}-\d\d-\d\d", stated):
        return stated[:10]
    try:
        return parsedate_to_datetime(stated).date().isoformat()
    except ValueError:
        return ""
