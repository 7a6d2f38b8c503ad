"""`spacebeat forget`: delete articles or sources for good, as a takedown request asks."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.errors import WrongUsageError
from archive.text import counted
from crawler.cli.completion import complete_value
from crawler.cli.display.plain_text import printable
from crawler.cli.options import archive_option
from crawler.cli.parameters import web_address

if TYPE_CHECKING:
    from archive.removal.forget import Covered
    from archive.store.tombstones import Tombstones

SHOWN = 20  # articles listed before the question


@click.command("forget")
@click.argument("names", nargs=-1, metavar="[URL|SOURCE]...", shell_complete=complete_value("sources"))
@archive_option
@click.option("--reason", default="", help="Why, stored with the date; for example the number of a request.")
@click.option("--copies", is_flag=True, help="Also forget the articles of other outlets that copy the text.")
@click.option("--dry-run", is_flag=True, help="Show what would be deleted.")
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
@click.option("--list", "show_list", is_flag=True, help="List what was forgotten, when and why.")
@click.option("--lift", is_flag=True, help="Allow these again; what was deleted does not come back by itself.")
def command(
    names: tuple[str, ...],
    archive: Path,
    reason: str,
    copies: bool,
    dry_run: bool,
    yes: bool,
    show_list: bool,
    lift: bool,
) -> None:
    """Delete articles, or all of a source, for good: texts, revisions, stored pages, search index, and every trace.

    Only the address, the date and the reason are kept, so that no crawl, import or merge brings the article back. Every
    form of an address is covered: http and https, www, tracking parameters, redirects. Without an address, it finishes
    what another program kept it from deleting. Backups, exports and snapshots made before are not changed.
    """
    from archive.archive import Archive
    from archive.db.connection import connect_to_read
    from archive.removal.forget import all_forms, find_covered, is_source, keys_of_source
    from archive.store.tombstones import Tombstones
    from archive.warc.records import folder_of

    if not names and (copies or lift or reason):
        raise click.UsageError("name what is meant: web addresses or sources")
    if names and show_list:
        raise click.UsageError("--list lists all that was forgotten; leave the names out")
    db = connect_to_read(archive)
    try:
        stones = Tombstones(db)
        if show_list:
            _print_list(stones)
            return
        sources = [name for name in names if is_source(db, name) or stones.of_source(name)]
        urls = [_checked(name) for name in names if name not in sources]
        keys = all_forms(db, urls, with_copies=copies)
        for source in sources:
            keys += keys_of_source(db, source)
        if not lift:
            db.execute("pragma query_only = off")  # the file is open for reading; temporary tables are not in it
            _print_covered(names, find_covered(db, folder_of(archive), keys, sources))
    finally:
        db.close()
    if dry_run:
        return
    if not lift and names and not yes:
        _confirm()
    with Archive(archive, "spacebeat forget") as opened:
        if lift:
            with opened.transaction():
                lifted = opened.tombstones.lift("address", keys) + opened.tombstones.lift("source", sources)
            click.echo(f"allowed again: {counted(lifted, 'address or source', 'addresses and sources')}")
            return
        opened.forget(keys, sources, reason)
    click.echo(
        "forgotten; backups, exports and snapshots made before still have it" if names else "nothing is left of it"
    )


def _checked(name: str) -> str:
    if not name.lower().startswith(("http://", "https://")):
        raise WrongUsageError(
            f"{name!r} is neither a web address nor a source of the archive; see 'spacebeat list sources'"
        )
    return web_address(name)


def _confirm() -> None:
    if not sys.stdin.isatty():
        raise WrongUsageError("forgetting cannot be undone: add --yes to do it without being asked")
    click.confirm("Delete it for good?", abort=True)


def _print_list(stones: "Tombstones") -> None:
    for stone in stones.all():
        state = "" if stone.erased_at else "  (not erased yet)"
        click.echo(
            f"{stone.forgotten_at[:10]}  {stone.kind:7}  {printable(stone.key)}  {printable(stone.reason)}{state}"
        )


def _print_covered(names: tuple[str, ...], covered: "Covered") -> None:
    for url, title in covered.articles[:SHOWN]:
        click.echo(f"{printable(url)}  {printable(title)}")
    if len(covered.articles) > SHOWN:
        click.echo(f"... and {len(covered.articles) - SHOWN:,} more articles")
    if names or covered.articles or covered.captures:
        click.echo(
            f"{counted(len(covered.articles), 'article')}, {counted(covered.revisions, 'revision')}, "
            f"{counted(covered.captures, 'capture')} "
            f"({covered.bytes:,} bytes)"
        )
    for url in covered.copies:
        click.echo(f"a copy stays (--copies forgets it as well): {printable(url)}")
