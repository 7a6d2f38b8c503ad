"""Which characters of a text are taken, and which places lie near others; both in time linear in the text."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable


class Cover:
    """Marked characters of a text."""

    def __init__(self, size: int, spans: Iterable[tuple[int, int]] = ()) -> None:
        self._marks = bytearray(size)
        for start, stop in spans:
            self.add(start, stop)

    def add(self, start: int, stop: int) -> None:
        """Mark the characters from start up to stop."""
        self._marks[start:stop] = b"\1" * (stop - start)

    def touches(self, start: int, stop: int) -> bool:
        """Return whether any of these characters is marked."""
        return self._marks.find(1, start, stop) >= 0

    def holds(self, start: int, stop: int) -> bool:
        """Return whether all of these characters are marked."""
        return self._marks.find(0, start, stop) < 0


class Neighbours:
    """Spans, asked for whether one lies within a distance of another place without overlapping it."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        spans = list(spans)
        self._starts = sorted(start for start, _ in spans)
        self._stops = sorted(stop for _, stop in spans)

    def near(self, start: int, stop: int, distance: int) -> bool:
        """Return whether a span ends within `distance` characters before `start`, or begins so after `stop`."""
        before = bisect_right(self._stops, start) - 1
        if before >= 0 and self._stops[before] >= start - distance:
            return True
        after = bisect_left(self._starts, stop)
        return after < len(self._starts) and self._starts[after] <= stop + distance
