"""Times of endpoints on one scale, as far as they are plain: to order entries, not to date articles."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

NEVER = datetime.min.replace(tzinfo=UTC)


def instant(text: str) -> datetime:
    """Return a time in ISO 8601 or RFC 5322 form, in UTC; NEVER for anything else. Without a zone it is UTC."""
    try:
        moment = datetime.fromisoformat(text) if text[:4].isdigit() else parsedate_to_datetime(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return NEVER
