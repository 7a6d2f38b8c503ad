"""Layout of a chart of lines over time, with gaps of coverage, bursts and links from its points to their articles.

Horizontal positions are percentages and vertical ones pixels, as in the chart of columns. Lines differ by colour and by
dashes, so that they differ without colours too.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import floor, log10

from archive.datasette.charts.svg import Tick, column_ticks, nice_top

HEIGHT = 240.0
_POINTS = 400  # of all lines, up to which each value has a point and not only the peaks
_BURST_HEIGHT = 7.0


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a value for each column, None where it breaks off. `bursts` are first and last column and a text."""

    name: str
    values: tuple[float | None, ...]
    bursts: tuple[tuple[int, int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    x: float
    y: float
    radius: float
    colour: int
    href: str
    label: str


@dataclass(frozen=True, slots=True)
class Band:
    """A rectangle: a gap of coverage over the whole height, or a burst below the plot."""

    x: float
    width: float
    y: float
    colour: int
    href: str
    label: str


@dataclass(frozen=True, slots=True)
class LineChart:
    """`paths` are the points of each line in a box of 1000 × height, of one polyline for each of its parts."""

    title: str
    paths: tuple[tuple[str, ...], ...]
    points: tuple[Point, ...]
    gaps: tuple[Band, ...]
    bursts: tuple[Band, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    height: float = HEIGHT

    @property
    def full_height(self) -> float:
        """Return the height with the labels and the bursts below the plot."""
        return self.height + 28 + max((band.y - self.height - 8 for band in self.bursts), default=0)


def lines(
    title: str,
    columns: Sequence[str],
    series: Sequence[Line],
    gaps: Sequence[bool],
    link: Callable[[int, int, int], str],
    show: Callable[[float], str],
    *,
    is_share: bool = False,
) -> LineChart:
    """Compute the layout. `link(line, first column, last column)` is the URL of the articles of these columns.

    The axis of numbers has whole numbers only: half an article is not a number of articles.
    """
    heights = [tuple(value or 0.0 for value in one.values) for one in series]
    highest = max((max(values, default=0.0) for values in heights), default=0.0)
    top = _share_top(highest) if is_share else float(nice_top(highest))
    pitch = 100 / max(1, len(columns))

    def x(column: float) -> float:
        return round(pitch * (column + 0.5), 2)

    def y(value: float) -> float:
        return round(HEIGHT - HEIGHT * value / top, 1)

    # Over one column all lines are points, which are drawn side by side.
    apart = 40 / len(series) if len(columns) == 1 and series else 0.0
    every = len(columns) * len(series) <= _POINTS
    points = []
    for number, one in enumerate(series):
        for at, value in enumerate(one.values):
            peak = _is_peak(one.values, at)
            if value and (peak or every):
                label = f"{one.name}, {columns[at]}: {show(value)}"
                place = round(x(at) + apart * (number - (len(series) - 1) / 2), 2)
                points.append(Point(place, y(value), 4.5 if peak else 2.5, number, link(number, at, at), label))
    bursts = [
        Band(round(pitch * first, 2), round(pitch * (last - first + 1), 2),
             HEIGHT + 24 + (_BURST_HEIGHT + 2) * number, number, link(number, first, last), text)
        for number, one in enumerate(series)
        for first, last, text in one.bursts
    ]  # fmt: skip
    return LineChart(
        title,
        tuple(
            tuple(
                " ".join(f"{10 * x(at):.1f},{y(heights[number][at])}" for at in range(first, last))
                for first, last in _runs([value is not None for value in one.values])
            )
            for number, one in enumerate(series)
        ),
        tuple(points),
        tuple(
            Band(round(pitch * first, 2), round(pitch * (last - first), 2), 0, 0, "",
                 f"Gap in coverage: {columns[first]} to {columns[last - 1]}")
            for first, last in _runs(gaps)
        ),
        tuple(bursts),
        column_ticks(columns, pitch),
        tuple(Tick(round(HEIGHT - HEIGHT * step / 4, 1), show(top * step / 4)) for step in range(5)),
    )  # fmt: skip


def _is_peak(values: Sequence[float | None], at: int) -> bool:
    """Return whether a value is above those around it, and not small for its line; one alone has only its point."""
    value = values[at] or 0.0
    around = [one for one in values[max(0, at - 2) : at + 3] if one is not None]
    highest = max(one or 0.0 for one in values)
    is_alone = len(values) < 3 or len(around) < 2
    return value == max(around, default=-1.0) and value >= highest / 4 and (is_alone or min(around) < value)


def _runs(marks: Sequence[bool]) -> list[tuple[int, int]]:
    """Return the first place of each run of marks, and the place after its last."""
    edges = [at for at, (a, b) in enumerate(zip((False, *marks), (*marks, False), strict=True)) if a != b]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _share_top(value: float) -> float:
    """Round up to the end of an axis of percentages whose quarters are short numbers."""
    if value <= 0:
        return 4.0
    power = 10.0 ** floor(log10(value))
    return next(power * step for step in (1, 2, 4, 8, 10) if power * step >= value)
