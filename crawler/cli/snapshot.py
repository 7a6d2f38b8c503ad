"""`spacebeat snapshot DIR`, `snapshot verify DIR` and `snapshot rehydrate DIR`: a data set that stays what it is."""

from pathlib import Path
from typing import Any

import click

from crawler.cli.filters import filter_options, selection_of
from crawler.cli.options import archive_option
from crawler.cli.rehydrate import rehydrate

FOLDER = click.Path(path_type=Path, file_okay=False)


class _SnapshotGroup(click.Group):
    """`snapshot DIR` is short for `snapshot write DIR`; a folder named like a verb is given as `./verify`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        known = {*self.commands, *ctx.help_option_names}
        if args and not known & set(args):
            args = ["write", *args]
        return super().parse_args(ctx, args)


@click.group("snapshot", cls=_SnapshotGroup)
def command() -> None:
    """Write a frozen, citable data set to a folder, or check one.

    'spacebeat snapshot DIR' takes the options of 'spacebeat snapshot write'.
    """


@command.command("write")
@click.argument("folder", metavar="DIR", type=FOLDER)
@archive_option
@filter_options
@click.option("--title", default="Space policy news", show_default=True, help="Title of the data set.")
@click.option("--parquet", is_flag=True, help="Articles as Parquet, not CSV.")
@click.option("--shareable", is_flag=True, help="Metadata and hashes, without texts and summaries.")
def write(folder: Path, archive: Path, title: str, parquet: bool, shareable: bool, **filters: Any) -> None:
    """Write the articles that match all filters, with codebook, query, hashes and citation."""
    from archive.db.connection import connect_to_read
    from archive.snapshot import write_snapshot

    db = connect_to_read(archive)
    try:
        about, fingerprint = write_snapshot(
            db, folder, selection_of(filters), title=title, parquet=parquet, shareable=shareable
        )
    finally:
        db.close()
    click.echo(f"{about.articles} articles", err=True)
    click.echo(fingerprint)


@command.command("verify")
@click.argument("folder", metavar="DIR", type=FOLDER)
def verify(folder: Path) -> None:
    """Check every file; end with 1 and the name of the first that differs."""
    from archive.snapshot import verify as check

    click.echo(check(folder))


command.add_command(rehydrate)
