"""`spacebeat list`: show the values that searches and exports can filter by."""

import json
from pathlib import Path

import click

from archive.reports.values import KINDS, Kind
from crawler.cli.options import archive_option

_SINGULAR = {"country": "countries"} | {kind.removesuffix("s"): kind for kind in KINDS if kind != "countries"}


class _KindType(click.Choice[str]):
    """A kind in the plural or the singular."""

    name = "kind"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return super().convert(_SINGULAR.get(value, value), param, ctx)


@click.command("list")
@click.argument("kind", metavar="KIND", type=_KindType(KINDS))
@archive_option
@click.option("--all", "all_values", is_flag=True, help="Also those that no article has, as --json does.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(kind: Kind, archive: Path, all_values: bool, as_json: bool) -> None:
    """List the values that articles can be filtered by, with the number of articles, the most frequent first.

    KIND is sources, topics, actors, instruments, countries or languages. Both the id in the first column and the name
    can be given to `search`, `export` and `snapshot`.
    """
    from archive.db.connection import connect_to_read
    from archive.reports.values import values_of
    from archive.text import counted
    from crawler.cli.display.plain_text import printable

    db = connect_to_read(archive)
    try:
        values = list(values_of(db, kind))
    finally:
        db.close()
    if as_json:
        click.echo(json.dumps([value._asdict() for value in values], indent=2, ensure_ascii=False))
        return
    shown = values if all_values else [value for value in values if value.articles]
    width = max((len(value.id) for value in shown), default=0)
    for value in shown:
        click.echo(f"{value.articles:>9,}  {printable(value.id):{width}}  {printable(value.name)}".rstrip())
    if unused := len(values) - len(shown):
        more = counted(unused, f"more {kind.removesuffix('s')} has", f"more {kind} have")
        click.echo(f"{more} no article; list all with --all", err=True)
