"""Find the month or the year that a document states without a day: on its cover, in its imprint, in running heads.

Reports, guidelines and studies often state no more. It refuses the day on which a file was made again in another month,
and dates the document where nothing knows its day. The year of the rights ("© 2014") does not: it is often older.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile

import regex

from archive.records import Evidence, Precision
from crawler.extract.dates.calendars import westernised
from crawler.extract.documents.content import YEAR, Content
from crawler.extract.documents.front_lines import edition_month, month_in, months_on

_COVER = 3  # pages in which a month alone is looked for
_LINES = 120  # blocks of these pages
_PAGES = 2  # pages in which a month next to other words is
_FRONT = 30  # blocks of these pages
_LINE = 80  # characters of a line with a month alone
_SHORT = 120  # characters of a line that may state when the document was published
_PLACE = regex.compile(  # "New York, 2017", "Нью-Йорк, 2025 год"
    r"[\p{L}\p{M} .'’()–-]{2,60}, ?((?:19|20)\d\d)(?: г(?:\.|од)?| год| ?[年년])?\.?"
)
_WEIGHT = 3.0  # that of the weakest evidence by which a page is dated


def stated_months(content: Content) -> frozenset[str]:
    """Return the months (YYYY-MM) that lines of the first pages state without a day."""
    lines = _first_lines(content, _COVER, _LINES)
    return frozenset(month for line in lines if len(line) <= _LINE and (month := month_in(line)))


def states_other_year(content: Content) -> bool:
    """Return whether the front names months or years, none of which is that in which the file was made."""
    if months := stated_months(content) | _months_of_imprint(content):
        return content.created[:7] not in months
    years = {year for line in _short_lines(content, _COVER, 2 * _FRONT) for year in YEAR.findall(line)}
    return bool(years) and content.created[:4] not in years


def stated_period(content: Content, fetched_at: str) -> Evidence | None:
    """Return the month or else the year in which the document says that it was published, not after it was fetched."""
    lines = list(_short_lines(content, _COVER, 2 * _FRONT))
    months = _stated(lines, month_in) or _stated(lines, edition_month)
    for found in (months, _stated(lines, _year_of_place)):
        period, line = next(iter(found.items()), ("", ""))
        if len(found) == 1 and period <= fetched_at[: len(period)]:
            first = f"{period}-01-01"[: len("YYYY-MM-DD")]
            precision: Precision = "month" if "-" in period else "year"
            return Evidence("published", line, f"{first}T00:00:00Z", precision, "text", "none", "", True, _WEIGHT)
    return None


def _stated(lines: Sequence[str], find: Callable[[str], str]) -> dict[str, str]:
    """Return the periods that the lines state, each with the first of its lines."""
    return {period: line for line in reversed(lines) if (period := find(line))}


def _year_of_place(line: str) -> str:
    found = _PLACE.fullmatch(westernised(line).strip())
    return found[1] if found else ""


def _months_of_imprint(content: Content) -> frozenset[str]:
    """Return the months next to other words on the cover, behind it and in running heads."""
    return frozenset(month for line in _short_lines(content, _PAGES, _FRONT) for month in months_on(line))


def _short_lines(content: Content, pages: int, most: int) -> Iterator[str]:
    """Yield the short ones of the first lines and of the running heads, where days are stated."""
    return (line for line in (*_first_lines(content, pages, most), *content.heads) if len(line) <= _SHORT)


def _first_lines(content: Content, pages: int, most: int) -> Iterator[str]:
    return (block.text for block in takewhile(lambda block: block.page <= pages, content.blocks[:most]))
