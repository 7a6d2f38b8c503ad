"""How fast an ingest is, and how long it will take: bytes of all its files, articles of all its runs."""

import time
from dataclasses import dataclass

from crawler.ingest.state import Ingest


@dataclass(frozen=True, slots=True)
class Pace:
    """What was done in `seconds`. What an earlier ingest had read is in neither number of bytes."""

    read: int
    total: int
    articles: int
    seconds: float

    @property
    def left(self) -> float | None:
        """Return the seconds that the rest will take, None while that cannot be known."""
        return (self.total - self.read) * self.seconds / self.read if self.read else None

    def line(self) -> str:
        """Return it as `86.2 MB/s, 3.1 articles/s, 1.2 of 40.0 GB, 8 min left`."""
        seconds = max(self.seconds, 1e-9)
        parts = [f"{self.read / 1e6 / seconds:.1f} MB/s", f"{self.articles / seconds:.1f} articles/s"]
        unit, size = ("GB", 1e9) if self.total >= 1e9 else ("MB", 1e6)
        parts.append(f"{self.read / size:.1f} of {self.total / size:.1f} {unit}")
        if self.left is not None and self.read < self.total:
            parts.append(f"{duration(self.left)} left")
        return ", ".join(parts)


def duration(seconds: float) -> str:
    """Return a time in its largest unit: 40 s, 8 min, 3.5 h."""
    if seconds < 60:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def pace_of(state: Ingest, articles: int) -> Pace:
    """Return the pace of an ingest that has made so many articles.

    Files whose size is not known yet count as the mean of the others: those of a month are alike.
    """
    earlier = sum(file.read_before for file in state.files)
    read = sum(file.bytes_read for file in state.files) - earlier
    sizes = [size for file in state.files if (size := file.size)]
    unknown = sum(not file.is_size_known for file in state.files)
    total = sum(sizes) + unknown * sum(sizes) // max(1, len(sizes)) - earlier
    return Pace(read, total, articles, time.monotonic() - state.begun)
