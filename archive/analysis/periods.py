"""Days, weeks and months as columns of a table over time."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Interval = Literal["day", "week", "month"]
_DAYS, _WEEKS = 92, 160  # columns up to which days and weeks are chosen without being asked for


@dataclass(frozen=True, slots=True)
class Periods:
    """Consecutive periods: the first and the last day of each. Weeks begin on Monday."""

    interval: Interval
    firsts: tuple[str, ...]
    lasts: tuple[str, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """Return the names of the periods: a day, a Monday or a month."""
        return tuple(first[:7] for first in self.firsts) if self.interval == "month" else self.firsts

    def sums(self, days: Mapping[str, int]) -> tuple[int, ...]:
        """Add up numbers by day; days outside are left out."""
        sums = [0] * len(self.firsts)
        for day, number in days.items():
            place = bisect_right(self.firsts, day) - 1
            if place >= 0 and day <= self.lasts[place]:
                sums[place] += number
        return tuple(sums)


def choose_interval(first: str, last: str, asked: str = "", most: int = 100_000) -> Interval:
    """Choose the interval for two days, both included: the one asked for, unless it had more than `most` columns."""
    length = (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
    shortest: Interval = "day" if length <= most else "week" if length <= 7 * most else "month"
    if asked in ("day", "week", "month"):
        ranks: Sequence[Interval] = ("day", "week", "month")
        return max(shortest, next(one for one in ranks if one == asked), key=ranks.index)
    return "day" if length <= _DAYS else "week" if length <= 7 * _WEEKS else "month"


def periods(first: str, last: str, interval: Interval) -> Periods:
    """Return the periods that contain the days from first to last."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    if interval == "week":
        start -= timedelta(days=start.weekday())
    starts = []
    if interval == "month":
        months = range(start.year * 12 + start.month - 1, end.year * 12 + end.month)
        starts = [date(number // 12, number % 12 + 1, 1) for number in months]
        following = date(end.year + end.month // 12, end.month % 12 + 1, 1)
    else:
        step = timedelta(days=7 if interval == "week" else 1)
        while start <= end:
            starts.append(start)
            start += step
        following = start
    ends = [one - timedelta(days=1) for one in (*starts[1:], following)]
    return Periods(interval, tuple(d.isoformat() for d in starts), tuple(d.isoformat() for d in ends))
