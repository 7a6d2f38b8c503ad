"""Patterns for the written forms of a day with its year, linear over a short text.

Month names are looked up in `months`. Where a numeric day can be read in two ways and nothing determines the
order, it is not a date.
"""

import re
from collections.abc import Iterator
from datetime import date

from crawler.extract.dates.labels import says_published, says_updated
from crawler.extract.dates.locale import DateLocale
from crawler.extract.dates.months import month_number, weekday_number

_WORD = r"([^\W\d_][^\s\d,.:;|/()\[\]<>·•–—-]{1,19})"
_YEAR = r"((?:19|20)\d\d)(?!\d)"
_YMD = re.compile(rf"(?<!\d){_YEAR}\s?([-/.])\s?(\d{{1,2}})\s?\2\s?(\d{{1,2}})(?!\d)")
_HAN = re.compile(rf"(?<!\d){_YEAR}\s{{0,2}}[年년]\s{{0,2}}(\d{{1,2}})\s{{0,2}}[月월]\s{{0,2}}(\d{{1,2}})(?!\d)")
_SPLIT = re.compile(rf"(?<!\d){_YEAR}\s{{1,3}}(\d\d)\s?([/-])\s?(\d\d)(?!\d)")  # a year, and month and day below it
_NUMERIC = re.compile(rf"(?<![\d./-])(\d{{1,2}})\s?([-/.|])\s?(\d{{1,2}})\s?\2\s?{_YEAR}(?!\.\d)")
_SHORT = re.compile(r"(?<![\d./-])(\d\d)\.(\d\d)\.([0-3]\d)(?!\.?\d)")
_SLASHED = re.compile(r"(?<![\d./-])(\d{1,2})/(\d{1,2})/([0-3]\d)(?![\d/])")
_YEAR_FIRST = frozenset({"ko", "ja", "zh", "hu", "mn"})  # where 24.03.06 starts with the year
_ERA_LETTER = re.compile(r"(?<![A-Za-z\d])([RHS])\s?(\d{1,2})[./](\d{1,2})[./](\d{1,2})(?![\d.])")
_ERA_START = {"R": 2018, "H": 1988, "S": 1925}
_MINGUO = re.compile(r"(?<![\d./-])(1[0-4]\d)([-./])(\d{1,2})\2(\d{1,2})(?![\d.])")
_TWO_DIGITS = re.compile(
    r"(?<![\d:.,])(\d{1,2})(?:-([^\W\d_]{3,9}\.?)-|\s([^\W\d_]{3,20}\.?),?\s['’])([0-3]\d)(?!\d)", re.IGNORECASE
)
_WORD_BEFORE = re.compile(r"([^\W\d_]{2,20})[\s.,()|·–-]{1,4}$")
_VIETNAMESE = re.compile(rf"(?<!\d)(\d{{1,2}})\s(?:tháng|thg|Tháng)\s(\d{{1,2}})[\s,/]{{1,3}}(?:năm\s)?{_YEAR}")
_MONGOLIAN = re.compile(rf"(?<!\d){_YEAR}\s?он(?:ы)?\s(\d{{1,2}})(?:-р)?\sсарын\s(\d{{1,2}})(?!\d)")
_PARTICLE = r"(?:(?:de|of|di|del|d['’]|den|van|ta['’]|a)\s)?"
_DAY = r"(?<![\d:.,])(\d{1,2})(?:st|nd|rd|th|er|º|°|ª|-?го|-an)?[\s.,/-]{0,3}"
_DAY_WORD = re.compile(rf"{_DAY}(?:ימים\s)?{_PARTICLE}ב?{_WORD}[\s.,/'-]{{0,3}}{_PARTICLE}{_YEAR}", re.IGNORECASE)
_WORD_DAY = re.compile(
    rf"(?<![^\W\d_]){_WORD}[\s.,/-]{{1,3}}(\d{{1,2}})(?:st|nd|rd|th)?[\s.,/]{{1,3}}{_YEAR}", re.IGNORECASE
)
_YEAR_WORD = re.compile(
    rf"(?<!\d){_YEAR}(?:\(?e?\)?ko)?[\s.,-]{{1,3}}(?:m\.\s|gada\s|g\.\s|թ\.\s)?{_WORD}[\s.,-]{{1,3}}(\d{{1,2}})(?![\d:])",
    re.IGNORECASE,
)
_YEAR_DAY = re.compile(
    rf"(?<!\d){_YEAR}[\s.,-]{{0,3}}(?:gada|ж)[.,\s]{{1,3}}(\d{{1,2}})[.\s-]{{1,2}}{_WORD}", re.IGNORECASE
)
_NUMBERED = re.compile(
    r"(?:(?P<short>\b(?:no|nr|vol|núm|num|iss)\.|\bn[°º]|№)|\b(?:report|paper|brief|note|issue|number|volume|series|bulletin"
    r"|rapport|numéro|número|heft|ausgabe|band|informe|bericht|rapporto|relatório|выпуск))\s?$",
    re.IGNORECASE,
)
_UNIX = re.compile(rf"([A-Za-z]{{3}})\s{{1,2}}(\d{{1,2}})\s(\d\d:\d\d:\d\d\s(?:[A-Z]{{3,4}}|[+-]\d{{4}}))\s{_YEAR}")


