"""Endpoints whose address holds a date: a sitemap for each month, a list of releases for each year."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from crawler.catalogue.source import Endpoint, Source

PLACEHOLDERS = ("{yyyy}", "{mm}", "{dd}")
_BRACES = re.compile(r"\{[^{}]*\}")
_GRACE = timedelta(days=7)  # how long the period before is asked for late entries


def is_dated(url: str) -> bool:
    """Return whether the address holds a placeholder for a date."""
    return any(placeholder in url for placeholder in PLACEHOLDERS)


def strange_placeholders(url: str) -> tuple[str, ...]:
    """Return whatever is in braces and is not one of PLACEHOLDERS."""
    return tuple(found for found in _BRACES.findall(url) if found not in PLACEHOLDERS)


def fill(url: str, day: date) -> str:
    """Return the address for the period that holds this day."""
    return url.replace("{yyyy}", f"{day:%Y}").replace("{mm}", f"{day:%m}").replace("{dd}", f"{day:%d}")


def current(url: str, today: date) -> tuple[str, ...]:
    """Return the addresses to ask today, newest first: all periods that hold one of the last days (late entries)."""
    return between(url, today - _GRACE, today)


def current_endpoints(source: Source, today: date) -> Iterator[tuple[str, Endpoint, str]]:
    """Yield (kind, endpoint, address) of the enabled endpoints, at the addresses that they have today."""
    for kind, endpoint in source.endpoints():
        if endpoint.enabled:
            for url in current(endpoint.url, today) if is_dated(endpoint.url) else (endpoint.url,):
                yield kind, endpoint, url


def between(url: str, first: date, last: date) -> tuple[str, ...]:
    """Return the addresses of all periods from the first day to the last, newest first."""
    days = (last - first).days
    return tuple(dict.fromkeys(fill(url, last - timedelta(days=back)) for back in range(days + 1)))
