"""`spacebeat enrich`: what the articles are about, told anew."""

import asyncio
import json
from pathlib import Path

import click

from crawler.cli.options import archive_option


@click.command("enrich")
@archive_option
@click.option(
    "--data",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder of edited data files, each in place of the built-in one of its name.",
)
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@click.option("--workers", type=click.IntRange(1), help="Processes.  [default: one a core]")
@click.option("--json", "as_json", is_flag=True, help="Print what changed as JSON.")
def command(archive: Path, data: Path | None, dry_run: bool, workers: int | None, as_json: bool) -> int:
    """Find relevance, topics, actors, countries and instruments of all articles again.

    Nothing is fetched, and no capture is needed. Articles that are irrelevant by these data are shown and stay.
    """
    from archive.db.connection import connect_to_read
    from crawler.cli.display.reprocess import described, print_findings, progress
    from crawler.reprocess.reenrich import Plan, reenrich

    connect_to_read(archive).close()
    plan = Plan(archive, data, apply=not dry_run, workers=workers or 0)
    with progress(quiet=as_json) as tell:
        findings = asyncio.run(reenrich(plan, tell))
    if as_json:
        click.echo(json.dumps(described(findings), indent=2, ensure_ascii=False))
    else:
        print_findings(findings)
    return 130 if findings.interrupted else 0
