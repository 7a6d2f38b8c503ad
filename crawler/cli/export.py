"""`spacebeat export`: out of the archive, into a table, a reference manager, a feed, a digest or a web archive."""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import click

from crawler.cli.filters import filter_options, selection_of
from crawler.cli.options import archive_option

# Where an export goes: standard output, or a file that appears under its name only when it is whole.


@contextlib.contextmanager
def destination(output: Path | None) -> Iterator[BinaryIO]:
    """Give the stream to write to. Nothing is left of a file whose writing failed."""
    if output is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    partial = output.with_name(output.name + ".part")
    try:
        with partial.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, output)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


FORMATS = ("csv", "jsonl", "parquet", "bibtex", "ris", "csl-json", "atom", "markdown", "wacz")


@click.command("export")
@archive_option
@click.option("--format", "form", type=click.Choice(FORMATS), default="csv", show_default=True, help="The format.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file.  [default: standard output]",
)
@filter_options
@click.option("--saved", default="", metavar="NAME", help="A saved search, in place of the filters.")
@click.option(
    "--searches",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file of saved searches.  [default: searches.toml beside the archive]",
)
@click.option("--since-last-run", is_flag=True, help="With --saved: only what is new since the last time.")
@click.option("--columns", default="", help="Tables: columns to write, separated by commas.")
@click.option("--raw", is_flag=True, help="CSV: leave cells as they are, even if a spreadsheet would run them.")
@click.option("--bom", is_flag=True, help="CSV: begin with a byte order mark, for Excel.")
def command(
    archive: Path,
    form: str,
    output: Path | None,
    saved: str,
    searches: Path | None,
    since_last_run: bool,
    columns: str,
    raw: bool,
    bom: bool,
    **filters: Any,
) -> None:
    """Write the articles that match all filters. The number written is told on standard error."""
    if saved and any(filters.values()):
        raise click.UsageError("--saved stands in place of the filters; give one or the other")
    if since_last_run and not saved:
        raise click.UsageError("--since-last-run needs --saved NAME")
    from archive.db.connection import connect_to_read
    from archive.export.export import Options, export
    from archive.export.rows import check_columns
    from archive.search.filters import resolve
    from archive.search.saved import delivery, load_saved_search
    from archive.warc.records import folder_of

    chosen = check_columns([name.strip() for name in columns.split(",") if name.strip()])
    search = load_saved_search(searches or archive.with_name("searches.toml"), saved) if saved else None
    options = Options(chosen, raw=raw, bom=bom, title=(search.title or search.name) if search else "Spacebeat")
    with contextlib.ExitStack() as stack:
        db = connect_to_read(archive)
        stack.callback(db.close)
        selection = search.selection() if search else selection_of(filters)
        if search and since_last_run:
            selection = stack.enter_context(delivery(archive, search))
        selection = resolve(db, selection)
        with destination(output) as file:
            exported = export(db, folder_of(archive), selection, form, file, options)
    for note in exported.notes:
        click.echo(note, err=True)
    click.echo(f"{exported.articles} articles", err=True)
