"""`spacebeat snapshot DIR`, `snapshot verify DIR`, `snapshot rehydrate DIR`: frozen data sets for publications."""

import difflib
from pathlib import Path
from typing import Any

import click

from archive.text import counted
from crawler.cli.filters import filter_options, selection_of
from crawler.cli.options import archive_option
from crawler.cli.rehydrate import rehydrate

FOLDER = click.Path(path_type=Path, file_okay=False)


class _SnapshotGroup(click.Group):
    """A group in which `snapshot DIR` means `snapshot write DIR`; a folder named like a command needs `./`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        known = {*self.commands, *ctx.help_option_names}
        if args and not known & set(args):
            near = difflib.get_close_matches(args[0], self.commands, n=1)
            if near and not Path(args[0]).exists():
                hint = f"did you mean {near[0]}? A folder of that name is written ./{args[0]}"
                raise click.UsageError(f"there is no command {args[0]!r} of snapshot; {hint}", ctx)
            args = ["write", *args]
        return super().parse_args(ctx, args)


@click.group("snapshot", cls=_SnapshotGroup)
def command() -> None:
    """Write, verify or re-fetch a frozen, citable data set.

    'spacebeat snapshot DIR' is short for 'spacebeat snapshot write DIR' and takes the same options.
    """


@command.command("write")
@click.argument("folder", metavar="DIR", type=FOLDER)
@archive_option
@filter_options
@click.option("--title", default="Space policy news", show_default=True, help="Title of the data set.")
@click.option("--parquet", is_flag=True, help="Write articles as Parquet instead of CSV.")
@click.option("--shareable", is_flag=True, help="Write metadata and hashes without texts and summaries.")
def write(folder: Path, archive: Path, title: str, parquet: bool, shareable: bool, **filters: Any) -> None:
    """Write the articles that match all filters, with codebook, query, hashes and citation."""
    from archive.db.connection import connect_to_read
    from archive.db.damage import refuse_damaged
    from archive.search.empty import explain_empty
    from archive.search.filters import resolve
    from archive.snapshot import write_snapshot

    db = connect_to_read(archive)
    try:
        refuse_damaged(archive)
        selection = resolve(db, selection_of(filters))
        about, fingerprint = write_snapshot(db, folder, selection, title=title, parquet=parquet, shareable=shareable)
        reason = "" if about.articles else f": {explain_empty(db, selection)}"
    finally:
        db.close()
    click.echo(f"{counted(about.articles, 'article')}{reason}", err=True)
    click.echo(fingerprint)


@command.command("verify")
@click.argument("folder", metavar="DIR", type=FOLDER)
def verify(folder: Path) -> None:
    """Verify the hash of every file; exit with 1 and print the first file that differs."""
    from archive.snapshot import verify as check

    click.echo(check(folder))


command.add_command(rehydrate)
