"""Comparison page: two to six searches on one chart over time, with the whole state in the address.

The filters of a search have its number: `q1=moon&country1=FR&q2=mars`. Days and the choice of copies are common to all.
Few matches are counted with the page; many are counted by a second request, as on the search page.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import Response

from archive.analysis.comparison import COLUMNS, MOST, Compared, Comparison, check_number, compare, table
from archive.analysis.heat import Heat, by_country, by_outlet
from archive.analysis.matches import Matches, count_matches
from archive.datasette.charts.lines import Line, LineChart, lines
from archive.datasette.formatting import sentence
from archive.datasette.pages.csv_download import csv_download
from archive.datasette.pages.filter_choices import filter_choices
from archive.datasette.pages.page_html import html_page
from archive.datasette.pages.page_url import page_url
from archive.datasette.pages.search_overview import longest
from archive.datasette.pages.search_query import TOO_LONG
from archive.datasette.pages.search_request import FILTERS, HIDDEN, read_query
from archive.datasette.plugin_state import archive_of, desk_of
from archive.errors import SpacebeatError
from archive.failures import is_interrupted
from archive.search.filters import Selection

AT_ONCE = 120  # milliseconds in which the matches are counted with the page
PERIODS = 750  # columns of a chart: two years of days
OFFERED = (*FILTERS, "instrument", "kind")
_ALL_FILTERS = (*FILTERS, *HIDDEN)
_T = TypeVar("_T")
INTERVALS = {"": "by length", "day": "day", "week": "week", "month": "month"}
_NUMBERS = range(1, MOST + 1)
COMPARED = (  # the arguments of the page, and those with few values
    *(f"{name}{number}" for name in ("q", *_ALL_FILTERS) for number in _NUMBERS),
    *("since", "until", "originals", "part"),
)
CHOSEN = {"by": tuple(filter(None, INTERVALS)), "unit": ("number", "share")}


@dataclass(frozen=True, slots=True)
class HeatTable:
    """Searches against outlets or countries; the argument `name` filters by a row."""

    name: str
    title: str
    rows: tuple[Heat, ...]

    def heat(self, row: Heat, number: int) -> int:
        """Return the share in percent of the greatest number of the search."""
        return round(100 * row.counts[number] / max(1, *(one.counts[number] for one in self.rows)))


class Request:
    """The arguments of a comparison: those of each search, and those common to all."""

    def __init__(self, datasette: Any, request: Any) -> None:
        self._datasette = datasette
        self._given = {name: (request.args.get(name) or "").strip() for name in request.args}
        self.common = {name: self._given.get(name, "") for name in ("since", "until", "originals", "by", "unit")}
        every = [{name: self._given.get(f"{name}{n}", "") for name in ("q", *_ALL_FILTERS)} for n in _NUMBERS]
        self.searches = [one for one in every if any(one.values())]

    @property
    def is_share(self) -> bool:
        return self.common["unit"] == "share"

    def selections(self, connection: sqlite3.Connection) -> dict[str, Selection]:
        """Parse and validate all searches, by a label that is theirs alone. Raises SpacebeatError."""
        found: dict[str, Selection] = {}
        for one in self.searches:
            days = {name: self.common[name] for name in ("since", "until", "originals")}
            asked = {"order": "", "page": "", "ids": "", **days}
            query = read_query(connection, {**asked, **one})
            label = self.label(one)
            if label in found:
                raise SpacebeatError(f"two searches are the same: {label}")
            found[label] = replace(query.selection, search=one["q"])
        return found

    def label(self, search: Mapping[str, str]) -> str:
        filters = ", ".join(value for name, value in search.items() if value and name != "q")
        return f"{search['q']} ({filters})" if search["q"] and filters else search["q"] or filters

    def link(self, to: str = "/-/compare", **changes: str) -> str:
        """Return the address of this comparison with some arguments changed."""
        return self._address(to, {**self._given, **changes})

    def articles(self, number: int, since: str, until: str) -> str:
        """Return the address of the articles of one search in some periods: a week may begin before `since`."""
        query = self.searches[number]
        since, until = max(since, self.common["since"]), min(until, self.common["until"] or until)
        kept = {"originals": self.common["originals"], "archive": self._given.get("archive", "")}
        return self._address("/-/search", {**query, **kept, "since": since, "until": until})

    def narrowed(self, number: int, name: str, value: str) -> str:
        """Return the address of the articles of one search from a source or on a country; empty if it filters so."""
        query = self.searches[number]
        if query[name] and query[name] != value:
            return ""
        kept = {one: self.common[one] for one in ("since", "until", "originals")}
        return self._address("/-/search", {**query, **kept, "archive": self._given.get("archive", ""), name: value})

    def _address(self, to: str, arguments: Mapping[str, str]) -> str:
        return page_url(self._datasette, to, arguments)


async def compare_page(datasette: Any, request: Any) -> Response:
    """Show the form, and the comparison if it can be counted at once."""
    database = archive_of(datasette, request)
    asked = Request(datasette, request)
    context = {
        "asked": asked,
        "empty": dict.fromkeys(("q", *_ALL_FILTERS), ""),
        "rows": min(MOST, max(2, len(asked.searches) + 1)),
        "offered": OFFERED,
        "intervals": INTERVALS,
        "choices": await filter_choices(database),
        "archive": request.args.get("archive") or "",
        "is_deferred": False,
        "problem": "",
    }
    if len(asked.searches) > 1:
        context |= await _drawn(database, asked, AT_ONCE)
        context["is_deferred"] = context.pop("is_slow") and "part" not in request.args
    return await html_page(datasette, "desk/compare.html", context, request)


async def compare_part(datasette: Any, request: Any) -> Response:
    """Serve chart and tables as a part of the page, which asks for it when there are many matches."""
    database = archive_of(datasette, request)
    asked = Request(datasette, request)
    context = {"asked": asked} | await _drawn(database, asked, longest(desk_of(datasette).public))
    if context["is_slow"]:
        context["problem"] = TOO_LONG
    return await html_page(datasette, "desk/compare_part.html", context, request)


async def compare_table(datasette: Any, request: Any) -> Response:
    """Serve matches, totals and ratio of each day (or `by` week, month) as CSV."""
    asked = Request(datasette, request)
    limit = longest(desk_of(datasette).public)

    def read(connection: sqlite3.Connection) -> Comparison | None:
        with sqlite_timelimit(connection, limit):
            return compare(connection, asked.selections(connection), asked.common["by"] or "day")

    try:
        found = await archive_of(datasette, request).execute_fn(read)
    except (SpacebeatError, sqlite3.OperationalError) as error:
        problem = TOO_LONG if _is_too_long(error) else _explain(error)
        return Response.text(f"{sentence(problem)}\n", status=400)
    return csv_download(table(found) if found else (), COLUMNS, "spacebeat-comparison.csv")


async def _drawn(database: Any, asked: Request, limit: int) -> dict[str, Any]:
    """Count and draw; `is_slow` says that the time was not enough."""
    drawn: dict[str, Any] = {"found": None, "chart": None, "problem": "", "is_slow": False}
    try:
        found, tables = await _counted(database, asked, limit)
    except (SpacebeatError, sqlite3.OperationalError) as error:
        return drawn | ({"is_slow": True} if _is_too_long(error) else {"problem": _explain(error)})
    if found is None:
        has_days = asked.common["since"] or asked.common["until"]
        return drawn | {"problem": f"No article matches{' on these days' if has_days else ''}."}
    drawn |= {"found": found, "tables": tables, "chart": _chart(found, asked)}
    return drawn | {"number": _number, "percent": _percent}


async def _counted(database: Any, asked: Request, limit: int) -> tuple[Comparison | None, list[HeatTable]]:
    """Count the matches of all searches, each on a connection of Datasette's pool, so that they run side by side."""
    selections = await database.execute_fn(asked.selections)
    check_number(selections)

    def count(selection: Selection) -> Callable[[sqlite3.Connection], Matches]:
        return lambda connection: _in_time(connection, limit, lambda: count_matches(connection, selection))

    matches = await asyncio.gather(*(database.execute_fn(count(one)) for one in selections.values()))
    days = {label: one.days for label, one in zip(selections, matches, strict=True)}

    def read(connection: sqlite3.Connection) -> tuple[Comparison | None, list[HeatTable]]:
        found = compare(connection, selections, asked.common["by"], PERIODS, days)
        return found, [
            HeatTable("source", "Outlets", by_outlet(connection, matches)),
            HeatTable("country", "Countries spoken of", by_country(matches)),
        ]

    counted: tuple[Comparison | None, list[HeatTable]] = await database.execute_fn(
        lambda connection: _in_time(connection, limit, lambda: read(connection))
    )
    return counted


