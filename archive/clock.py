"""Instants and days as the archive writes them: UTC, ISO 8601, whole seconds, `Z`."""

import re
from datetime import UTC, date, datetime, timedelta

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


def seconds_between(earlier: str, later: str) -> float:
    return (parse(later) - parse(earlier)).total_seconds()


def is_day(text: str) -> bool:
    """Return whether a text is a day of the calendar, written as the archive writes it."""
    try:
        return date.fromisoformat(text).isoformat() == text  # it reads 20260304 too
    except ValueError:
        return False
