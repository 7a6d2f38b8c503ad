"""Find the day of a document that its front does not state: behind a cover, in running heads, or by the signatures.

Covers of reports state a month alone; a day of this month alone on a line of the first pages is when the report was
sent. Decrees, notices and letters are dated where they are signed.
"""

from collections.abc import Iterator, Sequence

from archive.blocks import TextBlock
from crawler.extract.dates.calendars import westernised
from crawler.extract.dates.locale import DateLocale
from crawler.extract.dates.parser import find_dates
from crawler.extract.documents.content import Content
from crawler.extract.documents.front_authors import are_persons
from crawler.extract.documents.front_lines import REST, day_made, is_day, is_signatory, month_in
from crawler.extract.documents.issuing_body import body_name
from crawler.extract.documents.stated_periods import stated_months

_LETTER = 6  # pages in which the day in the stated month is looked for
_FIRST, _LAST = 120, 12  # blocks of these pages, and of the end
_NEAR = 2  # lines
_SHORT = 80  # characters of a line
_HEAD = 110  # characters of a running head
_SIGNED = 12  # pages of a document that may be dated at its end; the last lines of a report are of its annexes


def day_elsewhere(content: Content) -> str:
    """Return the line that states the day of a document whose front does not, or an empty string."""
    if months := stated_months(content):
        lines = ((block.text, day) for block in _first(content.blocks, _LETTER) for day in _days(block.text))
        return next((line for line, day in lines if day[:7] in months), "")
    is_long = max((block.page for block in content.blocks), default=0) > _SIGNED
    day = next(filter(None, (day_made(block.text) for block in _first(content.blocks, 1))), "")
    return day or _repeated_day(content.heads) or ("" if is_long else _signed_day(content.blocks[-_LAST:]))


def _repeated_day(heads: Sequence[str]) -> str:
    """Return the running head that states a day, if all that do state the same one: "POSTnote 692, 8 November 2022"."""
    days = {line: found for line in heads if (found := {*_days(line, _HEAD, _HEAD)})}
    return next(iter(days), "") if len(set().union(*days.values())) == 1 else ""


def _signed_day(end: Sequence[TextBlock]) -> str:
    """Return the line with a day near which somebody signs (a minister, a person, a ministry), or the only one."""
    signs = [is_signatory(block.text) or are_persons(block.text) or bool(body_name(block.text)) for block in end]
    dated = [(at, block.text, days) for at, block in enumerate(end) if (days := set(_days(block.text)))]
    signed = (line for at, line, _ in dated if any(signs[max(0, at - _NEAR) : at + _NEAR + 1]))
    is_only = len(set().union(*(days for _, _, days in dated))) == 1
    return next(signed, dated[0][1] if is_only else "")


def _first(blocks: Sequence[TextBlock], pages: int) -> list[TextBlock]:
    return [block for block in blocks[:_FIRST] if block.page <= pages]


def _days(line: str, longest: int = _SHORT, rest: int = REST) -> Iterator[str]:
    """Yield the day that a line of at most `longest` characters states, and no more than `rest` others."""
    if len(line) <= longest and is_day(line, rest) and not month_in(line):
        yield from (stated.day for stated, _, _ in find_dates(westernised(line), DateLocale()))
