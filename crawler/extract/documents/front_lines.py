"""Recognise what a line on the front of a document is: a body, a kind of document, a number, a day, a label.

Letterheads, series and kinds ("PUBLIC NOTICE", "Assemblée générale", "Drucksache 20/12345") are often printed larger
than the title, and what they are does not depend on how they are printed.
"""

from functools import cache
from typing import Literal

import regex

from crawler.extract.dates.calendars import may_hold_day, westernised
from crawler.extract.dates.locale import DateLocale
from crawler.extract.dates.parser import find_dates
from crawler.html.word_lists import read_word_lists

Role = Literal["kind", "number", "day", "label", ""]

_LONGEST = 200  # characters of a line that is looked at
_NUMBER = regex.compile(  # as large as a title on covers: "A/AC.105/1234/Rev.1", "COM(2026) 123 final"
    r"(?=\D{1,20}\d)(?!.{0,200}\s(?:19|20)\d\d(?:[/–-]\d\d)?$)(?!.{0,99}[A-Z]{5}.{0,99}\s\d+$)[A-Z]{1,8}[\s.()\d/A-Z-]*(?:(?:/?(?:Add|Corr|Rev)\.\s?\d{1,3})|final)?"
    r"|(?i:drucksache|number|(?:report |order )?no\.|n[°ºo]\.?|nr\.?|núm\.|№|第)\s?[\dA-Z][\w/.–-]{0,20}号?"
    r"|[A-Z]{2,8} [\w-]{1,10}–\d{1,6}"
    r"|[\[(]?(?:[A-Z]{2,5} )?(?i:docket|file|case|rin|\d{1,2} CFR Part)s?(?: Nos?\.)?\s?:?\s?"
    r"[A-Z]*[\d–-][\w, –-]{0,60}[\])]?"
)
_END = regex.compile(
    r"\s+(?:(?=\S{0,20}\d)[A-Z]{1,8}[/-]|[A-Z]{1,8} (?=\d)|(?:[A-Z]{1,8} )?(?:No\.|N°|Drucksache) ?(?=\S{0,9}\d))"
    r"[\w./()–-]{1,30}$"
)
_BEGIN = regex.compile(r"^(?=\S{0,20}\d)[A-Z]{1,8}/[\w./()-]{2,30}\s+")
_MONTH = regex.compile(
    r"[\p{L}\p{M}]{3,12}\.?(?: de| d[ei])? (?:19|20)\d\d(?: г\.?| года)?|(?:19|20)\d\d\s?[年.년]\s?\d{1,2}\s?[月.월]?"
)
_NUMERIC = regex.compile(r"(?:19|20)\d\d\.\s?\d{1,2}")
_SLASHED = regex.compile(r"(0[1-9]|1[0-2])/((?:19|20)\d\d)")  # "(12/2010)"
_TO = r"(?:[-–/]| and | et | und | y | e )"
_MONTH_IN = regex.compile(  # in a line: "Published March 2024", "March–April 2024", "2024年3月発行"; no day of it
    r"(?<![\p{L}\p{M}]|\b\d{1,2}(?:st|nd|rd|th|er|º|\.)?(?: de| of)? |[–-]\d{1,2} )"
    rf"(?:(?P<first>[\p{{L}}\p{{M}}]{{3,12}}\.?)\s?{_TO}\s?)?"
    r"(?P<month>[\p{L}\p{M}]{3,12}\.?)(?:,| de| d[ei]| /)? (?P<year>(?:19|20)\d\d)(?!\d)"
    r"|(?P<east>(?:19|20)\d\d\s?[年년]\s?\d{1,2}\s?[月월])(?!\s?\d{1,2}\s?[日일])"
)
_SEASON = regex.compile(
    r"\b(?:spring|summer|autumn|fall|winter|printemps|été|automne|hiver|frühjahr|frühling|sommer|herbst|primavera|verano|otoño"
    r"|invierno|estate|autunno|inverno|verão|outono|весна|лето|осень|зима|q[1-4]) ((?:19|20)\d\d)\b",
    regex.IGNORECASE,
)
_RIGHTS = regex.compile(r"©|\(c\)|\bcopyright\b", regex.IGNORECASE)
_OTHERS = 40  # characters next to a month, on a line of a cover or an imprint
_ROMAN = regex.compile(r"^[IVX]{1,4}(?:\.\s?|\s\(?)")  # a part of a gazette: "I. Disposiciones generales"
_AFTER = {  # what follows a word of a list
    "subjects": r"\s{0,3}[:：]", "labels": r"\s?(?:[:：]|\.:)", "subjects_without_colon": r"\s+(?=[^\W\d_a-zа-я])",
    "made": r"[\s:：]", "dates": r"\s{0,2}[:：]?\s{0,3}",
}  # fmt: skip
REST = 30  # characters next to the day on a line that states it: a place, "Released:", the weekday


