"""`spacebeat dossier`: the life of one instrument, on the terminal or as JSON."""

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.cli.completion import complete_value
from crawler.cli.options import archive_option
from crawler.cli.parameters import Number, refuse_two_forms

if TYPE_CHECKING:
    from archive.reports.dossier import Count, Dossier, Mentioned

_WIDTH = 28  # of the longest bar


@click.command("dossier")
@click.argument("name", nargs=-1, required=True, shell_complete=complete_value("instruments"))
@archive_option
@click.option("--limit", type=Number(1), default=8, show_default=True, help="Values of each kind.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, with all values.")
@click.option("--csv", "as_csv", is_flag=True, help="Print first mention and steps as CSV.")
def command(name: tuple[str, ...], archive: Path, limit: int, as_json: bool, as_csv: bool) -> None:
    """Show the life of an instrument: first mention, steps, who reports it, and what is named with it.

    A step (introduced, signed, in force) is taken from the words next to its citation and has the day of the first
    report. Archives of earlier versions have steps after `spacebeat enrich`.

    NAME is an id, a name or a part of one name, such as "India-France Strategic Space Dialogue"; `spacebeat list
    instruments` lists all. `spacebeat export --instrument` has the articles and their citations.
    """
    from archive.db.connection import connect_to_read
    from archive.errors import SpacebeatError
    from archive.export.csv import write_csv
    from archive.reports.dossier import TIMELINE, dossier, timeline_rows
    from archive.search.filters import find_id

    refuse_two_forms(json=as_json, csv=as_csv)
    db = connect_to_read(archive)
    try:
        id_ = find_id(db, "instruments", " ".join(name))
        found = dossier(db.conn, id_)
    finally:
        db.close()
    if found is None:
        raise SpacebeatError(f"no article cites {id_}")
    if as_json:
        click.echo(json.dumps(asdict(found), indent=2, ensure_ascii=False))
        return
    if as_csv:
        write_csv(timeline_rows(found), TIMELINE, sys.stdout)
        return
    for line in _lines(found, limit):
        click.echo(line)


def _lines(found: "Dossier", limit: int) -> Iterator[str]:
    from archive.text import counted
    from crawler.cli.display.plain_text import printable

    copies = f", {counted(found.copies, 'copy', 'copies')} among them" if found.copies else ""
    yield f"{printable(found.name)} ({found.kind}, {found.id})"
    yield f"{counted(found.articles, 'article')} at {counted(len(found.sources), 'outlet')}{copies}"
    yield f"first mention  {_mention(found.first)}"
    yield f"latest         {_mention(found.last)}"
    for one in found.steps:
        reports = (
            "" if one.articles == 1 else f" ({counted(one.articles, 'article')} at {counted(one.outlets, 'outlet')})"
        )
        yield f"{one.step:<14} {_mention(one.first)}{reports}"
    yield from _bars(found.days)
    for title, counts in (
        ("outlets by country", found.outlet_countries),
        ("languages", found.languages),
        ("outlets", found.sources),
        ("actors named with it", found.actors),
        ("countries named with it", found.countries),
        ("instruments named with it", found.instruments),
        ("topics", found.topics),
    ):
        if counts:
            yield f"{title}: {_listed(counts, limit)}"


def _mention(one: "Mentioned") -> str:
    from crawler.cli.display.plain_text import printable

    seen = "" if one.is_dated else " (seen)"
    return printable(f"{one.moment[:10]}{seen}  {one.source_name}: {one.title}  {one.url}")


def _bars(days: Mapping[str, int]) -> Iterator[str]:
    """Draw the articles of each month."""
    months: dict[str, int] = {}
    for day, articles in sorted(days.items()):
        months[day[:7]] = months.get(day[:7], 0) + articles
    top = max(months.values(), default=1)
    for month, articles in months.items():
        yield f"{month:14} {'#' * max(1, round(_WIDTH * articles / top)):{_WIDTH}} {articles:,}"


def _listed(counts: "tuple[Count, ...]", limit: int) -> str:
    from crawler.cli.display.plain_text import printable

    more = f", {len(counts) - limit} more" if len(counts) > limit else ""
    return ", ".join(f"{printable(one.name)} {one.articles:,}" for one in counts[:limit]) + more