def _in_time(connection: sqlite3.Connection, limit: int, read: Callable[[], _T]) -> _T:
    with sqlite_timelimit(connection, limit):
        return read()


def _is_too_long(error: Exception) -> bool:
    return isinstance(error, sqlite3.OperationalError) and is_interrupted(error)


def _explain(error: Exception) -> str:
    if isinstance(error, SpacebeatError):
        return str(error)
    return "This search is not valid. Put words in quotation marks to find them exactly."


def _chart(found: Comparison, asked: Request) -> LineChart:
    labels = found.periods.labels

    def line(one: Compared) -> Line:
        bursts = tuple(
            (b.first, b.last, f"{one.label}: burst from {labels[b.first]} to {labels[b.last]}, {b.matching} articles")
            for b in one.bursts
        )
        return Line(one.label, one.shares if asked.is_share else tuple(map(float, one.matching)), bursts)

    def link(number: int, first: int, last: int) -> str:
        return asked.articles(number, found.periods.firsts[first], found.periods.lasts[last])

    gaps = [any(marks) for marks in zip(*(one.gaps for one in found.searches), strict=True)]
    title = "Share of all articles of the same sources" if asked.is_share else "Matching articles"
    show = _percent if asked.is_share else _number
    drawn = [line(one) for one in found.searches]
    return lines(f"{title} by {found.periods.interval}", labels, drawn, gaps, link, show, is_share=asked.is_share)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def _percent(value: float) -> str:
    return f"{value:.0f} %" if value >= 10 or not value else f"{value:.1f} %" if value >= 1 else f"{value:.2g} %"
