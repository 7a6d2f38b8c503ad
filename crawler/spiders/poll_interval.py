"""When an endpoint is asked again.

An endpoint shows its latest entries only. Asked too seldom, it loses some between two polls; asked too
often, it is bothered for nothing. The share of entries that were known already shows which: the interval is
right while a third to two thirds were known, as Media Cloud's crawler has it. What the publisher states about
the time between polls has priority.
"""

import re
from dataclasses import dataclass

_KNOWN_LOW, _KNOWN_HIGH = 1 / 3, 2 / 3
_SHORTER, _LONGER = 0.5, 1.5
_LONGEST_BACK_OFF = 30 * 86_400

_MAX_AGE = re.compile(r'(?:^|[,\s])max-age\s*=\s*"?([0-9]{1,10})"?\s*(?:,|$)', re.IGNORECASE)
_NOT_CACHED = re.compile(r"(?:^|[,\s])no-(?:cache|store)\s*(?:,|=|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Shortest and longest interval in seconds. The shortest is what a publisher can be expected to accept."""

    floor_s: int = 3600
    ceiling_s: int = 86_400


@dataclass(frozen=True, slots=True)
class Seen:
    """What a poll brought: how many entries, and how many of them were known before.

    A 304 or an unchanged body is `unchanged`. `first` is true for the first success, where nothing could be
    known. `ttl_s` is what the body asks for, `max_age_s` what Cache-Control states, `retry_after_s` what a
    refusal asks for; 0 where nothing is stated.
    """

    entries: int = 0
    known: int = 0
    unchanged: bool = False
    first: bool = False
    ttl_s: int = 0
    max_age_s: int = 0
    retry_after_s: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """`interval_s` is to be kept for the next time; the next poll is due `wait_s` seconds after this one.

    `overlap` is the share of known entries, None where it is no evidence. `lost` means that no entry was
    known: entries came and went between the polls, and must be looked for elsewhere.
    """

    interval_s: int
    wait_s: int
    overlap: float | None = None
    lost: bool = False


def plan_after_success(interval_s: int, seen: Seen, bounds: Bounds) -> Plan:
    """Return the plan after an answer, from the interval that was kept until now."""
    overlap = _overlap(seen)
    interval = _within(round(interval_s * _factor(overlap)), bounds)
    asked = min(max(seen.ttl_s, seen.max_age_s), bounds.ceiling_s)
    wait = max(interval, asked, seen.retry_after_s)
    return Plan(interval, wait, overlap, lost=overlap == 0.0)


def plan_after_failure(interval_s: int, failures: int, seen: Seen, bounds: Bounds) -> Plan:
    """Return the plan after so many failures in a row: twice as long each time, but at least once a day.

    The first repetitions are soon, so that a short failure costs no entries and a lasting one is known the same day.
    One request a day burdens nobody, and an endpoint that comes back has lost little.
    """
    interval = _within(interval_s, bounds)
    wait = min(bounds.floor_s * 2 ** min(failures - 1, 20), max(interval, bounds.ceiling_s))
    return Plan(interval, max(wait, min(seen.retry_after_s, _LONGEST_BACK_OFF)))


def max_age_seconds(cache_control: str, age: str) -> int:
    """Return for how long an answer stays fresh by Cache-Control and Age (RFC 9111, 4.2); 0 if not stated."""
    found = _MAX_AGE.search(cache_control)
    if found is None or _NOT_CACHED.search(cache_control):
        return 0
    return max(0, int(found[1]) - (int(age) if age.isascii() and age.isdigit() else 0))


def _overlap(seen: Seen) -> float | None:
    if seen.unchanged:
        return 1.0
    if seen.first or not seen.entries:
        return None
    return seen.known / seen.entries


def _factor(overlap: float | None) -> float:
    if overlap is None or _KNOWN_LOW <= overlap <= _KNOWN_HIGH:
        return 1.0
    return _SHORTER if overlap < _KNOWN_LOW else _LONGER


def _within(interval_s: int, bounds: Bounds) -> int:
    return min(max(interval_s, bounds.floor_s), bounds.ceiling_s)
