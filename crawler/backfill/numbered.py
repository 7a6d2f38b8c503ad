"""Articles whose addresses differ by a number: which numbers may be of the days asked for."""

import re
from collections.abc import Iterable, Iterator

from archive.records import Lead
from crawler.backfill.span import Span
from crawler.catalogue.source import Numbered


def numbers(numbered: Numbered, span: Span, known: Iterable[tuple[str, str]]) -> range:
    """The numbers to try, the highest first, from addresses that are known, with their day or an empty string.

    Numbers grow with time: one whose article is older than the span bounds it from below, a younger one from above.
    Empty when the highest number is not known.
    """
    pattern = re.compile(re.escape(numbered.url).replace(re.escape("{n}"), r"(\d{1,9})"))
    found = [(int(match[1]), day) for url, day in known if (match := pattern.match(url))]
    low = max((number + 1 for number, day in found if day and day < span.first), default=numbered.first)
    high = numbered.last or max((number for number, _ in found), default=0)
    if span.last:
        high = min([number - 1 for number, day in found if day and day > span.last and number > low] + [high])
    return range(high, max(low, numbered.first) - 1, -1)


def leads(numbered: Numbered, chosen: range) -> Iterator[Lead]:
    for number in chosen:
        yield Lead(numbered.url.replace("{n}", str(number)), found_by="number", endpoint=numbered.url)
