"""`spacebeat reextract`: apply the current extractor to stored captures."""

import asyncio
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from crawler.cli.completion import complete_value
from crawler.cli.options import archive_option, basis_option, catalogue_options, cluster_option, quiet_option
from crawler.cli.parameters import Number
from crawler.fetch.rights.legal_basis import Basis


@click.command("reextract")
@click.argument("names", metavar="[SOURCE]...", nargs=-1, shell_complete=complete_value("sources"))
@archive_option
@catalogue_options
@basis_option
@click.option("--apply", is_flag=True, help="Write the changes, keeping the previous state as a revision.")
@click.option("--rejected", is_flag=True, help="Also read captures that were rejected.")
@click.option("--outdated", is_flag=True, help="Skip articles already extracted by this version.")
@click.option("--limit", type=Number(1), help="Maximum number of captures to read.  [default: all]")
@click.option("--workers", type=Number(1), help="Extraction processes.  [default: one per core]")
@cluster_option
@click.option("--json", "as_json", is_flag=True, help="Print the changes as JSON.")
@quiet_option
def command(
    names: tuple[str, ...],
    archive: Path,
    catalogue: tuple[Path, ...],
    only_catalogue: bool,
    basis: Basis,
    apply: bool,
    rejected: bool,
    outdated: bool,
    limit: int | None,
    workers: int | None,
    cluster: str | None,
    as_json: bool,
    quiet: bool,
) -> int:
    """Re-run extraction on stored captures and show by source and field what would change, with examples.

    Nothing is changed without --apply. With it, a changed article gets a revision of the kind `reextracted`. An article
    that would be rejected now is listed but not removed. After an interrupt, run it again: nothing is written twice.
    """
    from archive.db.connection import connect_to_read
    from archive.search.filters import find_id
    from crawler.engine.fork_server import start_fork_server

    db = connect_to_read(archive)
    try:
        names = tuple(find_id(db, "sources", name) for name in names)
    finally:
        db.close()
    if not cluster:
        start_fork_server()

    from crawler.catalogue.load import load_catalogue
    from crawler.cli.display.reprocess import findings_as_json, print_findings, progress
    from crawler.cluster.executor import workers_at
    from crawler.reprocess.reextract import Plan, reextract

    sources = {source.id: source for source in load_catalogue(list(catalogue), builtin=not only_catalogue)}
    plan = Plan(
        archive,
        sources,
        names,
        apply=apply,
        rejected=rejected,
        outdated=outdated,
        limit=limit or 0,
        basis=basis,
    )
    progress_display = progress(quiet=quiet or as_json)
    with workers_at(cluster, "reextract", workers or 0) as several, progress_display as report_progress:
        findings = asyncio.run(reextract(replace(plan, workers=several), report_progress))
    if as_json:
        summary: dict[str, Any] = findings_as_json(findings)
        click.echo(json.dumps(summary, indent=2, ensure_ascii=False))
    elif not quiet:
        print_findings(findings)
    return 130 if findings.interrupted else 0