def role_of(text: str) -> Role:
    """Return what a line is if it cannot be the title of a document."""
    line = " ".join(text.split()).strip("*()[]–- ")
    if not line or len(line) > _LONGEST:
        return ""
    if _NUMBER.fullmatch(line):
        return "number"
    if _pattern("labels").match(line):
        return "label"
    if _pattern("kinds").fullmatch(_ROMAN.sub("", without_number(line))):
        return "kind"
    return "day" if is_day(line) else ""


def is_day(line: str, rest: int = REST) -> bool:
    """Return whether a line states a day or a month, and no more than `rest` other characters."""
    if month_in(line):
        return True
    if not may_hold_day(line):
        return False
    west = westernised(line)
    days = list(find_dates(west, DateLocale()))
    return bool(days) and len(west) - sum(end - start for _, start, end in days) <= rest


def month_in(line: str) -> str:
    """Return the month (YYYY-MM) that a line states without a day, or an empty string."""
    month = westernised(line).strip("（）()|,. ")
    if slashed := _SLASHED.fullmatch(month):
        return f"{slashed[2]}-{slashed[1]}"
    if not _MONTH.fullmatch(month):
        return ""
    whole = f"{month}1日" if month.endswith("月") else f"{month} 1일" if month.endswith("월") else f"1 {month}"
    whole = f"{month}. 1." if _NUMERIC.fullmatch(month) else whole
    return next((stated.day[:7] for stated, _, _ in find_dates(westernised(whole), DateLocale())), "")


def months_on(line: str) -> frozenset[str]:
    """Return the months that a short line states, with other words: "Vienna, March 2024", "This edition July 2016".

    A season or a quarter is month 00 of its year, in which no file is made.
    """
    west = westernised(line)
    found = list(_MONTH_IN.finditer(west))
    if len(west) - sum(len(one[0]) for one in found) > _OTHERS:
        return frozenset()
    stated = (f"{word} {one['year']}" for one in found if one["year"] for word in (one["first"], one["month"]) if word)
    months = map(month_in, (*stated, *(one["east"] for one in found if one["east"])))
    return frozenset((*filter(None, months), *(f"{year}-00" for year in _SEASON.findall(west))))


def edition_month(line: str) -> str:
    """Return the last month (YYYY-MM) that a short line or that of the rights states, or an empty string.

    "First published May 2016. This edition July 2026." Of several months as one ("January–June 2023") none is when
    something was published.
    """
    west = westernised(line)
    found = list(_MONTH_IN.finditer(west))
    is_short = _RIGHTS.search(line) or len(west) - sum(len(one[0]) for one in found) <= _OTHERS
    if not found or not is_short or found[-1]["first"]:
        return ""
    last = found[-1]
    return month_in(last["east"] or f"{last['month']} {last['year']}")


def without_number(text: str) -> str:
    """Return a line without the number of the document at its end or beginning: "United Nations A/AC.105/1339"."""
    return str(_BEGIN.sub("", _END.sub("", text))).strip()


def subject_in(text: str) -> str | None:
    """Return what follows the label of a subject ("Subject:", "Betreff:"), or None without a label."""
    found = _pattern("subjects").match(text) or _pattern("subjects_without_colon").match(text)
    return text[found.end() :].strip() if found else None


def is_listed_body(text: str) -> bool:
    """Return whether a name is that of a body which no word tells."""
    return _pattern("bodies").fullmatch(text.replace("'", "’")) is not None


def is_signatory(text: str) -> bool:
    """Return whether a line says in what office somebody signs, or is the number of what is signed."""
    return len(text) <= _LONGEST and _pattern("signatories").fullmatch(text) is not None


def day_made(text: str) -> str:
    """Return the day after a label that says when an act was made ("Adopted on 13 October 2026"), as it is written."""
    if len(text) > _LONGEST or not may_hold_day(text):
        return ""
    west = westernised(text)
    label, most = _pattern("made").match(west), REST
    if label is None:
        label, most = _pattern("dates").match(west), 0
    ends = label.end() + most if label else -1
    return next((west[start:end] for _, start, end in find_dates(west, DateLocale()) if start <= ends), "")


@cache
def _pattern(name: str) -> regex.Pattern[str]:
    words = "|".join(read_word_lists(__package__, "front_lines.toml")[name])
    return regex.compile(f"(?i:{words}){_AFTER.get(name, '')}")
