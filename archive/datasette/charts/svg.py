"""Chart layouts that a template draws as SVG with links and without scripts, next to a table of the same numbers.

Horizontal positions are percentages of the width and vertical ones are pixels, so that bars stretch with the page while
text keeps its size.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

HEIGHT = 200.0  # pixels of the plot, without the line of labels under it
GAP = 0.18  # empty share of a column
FEWEST = 8  # minimum number of columns into which the width is divided


@dataclass(frozen=True, slots=True)
class Series:
    """One colour of a chart, with a number for each column."""

    key: str
    name: str
    values: tuple[float, ...]
    href: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    width: float
    y: float
    height: float
    colour: int
    href: str
    label: str
    unfinished: bool = False


@dataclass(frozen=True, slots=True)
class Tick:
    position: float
    label: str
    minor: bool = False  # left out where there is little room
    centred: bool = False  # names its column, instead of what begins with it


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of stacked columns. `columns` are their labels; `links` has a URL for each series and column.

    `is_share` means that the values are percentages. The column `unfinished` is of a week or month that is not over.
    """

    id: str
    title: str
    note: str
    columns: tuple[str, ...]
    series: tuple[Series, ...]
    links: tuple[tuple[str, ...], ...]
    bars: tuple[Bar, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    height: float = HEIGHT
    column_name: str = "Week of"
    is_share: bool = False
    unfinished: str = ""

    def number(self, value: float) -> str:
        """Format a value with its unit."""
        return number(value, self.is_share)

    def summary(self, series: Series) -> str:
        """Return the total of a series, or the mean of its shares over all columns."""
        total = sum(series.values)
        return f"{self.number(total / max(1, len(series.values)))} on average" if self.is_share else self.number(total)


def longest_label(ticks: Sequence[Tick]) -> int:
    """Return the number of characters of the longest label, for which the chart leaves room."""
    return max((len(tick.label) for tick in ticks), default=0)


def number(value: float, is_share: bool) -> str:
    return f"{value:.1f} %" if is_share else f"{value:,.0f}"


def stacked(
    id: str,  # noqa: A002
    title: str,
    note: str,
    columns: Sequence[str],
    series: Sequence[Series],
    link: Callable[[str, str], str],
    *,
    column_name: str = "Week of",
    is_share: bool = False,
    unfinished: str = "",
    height: float = HEIGHT,
) -> Chart:
    """Compute the layout of a stacked column chart; see Chart for the last four arguments.

    `link(series key, column label)` returns the URL of the rows behind a bar.
    """
    links = tuple(tuple(link(one.key, column) for column in columns) for one in series)
    top = nice_top(max((sum(v) for v in zip(*(s.values for s in series), strict=True)), default=0.0))
    top = min(top, 100) if is_share else top  # rounded shares may add up to 100.1
    return Chart(
        id,
        title,
        note,
        tuple(columns),
        tuple(series),
        links,
        tuple(_bars(columns, series, links, height, top, is_share, unfinished)),
        column_ticks(columns, _pitch(columns)),
        tuple(Tick(height - height * step / 4, f"{top * step // 4:,}{' %' * is_share}") for step in range(5)),
        height=height,
        column_name=column_name,
        is_share=is_share,
        unfinished=unfinished if unfinished in columns else "",
    )


def nice_top(value: float) -> int:
    """Round up to the end of an axis: the next of 4, 8, 12, 20, 40, … whose quarters are whole numbers."""
    if value <= 4:
        return 4
    power = 10 ** floor(log10(value))
    steps = [4, 8, 12, 16] if power == 1 else [power * part // 10 for part in (12, 16, 20, 40, 60, 80, 100)]
    return next((step for step in steps if step >= value and step % 4 == 0), ceil(value / 40) * 40)


def _pitch(columns: Sequence[str]) -> float:
    """Return the width of a column with its gap, in percent; a few columns do not fill the chart."""
    return 100 / max(FEWEST, len(columns))


def _bars(
    columns: Sequence[str],
    series: Sequence[Series],
    links: Sequence[Sequence[str]],
    bottom: float,
    top: int,
    is_share: bool,
    unfinished: str,
) -> list[Bar]:
    pitch = _pitch(columns)
    bars = []
    for index, column in enumerate(columns):
        floor_y = bottom
        for colour, one in enumerate(series):
            height = bottom * one.values[index] / top
            if height:
                floor_y -= height
                when = f"{column} (not over yet)" if column == unfinished else column
                label = f"{one.name}, {when}: {number(one.values[index], is_share)}"
                x, width = round(pitch * (index + GAP / 2), 2), round(pitch * (1 - GAP), 2)
                place = (x, width, round(floor_y, 2), round(height, 2))
                bars.append(Bar(*place, colour, links[colour][index], label, column == unfinished))
    return bars


def column_ticks(columns: Sequence[str], pitch: float) -> tuple[Tick, ...]:
    """Label each change of month in a row of days, of year in a long row of months; some are dispensable.

    `pitch` is the width of a column in percent.
    """
    span = 4 if len(columns) > 14 and len(columns[0]) == 7 else 7
    starts = [
        index
        for index, column in enumerate(columns)
        if column[:span] != (columns[index - 1] if index else columns[0])[:span]
    ]
    if len(starts) < 2 and columns and len(columns[0]) == 10:  # a few days
        every = max(1, -(-len(columns) // 13))
        return tuple(
            Tick(round(pitch * (n + 0.5), 2), columns[n][5:], minor=n // every % 3 != 0, centred=True)
            for n in range(0, len(columns), every)
        )
    centred = bool(columns) and len(columns[0]) == span
    if centred:
        starts = list(range(len(columns)))
    every = max(1, -(-len(starts) // 13))
    return tuple(
        Tick(round(pitch * (index + centred / 2), 2), columns[index][:span], minor=place % 3 != 0, centred=centred)
        for place, index in enumerate(starts[::every])
    )


def sparkline(values: Sequence[int]) -> str:
    """Return the points of a polyline in a box of 100 × 20."""
    top = max(values, default=0) or 1
    pitch = 100 / max(1, len(values) - 1)
    return " ".join(f"{index * pitch:.1f},{19 - 18 * value / top:.1f}" for index, value in enumerate(values))
