"""`spacebeat compare`: searches against each other over time."""

import difflib
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crawler.cli.filters import narrowing_options, selection_of
from crawler.cli.options import archive_option
from crawler.cli.parameters import refuse_two_forms

if TYPE_CHECKING:
    from archive.analysis.comparison import Compared, Comparison
    from archive.search.filters import Selection

_FILTERS = {
    "source": "sources",
    "topic": "topics",
    "actor": "actors",
    "country": "countries",
    "language": "languages",
    "instrument": "instruments",
    "kind": "kinds",
    "access": "access",
}
_FILTER = re.compile(rf'(?<!\S)({"|".join(_FILTERS)})=("[^"]*"|\S+)')
_NAMED = re.compile(r"(?<!\S)([a-z]+)=\S")
_COMMON = ("since", "until")
_WIDTH = 26  # of the longest bar


@click.command("compare")
@click.argument("queries", nargs=-1, required=True)
@archive_option
@narrowing_options
@click.option("--by", type=click.Choice(("day", "week", "month")), help="Length of a period.  [default: by the days]")
@click.option("--share", is_flag=True, help="Draw shares of all articles of the same sources instead of numbers.")
@click.option("--originals", is_flag=True, help="Leave copies out.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV: matching, total and ratio a day, or by --by.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    queries: tuple[str, ...],
    archive: Path,
    by: str | None,
    share: bool,
    originals: bool,
    as_csv: bool,
    as_json: bool,
    **filters: Any,
) -> None:
    """Compare two to six searches over time: articles, share of all articles of the same sources, and bursts.

    A search is written as for `search`, and may contain filters:

        spacebeat compare '"moon treaty" country=FR' 'mars language=en kind=agency'

    The filter options hold for all. Bursts are found by Kleinberg's model (KDD 2002).
    """
    from archive.analysis.comparison import COLUMNS, compare, table
    from archive.db.connection import connect_to_read
    from archive.errors import WrongUsageError
    from archive.export.csv import write_csv
    from archive.search.empty import explain_empty
    from archive.search.filters import resolve

    refuse_two_forms(json=as_json, csv=as_csv)
    if twice := next((query for place, query in enumerate(queries) if query in queries[:place]), None):
        raise WrongUsageError(f"two searches are the same: {twice}")
    common = replace(selection_of(filters), include_copies=not originals)
    db = connect_to_read(archive)
    try:
        searches = {query: resolve(db, _narrowed(common, query)) for query in queries}
        found = compare(db.conn, searches, by or ("day" if as_csv else ""))
        reasons = {} if found else {query: explain_empty(db, one) for query, one in searches.items()}
    finally:
        db.close()
    if as_csv:
        write_csv(table(found) if found else (), COLUMNS, sys.stdout)
    elif as_json:
        click.echo(json.dumps(list(table(found)) if found else [], indent=2, ensure_ascii=False))
    elif found is None:
        for query, reason in reasons.items():
            click.echo(f"nothing found of {query}: {reason}", err=True)
    else:
        for line in _lines(found, share):
            click.echo(line)


def _narrowed(common: "Selection", query: str) -> "Selection":
    """Return the common selection with the words and filters of one search."""
    narrower: dict[str, Any] = {}
    for name, value in _FILTER.findall(query):
        narrower[_FILTERS[name]] = (*narrower.get(_FILTERS[name], ()), value.strip('"'))
    words = " ".join(_FILTER.sub(" ", query).split())
    if not words and not narrower:
        raise click.UsageError("a search is empty; give it words or a filter such as country=FR")
    for name in _NAMED.findall(words):
        _refuse_unknown(name)
    return replace(common, search=words, **narrower)


def _refuse_unknown(name: str) -> None:
    """Raise UsageError for a misspelt filter, which would be searched for as words."""
    if name in _COMMON:
        raise click.UsageError(f"the days are common to all searches; give them as --{name} YYYY-MM-DD")
    near = difflib.get_close_matches(name, _FILTERS, n=1)
    if near:
        raise click.UsageError(f"there is no filter {name}=; did you mean {near[0]}=?")


def _lines(found: "Comparison", share: bool) -> Iterator[str]:
    from archive.text import counted
    from crawler.cli.display.plain_text import printable

    labels = found.periods.labels
    for one in found.searches:
        matching, total = sum(one.matching), sum(one.totals)
        of_all = counted(total, "article")
        yield f"{printable(one.label)}: {matching:,} of {of_all} ({100 * matching / max(1, total):.2f} %)"
        values = one.shares if share else one.matching
        yield from _bars(labels, values, one, share)
        for burst in sorted(one.bursts, key=lambda burst: -burst.weight)[:5]:
            span = f"{found.periods.firsts[burst.first]} to {found.periods.lasts[burst.last]}"
            number = counted(burst.matching, "article")
            yield f"  burst {span}: {number}, usual {burst.expected:.1f}, weight {burst.weight:.1f}"


def _bars(labels: tuple[str, ...], values: "tuple[float | None, ...]", one: "Compared", share: bool) -> Iterator[str]:
    top = max((value or 0 for value in values), default=0) or 1
    in_burst = {place for burst in one.bursts for place in range(burst.first, burst.last + 1)}
    for place, (label, value) in enumerate(zip(labels, values, strict=True)):
        marks = " burst" * (place in in_burst) + " gap in coverage" * one.gaps[place]
        number = "-" if value is None else f"{value:.2f} %" if share else f"{value:,}"
        if value or marks:
            yield f"  {label:10} {'#' * round(_WIDTH * (value or 0) / top):{_WIDTH}} {number}{marks}"
