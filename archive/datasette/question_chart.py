"""The picture above the answer to a question that counts by month."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from archive.datasette.charts import Chart, Series, stacked
from archive.datasette.queries import Question

MONTHS = 60  # columns that can still be told apart
SERIES = 8
OTHERS = "Others"


def draw(
    question: Question, columns: Sequence[str], rows: Sequence[Any], given: Mapping[str, str], archive: str
) -> Chart | None:
    """Rows as stacked columns, the last MONTHS of them; None when there are no months to draw.

    `given` are the values of the question's parameters, `archive` the address of the database.
    """
    where = [list(columns).index(name) for name in question.chart if name in columns]
    if len(where) != len(question.chart):
        return None
    values: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        month, number = row[where[0]], row[where[1]]
        key = str(row[where[2]]) if len(where) > 2 else "Articles"
        if isinstance(month, str) and len(month) == 7 and isinstance(number, int):
            values[key][month] += number
    months = _unbroken(sorted({month for counts in values.values() for month in counts}))
    if not months:
        return None
    ranked = sorted(values, key=lambda key: (-sum(values[key].values()), key))
    series = [_series(key, [values[key]], months) for key in ranked[:SERIES]]
    if ranked[SERIES:]:
        series.append(_series(OTHERS, [values[key] for key in ranked[SERIES:]], months))

    def link(key: str, month: str) -> str:
        known = {f":{name}": value for name, value in given.items()}
        known |= {"series": "" if key == OTHERS else key, "since": f"{month}-01", "until": _last_day(month)}
        arguments = {name: known.get(value, value) for name, value in question.link.items() if name != "to"}
        to = question.link["to"]
        home = archive.rpartition("/")[0]
        return f"{home + to if to[0] == '/' else f'{archive}/{to}'}?{urlencode(arguments)}"

    chart = stacked(question.name, "By month", "", months, series, link)
    return Chart(**{name: getattr(chart, name) for name in Chart.__dataclass_fields__} | {"column_name": "Month"})


def _series(key: str, counts: Sequence[dict[str, int]], months: Sequence[str]) -> Series:
    return Series(key, key, tuple(sum(one.get(month, 0) for one in counts) for month in months))


def _last_day(month: str) -> str:
    return f"{month}-{monthrange(int(month[:4]), int(month[5:]))[1]}"


def _unbroken(months: Sequence[str]) -> list[str]:
    """All months from the first to the last, the latest MONTHS of them."""
    if not months:
        return []
    numbers = [int(month[:4]) * 12 + int(month[5:]) - 1 for month in (months[0], months[-1])]
    span = range(max(numbers[0], numbers[1] - MONTHS + 1), numbers[1] + 1)
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in span]