def written_days(text: str, locale: DateLocale) -> Iterator[tuple[int, int, date, str]]:
    """Yield each day with its start and end, and the clock time when it lies within (else empty)."""
    for pattern, order in ((_YMD, (1, 3, 4)), (_HAN, (1, 2, 3)), (_MONGOLIAN, (1, 2, 3)), (_VIETNAMESE, (3, 2, 1))):
        for match in pattern.finditer(text):
            year, month, day = (int(match[group]) for group in order)
            yield from _entry(match, day_of(year, month, day))
    for match in _SPLIT.finditer(text) if "zh" in locale.languages else ():
        yield from _entry(match, day_of(int(match[1]), int(match[2]), int(match[4])))
    for match in _NUMERIC.finditer(text):
        readings = _readings(int(match[1]), int(match[3]), int(match[4]), locale.numeric_order(match[2]))
        yield from _entry(match, _settled(readings, text[: match.start()], locale))
    yield from _short_years(text, locale)
    for match in _UNIX.finditer(text):
        found = day_of(int(match[4]), month_number(match[1], ()), int(match[2]))
        if found:
            yield match.start(), match.end(), found, match[3]
    for pattern, (y, m, d) in (
        (_DAY_WORD, (3, 2, 1)),
        (_WORD_DAY, (3, 1, 2)),
        (_YEAR_WORD, (1, 2, 3)),
        (_YEAR_DAY, (1, 3, 2)),
    ):
        for match in pattern.finditer(text):
            if pattern is _DAY_WORD and _is_number_of_issue(text, match):
                continue
            month = month_number(match[m], locale.languages)
            yield from _entry(match, day_of(int(match[y]), month, int(match[d])) if month else None)


def _is_number_of_issue(text: str, match: re.Match[str]) -> bool:
    """Return whether the number before a month counts reports: "No. 12 March 2031", "Report 12, March 2031"."""
    before = _NUMBERED.search(text[max(0, match.start() - 20) : match.start()])
    return before is not None and bool(before["short"] or re.match(r"\d{1,2},", match[0]))


def _short_years(text: str, locale: DateLocale) -> Iterator[tuple[int, int, date, str]]:
    """Yield days whose year is not written in four digits.

    It is abbreviated, or counted in an era named by a letter or a country. Dots separate such a day: slashes between
    three short numbers may mean anything but after a label ("Published on 01/25/31").
    """
    year_first = bool(_YEAR_FIRST.intersection(locale.languages))
    for match in _SHORT.finditer(text):
        first, second, last = int(match[1]), int(match[2]), int(match[3])
        day, month = (second, first) if locale.numeric_order(".") == "MDY" else (first, second)
        yield from _entry(match, day_of(2000 + first, second, last) if year_first else day_of(2000 + last, month, day))
    for match in _SLASHED.finditer(text):
        if says_published(text[: match.start()]) or says_updated(text[: match.start()]):
            days = _readings(int(match[1]), int(match[2]), 2000 + int(match[3]), locale.numeric_order("/"))
            yield from _entry(match, _settled(days, "", locale))
    for match in _ERA_LETTER.finditer(text) if "ja" in locale.languages else ():
        yield from _entry(match, day_of(_ERA_START[match[1]] + int(match[2]), int(match[3]), int(match[4])))
    for match in _MINGUO.finditer(text) if locale.country == "TW" or "zh" in locale.languages else ():
        yield from _entry(match, day_of(1911 + int(match[1]), int(match[3]), int(match[4])))
    for match in _TWO_DIGITS.finditer(text):
        month = month_number(match[2] or match[3], locale.languages)
        yield from _entry(match, day_of(2000 + int(match[4]), month, int(match[1])) if month else None)


def _entry(match: re.Match[str], day: date | None) -> Iterator[tuple[int, int, date, str]]:
    if day:
        yield match.start(), match.end(), day, ""


def _readings(first: int, second: int, year: int, order: str) -> list[date]:
    """Return the days that a numeric date can name, the likelier first.

    Only those of the order where it is known.
    """
    both = {"DMY": day_of(year, second, first), "MDY": day_of(year, first, second)}
    days = [both[order]] if first <= 12 and second <= 12 and order in both else list(both.values())
    return list(dict.fromkeys(day for day in days if day))


def _settled(readings: list[date], before: str, locale: DateLocale) -> date | None:
    """Return the only reading, or of two the one that the preceding weekday confirms."""
    if len(readings) < 2:
        return readings[0] if readings else None
    word = _WORD_BEFORE.search(before)
    weekday = weekday_number(word[1], locale.languages) if word else 0
    return next((day for day in readings if day.isoweekday() == weekday), None)


def day_of(year: int, month: int, day: int) -> date | None:
    """Return the day; None when it does not exist in the calendar."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
