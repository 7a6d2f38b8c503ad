"""When an archived article is looked at again: at growing ages, and no more once it has been still for long."""

from archive.clock import later, seconds_between

LADDER = (
    3600,
    86400,
    7 * 86400,
    30 * 86400,
)  # seconds since the last change: an hour, a day, a week, a month


def next_recheck(now: str, last_change: str) -> str | None:
    """The next time to fetch the article again, None when it has been still for a month."""
    still = max(0.0, seconds_between(last_change, now))
    step = next((s for s in LADDER if s > still), None)
    return later(last_change, step) if step else None
