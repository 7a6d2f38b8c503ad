"""Read how long ago something was, where a page shows that in place of a date: "2 hours ago", "Gestern, 14:03 Uhr".

Counted from the fetch, on the clock of the outlet. Hours and minutes are rounded by who shows them, so that they give
the day only; "yesterday" with a time of day is as good as a date. Days ago give none: some pages round them up, some
down. A page that comes from a web archive was shown at another time, which is not known here.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo

import lxml.html

from crawler.extract.dates.candidates import Candidate, Field, Window
from crawler.extract.dates.labels import of_other_things, says_published, says_updated
from crawler.extract.dates.parser import Stated, day_only, settle
from crawler.extract.dates.time_of_day import clock_around, region
from crawler.extract.dates.visible_text import under_picture
from crawler.extract.title.adjacent_lines import Line
from crawler.html.regions import outside

_LONGEST = 60  # characters of a line
_WORTH = 3.0
_MOST_HOURS, _MOST_MINUTES = 24, 90
_ONE = r"an?|einer|une?|una|um|uma|один|एक|一"
_HOUR = (
    r"hours?|hrs?|h|stunden?|std\.?|heures?|horas?|or[ae]|uur|час(?:а|ов)?|ч\.?|个?小时|個?小時|時間|시간|ساع(?:ات|ة|تين)"
    r"|घंट[ेा]|saat|godz\w{0,4}"
)
_MINUTE = r"min(?:ute|uto|uut|uti|uty)?[sn]?\.?|minuten|мин(?:ут[уы]?)?\.?|分[钟鐘]?|분|دق(?:ائق|يقة|يقتين)|मिनट|dakika"
_SPAN = rf"(?:(?P<number>\d{{1,2}}|{_ONE})['’]?\s?)?(?:(?P<hour>{_HOUR})|(?P<minute>{_MINUTE}))"
_AGO = (
    re.compile(
        r"(?<!\w)(?:vor|il y a|hace|há|منذ|قبل)\s(?:(?:ca\.|etwa|environ|cerca de|unas|نحو|حوالي)\s)?"
        rf"{_SPAN}(?!\w)",
        re.IGNORECASE,
    ),
    re.compile(rf"(?<!\w){_SPAN}\s?(?:ago|fa|назад|atrás|geleden|önce|temu|前|전|पहले)(?![a-zа-я])", re.IGNORECASE),
)
_TODAY = r"today|heute|aujourd['’]hui|hoy|hoje|oggi|сегодня|今天|今日|오늘|اليوم|आज|vandaag|bugün|dzisiaj"
_YESTERDAY = r"yesterday|gestern|ayer|ontem|ieri|вчера|昨天|昨日|어제|أمس|कल|gisteren|dün|wczoraj"
_DAY = re.compile(rf"(?<!\w)(?:(?P<today>{_TODAY})|(?P<yesterday>{_YESTERDAY}|hier))(?!\w)", re.IGNORECASE)
_AFTER_DAY = re.compile(
    r"^\W{0,3}(?:$|[|·•–—]|(?:um|at|à|a las?|às|alle(?: ore)?|ore|в|om|saat|o)?\W{0,2}\d|[下上]午|午[前後]|오[전후])"
)


def relative_dates(lines: Sequence[Line], window: Window) -> list[Candidate]:
    """Collect evidence from the short lines around the headline of a page that was fetched at a known time."""
    if window.fetched is None:
        return []
    found: list[Candidate] = []
    for line in lines:
        text = line.text
        if len(text) <= _LONGEST and not (
            of_other_things(text) or outside(line.element) or under_picture(line.element)
        ):
            found += _in_line(text, window, window.fetched)
    return found


def _is_elsewhere(element: lxml.html.HtmlElement) -> bool:
    return outside(element) or under_picture(element)


def _in_line(text: str, window: Window, fetched: datetime) -> Iterator[Candidate]:
    for match in (found for pattern in _AGO for found in pattern.finditer(text)):
        if ago := _ago(match):
            yield from _candidate(_day_of(fetched - ago, window), text, match.start(), window)
    for match in _DAY.finditer(text):
        if (stated := _on_day(match, text, window, fetched)) is not None:
            yield from _candidate(stated, text, match.start(), window)


def _ago(match: "re.Match[str]") -> timedelta | None:
    """Return how long ago it was; None where that is more than a page states in such a unit."""
    number = match["number"] or ""
    count = int(number) if number.isdigit() else 2 if match[0].endswith("تين") else 1
    if match["hour"]:
        return timedelta(hours=count) if count <= _MOST_HOURS else None
    return timedelta(minutes=count) if count <= _MOST_MINUTES else None


def _home(window: Window) -> tzinfo | None:
    """Return the zone of the outlet, stated or assumed."""
    return region(window.locale.timezone) or region(window.locale.assumed_timezone)


def _day_of(moment: datetime, window: Window) -> Stated:
    return day_only(moment.astimezone(_home(window) or UTC).date())


def _on_day(match: "re.Match[str]", text: str, window: Window, fetched: datetime) -> Stated | None:
    """Return the day before the fetch, or that of the fetch at a time of day, on the clock of the outlet."""
    home = _home(window)
    is_here = match[0].casefold() == "hier" and "fr" not in window.locale.languages  # German
    alone = not text[: match.start()].strip(" |·•–—-:,") or says_published(text[: match.start()])
    if home is None or is_here or not alone or not _AFTER_DAY.match(text[match.end() :]):
        return None
    day = fetched.astimezone(home).date() - timedelta(days=bool(match["yesterday"]))
    clock = clock_around(text, match.start(), match.end())
    if clock is None:
        return day_only(day) if match["yesterday"] else None
    at = datetime(day.year, day.month, day.day, clock.hour, clock.minute, clock.second)
    return settle(at, window.locale, seconds=clock.has_seconds)


def _candidate(stated: Stated, text: str, start: int, window: Window) -> Iterator[Candidate]:
    words = text[:start]
    field: Field = "modified" if says_updated(words) else "published"
    candidate = window.settled(stated, text, field, "text", _WORTH)
    if candidate:
        yield replace(candidate, labelled=says_published(words))
