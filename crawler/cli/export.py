"""`spacebeat export`: out of the archive, into a table or a reference manager."""

import contextlib
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

import click

from crawler.cli.options import archive_option


@click.command("export")
@archive_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "jsonl"]),
    default="csv",
    show_default=True,
    help="The format.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file.  [default: standard output]",
)
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Published on this day or later.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Published on this day or earlier.")
@click.option("--source", "sources", multiple=True, help="Of this source; may be repeated.")
@click.option("--country", "countries", multiple=True, help="That speak of this country (ISO 3166-1); may be repeated.")
@click.option("--topic", "topics", multiple=True, help="On this topic; may be repeated.")
@click.option("--actor", "actors", multiple=True, help="That name this actor; may be repeated.")
@click.option("--language", "languages", multiple=True, help="In this language (ISO 639-1); may be repeated.")
@click.option("--search", default="", help="That match this search.")
@click.option("--include-copies", is_flag=True, help="Copies too, not only the first of each text.")
@click.option("--columns", default="", help="Columns to write, separated by commas.")
@click.option("--raw", is_flag=True, help="CSV: leave cells as they are, even if a spreadsheet would run them.")
@click.option("--bom", is_flag=True, help="CSV: begin with a byte order mark, for Excel.")
def command(
    archive: Path,
    form: str,
    output: Path | None,
    columns: str,
    raw: bool,
    bom: bool,
    since: Any,
    until: Any,
    **filters: Any,
) -> None:
    """Write the articles that match all filters. The number written is told on standard error."""
    from archive.database import connect_to_read
    from archive.export.csv_table import write_csv
    from archive.export.jsonl import write_jsonl
    from archive.export.rows import check_columns, rows
    from archive.selection import Selection

    chosen = check_columns([name.strip() for name in columns.split(",") if name.strip()])
    first, last = (day.strftime("%Y-%m-%d") if day else "" for day in (since, until))
    selection = Selection(since=first, until=last, **filters)
    db = connect_to_read(archive)
    with _destination(output) as file:
        found = rows(db, selection, chosen)
        if form == "csv":
            file.write("\ufeff" if bom else "")
            written = write_csv(found, chosen, file, raw=raw)
        else:
            written = write_jsonl(found, file)
    click.echo(f"{written} articles", err=True)


@contextlib.contextmanager
def _destination(output: Path | None) -> Iterator[TextIO]:
    """Standard output, or a file that appears under its name only when it is whole."""
    if output is None:
        stream = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="", write_through=False)
        try:
            yield stream
            stream.flush()
        finally:
            stream.detach()
        return
    partial = output.with_name(output.name + ".part")
    try:
        with partial.open("w", encoding="utf-8", newline="") as file:
            yield file
        os.replace(partial, output)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
