"""Instants as the archive writes them: UTC, ISO 8601, whole seconds, `Z`."""

from datetime import UTC, datetime, timedelta


def now() -> str:
    return instant(datetime.now(UTC))


def instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def later(stamp: str, seconds: float) -> str:
    return instant(parse(stamp) + timedelta(seconds=seconds))


def parse(stamp: str) -> datetime:
    """Read what `instant` wrote. Raises ValueError for anything else."""
    return datetime.strptime(stamp, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def seconds_between(earlier: str, later: str) -> float:
    return (parse(later) - parse(earlier)).total_seconds()
