"""`spacebeat sources`: read, check and extend the catalogue."""

from pathlib import Path

import click

from crawler.cli.completion import complete_source
from crawler.cli.options import catalogue_options
from crawler.cli.sources.add import add, export_feeds, import_feeds
from crawler.cli.sources.probe import check, probe
from crawler.cli.sources.record import record

_COLUMNS = ("id", "country", "languages", "kind", "focus", "name")
_FEW_COLUMNS = ("id", "kind", "name")  # on a terminal below _NARROW
_NARROW = 110


@click.group("sources")
def command() -> None:
    """List, show, probe, add, check, record, import and export catalogue sources."""


for verb in (probe, add, check, record, import_feeds, export_feeds):
    command.add_command(verb)


@command.command("list")
@catalogue_options
@click.option("--all", "everything", is_flag=True, help="Include disabled sources.")
def list_sources(catalogue: tuple[Path, ...], only_catalogue: bool, everything: bool) -> None:
    """List the enabled sources."""
    from rich.table import Table

    from crawler.catalogue.load import load_catalogue
    from crawler.cli.display.result_console import result_console

    loaded = load_catalogue(list(catalogue), builtin=not only_catalogue)
    console = result_console()
    shown = _FEW_COLUMNS if console.is_terminal and console.width < _NARROW else _COLUMNS
    table = Table(box=None, pad_edge=False)
    for column in shown:
        table.add_column(column, no_wrap=column != "name")
    for source in sorted(loaded, key=lambda source: source.id):
        if source.enabled or everything:
            style = "" if source.enabled else "dim"
            cells = {column: getattr(source, column) for column in shown}
            if "languages" in cells:
                cells["languages"] = ",".join(source.languages)
            table.add_row(*cells.values(), style=style)
    console.print(table)


@command.command("show")
@click.argument("name", shell_complete=complete_source)
@catalogue_options
def show(name: str, catalogue: tuple[Path, ...], only_catalogue: bool) -> None:
    """Print one source of the catalogue as TOML."""
    from crawler.catalogue.load import load_catalogue
    from crawler.catalogue.toml_writer import to_toml

    (source,) = load_catalogue(list(catalogue), builtin=not only_catalogue).select((name,))
    click.echo(to_toml(source))
