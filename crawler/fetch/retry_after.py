"""How long a server asks to be left alone (RFC 9110, 10.2.3)."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_SECONDS = re.compile(r"[0-9]{1,10}(?:\.[0-9]+)?")


def retry_after_seconds(value: str, now: datetime, server_date: str = "") -> float | None:
    """Seconds from now that a Retry-After field asks for; None when it cannot be read.

    A date is measured against the server's own Date field where there is one, so that a wrong clock on
    either side does no harm. A date that has passed is 0.
    """
    value = value.strip()
    if _SECONDS.fullmatch(value):
        return float(value)
    until = http_date(value)
    if until is None:
        return None
    return max(0.0, (until - (http_date(server_date) or now)).total_seconds())


def http_date(value: str) -> datetime | None:
    """An HTTP date in any of its three forms (RFC 9110, 5.6.7), in UTC; None for anything else."""
    try:
        moment = parsedate_to_datetime(value)
    except (TypeError, ValueError, IndexError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
