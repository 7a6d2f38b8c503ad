"""`spacebeat export`: take articles to a spreadsheet, a reference manager, a feed reader or a web archive."""

import contextlib
import sys
from pathlib import Path
from typing import Any

import click

from archive.export.formats import FORMATS
from archive.text import counted
from crawler.cli.filters import filter_options, selection_of
from crawler.cli.options import archive_option, quiet_option
from crawler.cli.output import destination, new_folder
from crawler.cli.parameters import STANDARD_OUTPUT, WORDS, OutputFile, refuse_overwriting

# Not .txt and .json, which others use for anything.
_BY_ENDING = {f".{form.suffix}": name for name, form in FORMATS.items() if name not in ("digest", "csl-json")}


@click.command("export")
@archive_option
@click.option(
    "--format",
    "form",
    type=click.Choice(tuple(FORMATS), case_sensitive=False),
    help="Output format.  [default: by the ending of -o, else csv]",
)
@click.option(
    "-o",
    "--output",
    type=OutputFile(or_folder=True),
    metavar="FILE",
    help="Output file; - for standard output.  [default: -]",
)
@filter_options
@click.option("--saved", type=WORDS, default=None, metavar="NAME", help="Use a saved search instead of the filters.")
@click.option(
    "--searches",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File of saved searches; - for standard input.  [default: searches.toml next to the archive]",
)
@click.option("--since-last-run", is_flag=True, help="With --saved: only articles added since the last such export.")
@click.option("--columns", type=WORDS, default=None, help="CSV, JSONL, Parquet: columns to write, separated by commas.")
@click.option(
    "--partition-by",
    type=click.Choice(["year"]),
    help="Parquet: write a folder with a file for each year of publication; -o is that folder.",
)
@click.option("--raw", is_flag=True, help="CSV: do not escape cells that a spreadsheet would run as formulas.")
@click.option("--bom", is_flag=True, help="CSV: start with a byte order mark, for Excel.")
@quiet_option
def command(
    archive: Path,
    form: str | None,
    output: Path | None,
    saved: str | None,
    searches: Path | None,
    since_last_run: bool,
    columns: str | None,
    partition_by: str | None,
    raw: bool,
    bom: bool,
    quiet: bool,
    **filters: Any,
) -> None:
    """Export the articles that match all filters. The number written is printed to standard error."""
    if saved and any(filters.values()):
        raise click.UsageError("--saved replaces the filters; use one or the other")
    refuse_overwriting(archive, output)
    form = form or _format_of(output)
    _refuse_unfit(form, output, columns=columns, partition_by=partition_by, for_csv=raw or bom)
    for option, is_given in (("--since-last-run", since_last_run), ("--searches", searches)):
        if is_given and not saved:
            raise click.UsageError(f"{option} needs --saved NAME")
    from archive.db.connection import connect_to_read
    from archive.db.damage import refuse_damaged
    from archive.export.export import Options, export, export_by_year
    from archive.export.rows import check_columns
    from archive.search.empty import explain_empty
    from archive.search.filters import resolve
    from archive.search.saved import delivery, load_saved_search
    from archive.warc.records import folder_of

    names = [name.strip() for name in (columns or "").split(",") if name.strip()]
    chosen = check_columns(names, nested=form == "jsonl")
    search = load_saved_search(searches or archive.with_name("searches.toml"), saved) if saved else None
    options = Options(chosen, raw=raw, bom=bom, title=(search.title or search.name) if search else "Spacebeat")
    with contextlib.ExitStack() as stack:
        db = connect_to_read(archive)
        refuse_damaged(archive)
        stack.callback(db.close)
        selection = search.selection() if search else selection_of(filters)
        if search and since_last_run:
            selection = stack.enter_context(delivery(archive, search))
        selection = resolve(db, selection)
        if partition_by and output:
            with new_folder(output) as folder:
                exported = export_by_year(db, selection, folder, chosen)
        else:
            with destination(output) as file:
                exported = export(db, folder_of(archive), selection, form, file, options)
        reason = "" if exported.articles or quiet else explain_empty(db, selection)
    for note in exported.notes:
        click.echo(note, err=True)
    if quiet:
        return
    click.echo(f"{counted(exported.articles, 'article')}{f': {reason}' if reason else ''}", err=True)


def _format_of(output: Path | None) -> str:
    """Return the format that the ending of a file names. Raises UsageError where that is several, or none."""
    ending = output.suffix.lower() if output else ""
    if ending == ".json":
        raise click.UsageError(f"what is {output} to be? Add --format jsonl (all fields) or csl-json (references)")
    if ending in (".xlsx", ".xls", ".ods"):
        raise click.UsageError(f"spreadsheets open CSV: write to {output and output.stem}.csv, for Excel with --bom")
    return _BY_ENDING.get(ending, "csv")


def _refuse_unfit(
    form: str, output: Path | None, *, columns: str | None, partition_by: str | None, for_csv: bool
) -> None:
    """Raise UsageError for options that the format does not have."""
    if columns and not FORMATS[form].is_table:
        raise click.UsageError("--columns is for csv, jsonl and parquet")
    if for_csv and form != "csv":
        raise click.UsageError("--raw and --bom are for csv")
    if partition_by and (form != "parquet" or output in (None, STANDARD_OUTPUT)):
        raise click.UsageError("--partition-by is for parquet, with a new folder as -o")
    if output and output.is_dir() and not partition_by:
        raise click.UsageError(f"{output} is a folder; name a file to write")
    if not FORMATS[form].is_text and output is None and sys.stdout.isatty():
        raise click.UsageError(f"{form} is not text: write it to a file with -o FILE")
