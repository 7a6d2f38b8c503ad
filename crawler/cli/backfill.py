"""`spacebeat backfill`: crawl the past articles of one source."""

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import click

from crawler.cli.completion import complete_source
from crawler.cli.options import (
    allow_private_option,
    archive_option,
    basis_option,
    catalogue_options,
    cluster_option,
    quiet_option,
)
from crawler.cli.parameters import DAY, Number, refuse_future
from crawler.fetch.rights.legal_basis import Basis


@click.command("backfill")
@click.argument("name", metavar="SOURCE", shell_complete=complete_source)
@click.option("--from", "since", type=DAY, required=True, help="First day.")
@click.option("--to", "until", type=DAY, help="Last day.  [default: today]")
@archive_option
@catalogue_options
@allow_private_option
@basis_option
@click.option("--dry-run", is_flag=True, help="Read the lists and count, but record nothing and fetch no article.")
@click.option("--web-archive", is_flag=True, help="Query the web archive's index too: slow, a last resort.")
@click.option(
    "--limit",
    type=Number(1),
    default=2000,
    show_default=True,
    help="Maximum number of articles to fetch in this run.",
)
@click.option(
    "--pages",
    type=Number(1),
    default=1000,
    show_default=True,
    help="Maximum number of list pages to read in this run.",
)
@click.option("--workers", type=Number(1), help="Extraction processes.  [default: one per core]")
@cluster_option
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@click.option("--verbose", "-v", is_flag=True, help="Write a log to standard error.")
@quiet_option
def command(
    name: str,
    since: Any,
    until: Any,
    archive: Path,
    catalogue: tuple[Path, ...],
    only_catalogue: bool,
    allow_private: bool,
    basis: Basis,
    dry_run: bool,
    web_archive: bool,
    limit: int,
    pages: int,
    workers: int | None,
    cluster: str | None,
    as_json: bool,
    verbose: bool,
    quiet: bool,
) -> int:
    """Crawl past articles: sitemaps by date, older pages of feeds and listings, JSON APIs by date, numbered URLs.

    A backfill that was stopped or reached a limit resumes at the same page when run again with the same dates.
    """
    from crawler.backfill.date_range import Span
    from crawler.catalogue.load import load_catalogue
    from crawler.cli.display.backfill import Progress
    from crawler.cli.display.crawl import Display, print_summary
    from crawler.cluster.executor import workers_at
    from crawler.engine.process import Plan, crawl
    from crawler.engine.session import Backfill, Bounds
    from crawler.settings import SPACEBEAT_WEB_ARCHIVE

    refuse_future("--from", since)
    span = Span(since.strftime("%Y-%m-%d"), until.strftime("%Y-%m-%d") if until else "")
    if span.last and span.last < span.first:
        raise click.UsageError(f"--to {span.last} is earlier than --from {span.first}")
    sources = load_catalogue(list(catalogue), builtin=not only_catalogue).select((name,))
    backfill = Backfill(span, SPACEBEAT_WEB_ARCHIVE if web_archive else "")
    plan = Plan(
        archive=archive,
        sources=sources,
        purpose=f"spacebeat backfill {name}",
        bounds=Bounds(articles=limit, list_pages=pages, backfill=backfill, dry_run=dry_run),
        settings={"SPACEBEAT_ALLOW_PRIVATE": allow_private, "SPACEBEAT_TDM_BASIS": basis},
    )
    progress = Progress(sources[0], span, quiet=quiet or as_json)
    display = Display(1, quiet=quiet or as_json, verbose=verbose)
    with workers_at(cluster, "backfill", workers or 0) as several, display:
        report = crawl(replace(plan, workers=several), progress.wrap(display.watch))
    (run,) = report.runs or (None,)
    if as_json:
        click.echo(json.dumps([asdict(run) for run in report.runs], indent=2))
    elif not quiet:
        print_summary(report)
        if run and dry_run:
            click.echo(progress.dry_run_summary(run))
        elif run:
            click.echo(progress.remaining(archive))
    if report.interrupted:
        return 130
    if report.failed:
        click.echo(f"spacebeat: {report.failed[0].reason}", err=True)
        return 1
    return 0
