"""Which of two articles came first, and what says so."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeVar

from archive.clock import last_day

TimeEvidence = Literal["published", "day", "tie"]

RELEASES = frozenset({"agency", "government", "multilateral"})  # kinds of sources whose texts are releases


@dataclass(frozen=True, slots=True)
class Member:
    """What decides the order of an article among others. `kind` is that of its source."""

    id: int
    source_id: str
    published_at: str
    precision: str
    first_seen_at: str
    kind: str = ""

    @property
    def published_before_seen(self) -> bool:
        """Return whether the date can be true: nothing is seen before it is published."""
        return "" < self.published_at <= self.first_seen_at

    @property
    def published_day(self) -> date:
        """Return the day of publication, the first of a month or a year of which no more is known."""
        return date.fromisoformat(self.published_at[:10])

    @property
    def has_time(self) -> bool:
        """Return whether more than a day is known."""
        return self.precision in ("second", "minute")

    @property
    def is_release(self) -> bool:
        """Return whether the outlet is itself an agency, ministry or international body."""
        return self.kind in RELEASES


AMember = TypeVar("AMember", bound=Member)


def time_evidence(one: Member, other: Member) -> TimeEvidence:
    """Return whether times of publication order two articles, days do, or nothing but when they were first seen."""
    if one.published_before_seen and other.published_before_seen:
        if one.has_time and other.has_time:
            return "published" if one.published_at != other.published_at else "tie"
        # A day is that of the outlet's own clock, so that neighbouring days may be one and the same.
        first, second = sorted((one, other), key=lambda m: m.published_day)
        if (second.published_day - last_day(first.published_at, first.precision)).days > 1:
            return "day"
    return "tie"


def earlier(one: AMember, other: AMember) -> AMember:
    """Return the one published first, where both dates are known; else the one seen first, then the lower id."""
    evidence = time_evidence(one, other)
    if evidence == "published":
        return min(one, other, key=lambda m: m.published_at)
    if evidence == "day":
        return min(one, other, key=lambda m: m.published_day)
    return min(one, other, key=lambda m: (m.first_seen_at, m.id))


def precedes(one: Member, other: Member) -> bool:
    """Return whether `one` is taken for the source of what both say: a release, where their times are a tie."""
    if one.is_release != other.is_release and time_evidence(one, other) == "tie":
        return one.is_release
    return earlier(one, other) is one
