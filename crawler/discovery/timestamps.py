"""Times of endpoints on one scale, as far as they are plain: to order entries, not to date articles."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from archive.records import Lead

NEVER = datetime.min.replace(tzinfo=UTC)
_FEWEST = 3  # entries that show how a feed dates
_CACHED, _SPAN = timedelta(minutes=15), timedelta(minutes=1)


def without_times_of_making(leads: Sequence[Lead], now: datetime) -> tuple[Lead, ...]:
    """Return the leads without times that are when the feed was made, as some software dates every entry.

    All of them are of one minute then, and of the last quarter of an hour, for which a feed may have been cached. The
    same times at each poll would also make each entry look changed.
    """
    if _are_of_making([lead.published for lead in leads], now):
        leads = [replace(lead, published="") for lead in leads]
    if _are_of_making([lead.modified for lead in leads], now):
        leads = [replace(lead, modified="") for lead in leads]
    return tuple(leads)


def _are_of_making(stated: Sequence[str], now: datetime) -> bool:
    moments = [instant(text) for text in stated]
    if len(moments) < _FEWEST or max(moments) - min(moments) > _SPAN:
        return False
    return abs(now - moments[0]) <= _CACHED


def instant(text: str) -> datetime:
    """Return a time in ISO 8601 or RFC 5322 form, in UTC; NEVER for anything else. Without a zone it is UTC."""
    try:
        moment = datetime.fromisoformat(text) if text[:4].isdigit() else parsedate_to_datetime(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return NEVER
