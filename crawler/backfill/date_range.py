"""The days that a backfill is for, and what can be known beforehand of an address, a lead or a sitemap's name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from archive.records import Lead
from crawler.discovery.timestamps import NEVER, instant

# A year and a month, set apart; a year alone may be a number of another kind.
_MONTH = re.compile(r"(?<!\d)((?:19|20)\d{2})[-_/](0?[1-9]|1[0-2])(?:[-_/](0?[1-9]|[12]\d|3[01]))?(?!\d)")


@dataclass(frozen=True, slots=True)
class Span:
    """First and last day, YYYY-MM-DD, both inclusive; `last` may be empty, for no end."""

    first: str
    last: str = ""

    @property
    def walk(self) -> str:
        """What the walk for this span is called in the archive."""
        return f"{self.first}/{self.last}"

    def until(self, today: date) -> str:
        return self.last or today.isoformat()

    def admits(self, lead: Lead) -> bool:
        """Return whether the article may be of these days. What states no date may be; extraction decides.

        A time of an edit proves only that the article is not younger.
        """
        published, modified = _day(lead.published), _day(lead.modified)
        if published:
            return self.first <= published and not self._ends_before(published)
        earliest, latest = _named(lead.url)
        if latest and latest < self.first:
            return False
        if earliest and self._ends_before(earliest):
            return False
        return not (modified and modified < self.first)

    def may_list(self, sitemap: str) -> bool:
        """Return whether a sitemap may list pages of these days, by the month in its name."""
        earliest, latest = _named(sitemap)
        return not (latest and latest < self.first) and not (earliest and self._ends_before(earliest))

    def is_passed(self, leads: Sequence[Lead]) -> bool:
        """Return whether a page of a list, newest first, lies wholly before these days, and so does the rest."""
        days = [_day(lead.published) for lead in leads]
        return bool(days) and all(day and day < self.first for day in days)

    def _ends_before(self, day: str) -> bool:
        return bool(self.last) and day > self.last


def _day(stated: str) -> str:
    moment = instant(stated) if stated else NEVER
    return "" if moment == NEVER else moment.date().isoformat()


def _named(url: str) -> tuple[str, str]:
    """Return first and last day of the period that an address speaks of, empty when it speaks of none."""
    found = _MONTH.search(url.partition("//")[2].partition("/")[2])
    if not found:
        return "", ""
    year, month, day = found[1], found[2].zfill(2), found[3]
    if day:
        return (f"{year}-{month}-{day.zfill(2)}",) * 2
    return f"{year}-{month}-01", f"{year}-{month}-31"
