"""Instants and days as the archive writes them: UTC, ISO 8601, whole seconds, `Z`."""

import re
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta

_KNOWN = {"day": 10, "month": 7, "year": 4}  # characters of an instant that count
_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)


def now() -> str:
    return instant(datetime.now(UTC))


def instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def later(stamp: str, seconds: float) -> str:
    return instant(parse(stamp) + timedelta(seconds=seconds))


def parse(stamp: str) -> datetime:
    """Read what `instant` wrote. Raises ValueError for anything else."""
    if not _STAMP.fullmatch(stamp):  # fromisoformat reads many more forms; strptime is ten times slower
        raise ValueError(f"not an instant of the archive: {stamp!r}")
    return datetime.fromisoformat(stamp)


def known_part(stamp: str, precision: str | None) -> str:
    """Return the part of an instant that counts at its precision: the day, the month or the year, or else all of it."""
    return stamp[: _KNOWN.get(precision or "", len(stamp))]


def known_day(stamp: str, precision: str | None) -> str:
    """Return the day of an instant, or the month or year of which no more is known."""
    return known_part(stamp, precision)[:10]


def refines(stamp: str, precision: str | None, known: str, known_precision: str | None) -> bool:
    """Return whether an instant says on which day of a known month or year it was, or in which month of a year."""
    if known_precision not in ("month", "year") or precision in ("year", known_precision):
        return False
    return known_part(stamp, known_precision) == known_part(known, known_precision)


def last_day(stamp: str, precision: str) -> date:
    """Return the last day of the period that an instant means at its precision."""
    first = date.fromisoformat(stamp[:10])
    if precision == "year":
        return first.replace(month=12, day=31)
    return first.replace(day=monthrange(first.year, first.month)[1]) if precision == "month" else first


def seconds_between(earlier: str, later: str) -> float:
    return (parse(later) - parse(earlier)).total_seconds()


def is_day(text: str) -> bool:
    """Return whether a text is a day of the calendar, written as the archive writes it."""
    try:
        return date.fromisoformat(text).isoformat() == text  # it reads 20260304 too
    except ValueError:
        return False
