"""`spacebeat runs`: show the latest crawls, and what failed in one of them."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from crawler.cli.completion import complete_value
from crawler.cli.options import archive_option
from crawler.cli.parameters import WORDS, Number


class _RunsGroup(click.Group):
    """A group that explains how one run, or the runs of one source, are shown."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            verb = "show " if args[0].isdecimal() else "--source "
            raise click.UsageError(f"there is no command {args[0]!r}; write: spacebeat runs {verb}{args[0]}", ctx)
        return super().resolve_command(ctx, args)


@click.group("runs", cls=_RunsGroup, invoke_without_command=True)
@archive_option
@click.option(
    "--source", type=WORDS, default=None, shell_complete=complete_value("sources"), help="Only runs of this source."
)
@click.option("--failed", is_flag=True, help="Only runs that failed, were killed or were interrupted.")
@click.option("--limit", type=Number(1), default=20, show_default=True, help="Number of runs.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def command(context: click.Context, archive: Path, source: str | None, failed: bool, limit: int, as_json: bool) -> None:
    """List the latest runs, the newest first. A run is one crawl of one source."""
    if context.invoked_subcommand:
        return
    from archive.db.connection import connect_to_read
    from archive.search.filters import find_id
    from archive.store.runs import Runs
    from crawler.cli.display.plain_text import printable

    db = connect_to_read(archive)
    try:
        runs = Runs(db).latest(find_id(db, "sources", source) if source else "", limit, failed_only=failed)
    finally:
        db.close()
    if as_json:
        click.echo(json.dumps([asdict(run) for run in runs], indent=2, ensure_ascii=False))
        return
    for run in runs:
        counts = f"{run.fetched} fetched, {run.new} new, {run.revised} revised, {run.failed} failed"
        reason = f": {printable(run.reason)}" if run.reason else ""
        click.echo(f"{run.id:>6}  {run.started_at}  {run.source_id}  {run.kind}  {run.outcome}  {counts}{reason}")


@command.command("show")
@click.argument("number", type=Number(1))
@archive_option
def show(number: int, archive: Path) -> None:
    """Show one run: its counts, and each URL that gave no article with the reason."""
    from archive.db.connection import connect_to_read
    from archive.errors import WrongUsageError
    from archive.store.runs import Runs
    from crawler.cli.display.plain_text import printable

    db = connect_to_read(archive)
    try:
        runs = Runs(db)
        run = runs.find(number)
        if run is None:
            raise WrongUsageError(f"the archive has no run {number}; 'spacebeat runs' lists them")
        refused = runs.refused_urls(run)
    finally:
        db.close()
    for name, value in asdict(run).items():
        click.echo(f"{name:<12}{printable(str(value if value is not None else ''))}".rstrip())
    if refused:
        click.echo("\nNo article:")
    for url, state, reason, again in refused:
        until = f", again at {again}" if again else ""
        click.echo(f"  {state:<12}{printable(url)}  ({printable(reason)}{until})")
