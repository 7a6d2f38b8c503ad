"""Pages of the canned queries ("questions"): their list, default values and charts."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from datasette.utils import to_css_class
from datasette.utils.asgi import BadRequest, Response
from markupsafe import Markup, escape

from archive.clock import now
from archive.datasette.arguments import check_parameters
from archive.datasette.charts.svg import Chart, Series, stacked
from archive.datasette.pages.page_html import html_page
from archive.datasette.plugin_state import archive_of, desk_of
from archive.datasette.queries import Question, questions
from archive.datasette.tables.counts import COUNTED
from archive.datasette.tables.view import ArticlesView

MONTHS = 60  # columns that can still be distinguished
SERIES = 8
OTHERS = "Others"


def draw(
    question: Question, columns: Sequence[str], rows: Sequence[Any], arguments: Mapping[str, str], archive: str
) -> Chart | None:
    """Draw the last MONTHS months of the rows as stacked columns; None if there are none.

    `arguments` are the values of the question's parameters, `archive` is the URL of the database.
    """
    where = [list(columns).index(name) for name in question.chart if name in columns]
    if len(where) != len(question.chart):
        return None
    values: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        month, number = row[where[0]], row[where[1]]
        key = str(row[where[2]]) if len(where) > 2 else "Articles"
        if isinstance(month, str) and len(month) == 7 and isinstance(number, int | float):
            values[key][month] += number
    months = _unbroken(sorted({month for counts in values.values() for month in counts}))
    if not months:
        return None
    ranked = sorted(values, key=lambda key: (-sum(values[key].values()), key))
    series = [_series(key, [values[key]], months) for key in ranked[:SERIES]]
    if ranked[SERIES:]:
        series.append(_series(OTHERS, [values[key] for key in ranked[SERIES:]], months))

    def link(key: str, month: str) -> str:
        values = {f":{name}": value for name, value in arguments.items()}
        values |= {"series": "" if key == OTHERS else key, "since": f"{month}-01", "until": _last_day(month)}
        query = {name: values.get(value, value) for name, value in question.link.items() if name != "to"}
        to = question.link["to"]
        home = archive.rpartition("/")[0]
        return f"{home + to if to[0] == '/' else f'{archive}/{to}'}?{urlencode(query)}"

    is_share = question.chart[1].endswith("_percent")
    this_month = now()[:7]
    return stacked(
        question.name,
        "Share by month, in percent" if is_share else "Articles by month",
        f"{this_month}, the lighter column, is not over yet." if this_month in months else "",
        months,
        series,
        link,
        column_name="Month",
        is_share=is_share,
        unfinished=this_month,
    )


def columns_of_numbers(rows: Sequence[Sequence[Any]]) -> frozenset[int]:
    """Return the places of the columns that have numbers and nothing else, apart from empty cells."""
    numbers: set[int] = set()
    others: set[int] = set()
    for row in rows:
        for place, value in enumerate(row):
            if value is not None:
                (numbers if isinstance(value, int | float) else others).add(place)
    return frozenset(numbers - others)


def answer_cells(columns: Sequence[str], rows: Iterable[Sequence[Any]], numbers: Container[int]) -> Markup:
    """Return the rows of a table with the columns of an answer; `numbers` are the places of its columns of numbers.

    A template yields each of the thousands of cells through all the templates that it extends, which took most of the
    time of a page with a thousand rows.
    """
    starts = [
        Markup('<td class="col-{}{}" data-column="{}" dir="auto">').format(
            to_css_class(column), " n" if place in numbers else "", column.replace("_", " ")
        )
        for place, column in enumerate(columns)
    ]
    lines = []
    for row in rows:
        cells = [f"{start}{escape(value)}</td>" for start, value in zip(starts, row, strict=True)]
        lines.append(f"<tr>{''.join(cells)}</tr>\n")
    return Markup("".join(lines))


def _series(key: str, counts: Sequence[dict[str, float]], months: Sequence[str]) -> Series:
    return Series(key, key, tuple(sum(one.get(month, 0) for one in counts) for month in months))


def _last_day(month: str) -> str:
    return f"{month}-{monthrange(int(month[:4]), int(month[5:]))[1]}"


def _unbroken(months: Sequence[str]) -> list[str]:
    """List all months from the first to the last, the latest MONTHS of them."""
    if not months:
        return []
    numbers = [int(month[:4]) * 12 + int(month[5:]) - 1 for month in (months[0], months[-1])]
    span = range(max(numbers[0], numbers[1] - MONTHS + 1), numbers[1] + 1)
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in span]


async def query_list(datasette: Any, request: Any) -> Response:
    database = archive_of(datasette, request)
    context = {"archive": database.name}
    return await html_page(datasette, "desk/questions.html", context, request)


def query_page(datasette: Any) -> Callable[..., Any]:
    """Return the view of tables and queries, which fills in the defaults of a question without values."""
    table = ArticlesView.as_view(datasette)

    async def view(datasette: Any, request: Any, send: Any) -> Any:
        parts = request.url_vars
        if await _is_too_much(datasette, request):
            return Response.redirect(datasette.urls.query(parts["database"], "daily_coverage"))
        question = questions().get(parts["table"])
        if question and parts["database"] in desk_of(datasette).archives:
            check_parameters(request.args, [one.name for one in question.parameters])
            _check_values(question, request.args)
        if question and not parts["format"] and parts["database"] in desk_of(datasette).archives:
            defaults = {one.name: one.default for one in question.parameters}
            if any(defaults.values()) and not any(name in request.args for name in defaults):
                kept = [(name, value) for name in request.args for value in request.args.getlist(name)]
                path = datasette.urls.query(parts["database"], question.name)
                return Response.redirect(f"{path}?{urlencode([*defaults.items(), *kept])}")
        return await table(request, send)

    return view


def _check_values(question: Question, arguments: Any) -> None:
    for one in question.parameters:
        if problem := one.problem(arguments.get(one.name) or ""):
            raise BadRequest(problem)


async def _is_too_much(datasette: Any, request: Any) -> bool:
    """Return whether all of the coverage view is requested, which would count every URL ever listed."""
    parts = request.url_vars
    if parts["table"] != "coverage" or parts["format"] or request.query_string:
        return False
    if parts["database"] not in desk_of(datasette).archives:
        return False
    found = await datasette.databases[parts["database"]].execute("select coalesce(max(rowid), 0) from urls")
    return bool(found.first()[0] > COUNTED)
