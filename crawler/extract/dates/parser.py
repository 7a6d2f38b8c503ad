"""Parse a date in a short text, from a page, a feed or a header, to an instant with its precision.

ISO 8601 and RFC 822/5322 are parsed by the standard library; the written forms of newspapers by the patterns
below (linear, on at most 100 characters) with month names from `months`. A day without a year is never
completed, a month without a day is not a date. The order of a numeric date comes from the source, from the
numbers when only one reading is possible, or from the language; where these leave it open it is not a date.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from archive.records import Precision, ZoneSource
from crawler.extract.dates.calendars import westernised
from crawler.extract.dates.formats import day_of, written_days
from crawler.extract.dates.locale import DateLocale
from crawler.extract.dates.time_of_day import clock_around, offset_text, region, stated_zone

_CAP = 100
_EPOCH = re.compile(r"^(1\d{9}|9\d{8})(\d{3})?$|^/Date\((\d{12,13})(?:[+-]\d{4})?\)/$")
_ISO = re.compile(r"^\d{4}-?\d{2}-?\d{2}[T ]\d{2}:?\d{2}")
_COMPACT = re.compile(r"^((?:19|20)\d\d)(\d\d)(\d\d)$")
_RFC822 = re.compile(r"^(?:[A-Za-z]{3},? )?\d{1,2} [A-Za-z]{3} \d{2,4} \d{2}:\d{2}")
_FRACTION = re.compile(r"(:\d\d)[.,]\d+")


@dataclass(frozen=True, slots=True)
class Stated:
    """A date as written.

    `value` is UTC; `day` is the day in the outlet's own zone (YYYY-MM-DD).
    """

    value: str
    precision: Precision
    zone_source: ZoneSource
    zone: str
    day: str


def read_date(raw: str, locale: DateLocale) -> Stated | None:
    """Parse the date of a text; the first when it has several, None when it has none."""
    text = westernised(raw[:_CAP].strip())
    moment = _standard(text)
    if moment is not None:
        return settle(moment, locale, seconds=_has_seconds(text))
    compact = _COMPACT.match(text)
    if compact:
        day = day_of(int(compact[1]), int(compact[2]), int(compact[3]))
        return day_only(day) if day else None
    return next((stated for stated, _, _ in find_dates(text, locale)), None)


def find_dates(text: str, locale: DateLocale) -> Iterator[tuple[Stated, int, int]]:
    """Yield each date in a short text with its position, in text order."""
    text = westernised(text[: 2 * _CAP])
    if not re.search(r"\d[\d.]", text):
        return
    taken = -1
    for start, end, day, clock in sorted(written_days(text, locale), key=lambda entry: (entry[0], -entry[1])):
        if start < taken:
            continue
        taken = end
        time = clock_around(clock or text, 0 if clock else start, 0 if clock else end)
        if time is None:
            yield day_only(day), start, end
            continue
        naive = datetime(day.year, day.month, day.day, time.hour, time.minute, time.second)
        zone = stated_zone(time.zone, naive, locale.timezone, locale.country) if time.zone else None
        yield settle(naive.replace(tzinfo=zone), locale, seconds=time.has_seconds), start, end


def settle(moment: datetime, locale: DateLocale, *, seconds: bool) -> Stated:
    """Resolve a written moment to an instant.

    Its zone is its own, else the source's, else an assumed one, else none (kept as UTC). Midnight to the second
    is how content management systems write a bare day, in whatever zone: it counts as one, or half the world's
    bare days would fall on the day before.
    """
    if (moment.hour, moment.minute, moment.second) == (0, 0, 0):
        return day_only(moment.date())
    zone_source: ZoneSource = "explicit"
    if moment.tzinfo is None:
        home, assumed = region(locale.timezone), region(locale.assumed_timezone)
        zone_source = "source" if home else "assumed" if assumed else "none"
        moment = moment.replace(tzinfo=home or assumed or UTC)
    return Stated(
        value=moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        precision="second" if seconds else "minute",
        zone_source=zone_source,
        zone="" if zone_source == "none" else offset_text(moment),
        day=moment.strftime("%Y-%m-%d"),
    )


def day_only(day: date) -> Stated:
    return Stated(f"{day:%Y-%m-%d}T00:00:00Z", "day", "none", "", f"{day:%Y-%m-%d}")


def _standard(text: str) -> datetime | None:
    epoch = _EPOCH.match(text)
    try:
        if epoch:
            number = int(epoch[3] or epoch[1] + (epoch[2] or ""))
            return datetime.fromtimestamp(number / 1000 if number > 10**11 else number, UTC)
        if _ISO.match(text):
            iso = _FRACTION.sub(r"\1", text).removesuffix(" UTC").removesuffix(" GMT")
            return _bounded(
                datetime.fromisoformat(
                    re.sub(r"\s(?=[+-]\d)", "", iso) + ("Z" if iso != _FRACTION.sub(r"\1", text) else "")
                )
            )
        if _RFC822.match(text):
            return _bounded(parsedate_to_datetime(text))
    except (ValueError, OverflowError, IndexError, TypeError):
        return None
    return None


def _bounded(moment: datetime) -> datetime | None:
    return moment if 1900 < moment.year < 2100 else None


def _has_seconds(text: str) -> bool:
    return bool(re.search(r"\d:?\d\d:?\d\d(?:[.,]\d+)?(?:$|[Z+\s-])", text[10:])) or text.isdigit()
