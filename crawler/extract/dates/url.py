"""Read the day from a URL: many outlets file their articles by it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from crawler.extract.dates.candidates import Candidate, Window
from crawler.extract.dates.locale import DateLocale

_URL_DAY = (
    re.compile(r"(?<!\d)((?:19|20)\d\d)[/._-](0?[1-9]|1[0-2])[/._-](0?[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(r"(?<!\d)((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=/)"),
)
_URL_SERIAL = re.compile(
    r"(?<!\d)(20[0-3]\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d\d{0,10}(?!\d)"
)
_URL_DAY_FIRST = re.compile(r"(?:^|[/_-])(0[1-9]|[12]\d|3[01])([-._]?)(0[1-9]|1[0-2])\2((?:19|20)\d\d)(?=$|[/._-])")
_URL_NAMED = re.compile(
    r"/((?:19|20)\d\d)[/-](jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}[/-](\d{1,2})(?!\d)",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def url_dates(urls: Iterable[str], window: Window) -> list[Candidate]:
    """Read the day in the path of the URL: /2024/03/06/, 2024-03-06, 20240306, /2024/mar/06/."""
    for url in urls:
        path = re.sub(r"^[a-z]+://[^/]+", "", url[:500])
        for year, month, day, raw in _url_days(path, window.locale):
            try:
                stated = date(year, month, day).isoformat()
            except ValueError:
                continue
            found = window.candidate(stated, "published", "url", 5.0)
            if found:
                return [replace(found, evidence=replace(found.evidence, raw=raw))]
    return []


def _url_days(path: str, locale: DateLocale) -> Iterator[tuple[int, int, int, str]]:
    for pattern in (*_URL_DAY, _URL_SERIAL):
        for match in pattern.finditer(path):
            yield int(match[1]), int(match[2]), int(match[3]), match[0]
    for match in _URL_DAY_FIRST.finditer(path):
        if int(match[1]) > 12 or locale.numeric_order(match[2]) == "DMY":
            yield int(match[4]), int(match[3]), int(match[1]), match[0]
    for match in _URL_NAMED.finditer(path):
        yield int(match[1]), _MONTHS.index(match[2].lower()) + 1, int(match[3]), match[0]
