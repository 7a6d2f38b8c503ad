"""`spacebeat ingest`: import articles from WARC and WACZ files of any origin."""

import asyncio
import json
from dataclasses import asdict
from pathlib import Path

import click

from crawler.cli.options import archive_option, basis_option, catalogue_options
from crawler.fetch.rights.legal_basis import Basis


@click.command("ingest")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@archive_option
@catalogue_options
@basis_option
@click.option(
    "--all-hosts",
    is_flag=True,
    help="Pages of all sites, not only those of the catalogue; each site becomes a source, filtered by relevance.",
)
@click.option("--workers", type=click.IntRange(1), help="Extraction processes.  [default: one per core]")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@click.option("--verbose", "-v", is_flag=True, help="Write a log to standard error.")
def command(
    files: tuple[Path, ...],
    archive: Path,
    catalogue: tuple[Path, ...],
    only_catalogue: bool,
    basis: Basis,
    all_hosts: bool,
    workers: int | None,
    as_json: bool,
    verbose: bool,
) -> int:
    """Import articles from WARC, WARC.gz and WACZ files (Common Crawl, ArchiveBox, Browsertrix, Heritrix, wget).

    Pages of catalogue sources with status 200 are copied into the archive's WARC files. An ingest that was stopped
    resumes where it stopped, and pages that are already in the archive are skipped. Exit code 3 means that some files
    could not be read; the summary names them.
    """
    from crawler.catalogue.load import load_catalogue
    from crawler.cli.display.crawl import log_to_standard_error, print_summary
    from crawler.cli.display.ingest import IngestDisplay, files_as_json, print_files
    from crawler.engine.process import Report
    from crawler.ingest.run import Plan, ingest

    log_to_standard_error(verbose)
    plan = Plan(
        archive,
        tuple(dict.fromkeys(files)),
        load_catalogue(list(catalogue), builtin=not only_catalogue),
        all_hosts=all_hosts,
        workers=workers or 0,
        basis=basis,
    )
    with IngestDisplay(quiet=as_json) as display:
        done = asyncio.run(ingest(plan, display.watch))
    if as_json:
        click.echo(json.dumps({"files": files_as_json(done), "runs": [asdict(run) for run in done.finished]}, indent=2))
    else:
        print_files(done)
        if done.finished:
            print_summary(Report(done.finished, done.interrupted))
    if done.interrupted:
        return 130
    if done.failed and len(done.failed) == len(done.files):
        click.echo(f"spacebeat: {done.failed[0].reason}", err=True)
        return 1
    return 3 if done.failed else 0
