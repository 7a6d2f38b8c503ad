"""`spacebeat prune`: delete old captures, whose articles stay."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from archive.clock import instant
from archive.text import counted
from crawler.cli.completion import complete_value
from crawler.cli.options import archive_option, quiet_option

_AGE = re.compile(r"(\d{1,5})d")


def _read_age(_: click.Context, __: click.Parameter, value: str) -> str:
    """Return the instant before which captures are old."""
    if match := _AGE.fullmatch(value):
        return instant(datetime.now(UTC) - timedelta(days=int(match[1])))
    try:
        before = datetime.strptime(value, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        raise click.BadParameter(
            f"{value!r} is neither a number of days, as in 365d, nor a date, as in 2025-12-31"
        ) from None
    if before > datetime.now(UTC):
        raise click.BadParameter(f"{value} is in the future; all captures would be deleted")
    return instant(before)


@click.command("prune")
@click.argument("sources", nargs=-1, metavar="[SOURCE]...", shell_complete=complete_value("sources"))
@archive_option
@click.option(
    "--older-than", "before", required=True, callback=_read_age, metavar="365d|DATE", help="Age in days, or a date."
)
@click.option(
    "--keep",
    multiple=True,
    type=click.Choice(["latest", "revisions"]),
    help="Keep the capture that each article was last read from, or every one that gave a revision.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be deleted, file by file.")
@quiet_option
def command(
    sources: tuple[str, ...], archive: Path, before: str, keep: tuple[str, ...], dry_run: bool, quiet: bool
) -> None:
    """Delete the stored pages of captures that are older than that, of all sources or of those named.

    Articles, revisions and the rows of captures stay; what is deleted cannot be extracted again. A page that a younger
    capture refers to as unchanged stays as well.
    """
    from archive.archive import Archive
    from archive.db.connection import connect_to_read
    from archive.removal.prune import find_prunable
    from archive.warc.records import folder_of

    if dry_run:
        found = list(find_prunable(connect_to_read(archive), before, keep, sources))  # type: ignore[arg-type]
        for file in found:
            click.echo(f"{file.file}: {counted(len(file.captures), 'capture')}, {file.bytes:,} bytes")
    else:
        connect_to_read(archive).close()  # an archive that is not there is not made
        with Archive(archive, "spacebeat prune") as opened:
            found = list(find_prunable(opened.db, before, keep, sources))  # type: ignore[arg-type]
            freed = sum(opened.prune(file) for file in found)
    captures, needed = sum(len(file.captures) for file in found), sum(file.needed for file in found)
    older = f"{counted(captures, 'capture')} from before {before}"
    stays = f"; {needed:,} older ones stay, because younger captures refer to them" if needed else ""
    if dry_run:
        size = sum(file.bytes for file in found)
        click.echo(f"{older} would be deleted, {size:,} bytes{stays}")
    elif not quiet:
        click.echo(f"{older} deleted, {freed:,} bytes of {folder_of(archive)}{stays}")
