"""`spacebeat enrich`: re-run enrichment after its data files were edited."""

import asyncio
import json
from pathlib import Path

import click

from crawler.cli.options import archive_option, cluster_option, quiet_option
from crawler.cli.parameters import Number


@click.command("enrich")
@archive_option
@click.option(
    "--data",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder of edited data files; each replaces the built-in file of the same name.",
)
@click.option("--dry-run", is_flag=True, help="Show what would change without changing it.")
@click.option("--workers", type=Number(1), help="Worker processes.  [default: one per core]")
@cluster_option
@click.option("--json", "as_json", is_flag=True, help="Print the changes as JSON.")
@quiet_option
def command(
    archive: Path,
    data: Path | None,
    dry_run: bool,
    workers: int | None,
    cluster: str | None,
    as_json: bool,
    quiet: bool,
) -> int:
    """Recompute relevance, topics, actors, countries and instruments of all articles.

    Nothing is fetched, and no capture is needed. Articles that are no longer relevant are listed but not removed.
    """
    from archive.db.connection import connect_to_read
    from crawler.cli.display.reprocess import findings_as_json, print_findings, progress
    from crawler.cluster.executor import workers_at
    from crawler.reprocess.reenrich import Plan, reenrich

    connect_to_read(archive).close()
    data = data.absolute() if data else None
    with (
        workers_at(cluster, "enrich", workers or 0) as several,
        progress(quiet=quiet or as_json) as report_progress,
    ):
        findings = asyncio.run(reenrich(Plan(archive, data, apply=not dry_run, workers=several), report_progress))
    if as_json:
        click.echo(json.dumps(findings_as_json(findings), indent=2, ensure_ascii=False))
    elif not quiet:
        print_findings(findings)
    return 130 if findings.interrupted else 0
