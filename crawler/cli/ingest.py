"""`spacebeat ingest`: import articles from WARC and WACZ files of any origin."""

import asyncio
import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from click.shell_completion import CompletionItem

from crawler.cli.options import archive_option, basis_option, catalogue_options, cluster_option, quiet_option
from crawler.cli.parameters import Number
from crawler.fetch.rights.legal_basis import Basis
from crawler.ingest.errors import IngestError
from crawler.ingest.location import Location, location_of
from crawler.ingest.url import Url

STANDARD_INPUT = Path("-")


class FileOrUrl(click.ParamType[Location]):
    """A URL, or a path with the checks of Click."""

    name = "file"

    def __init__(self, **checks: bool) -> None:
        self._path = click.Path(path_type=Path, **checks)

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Location:
        try:
            location = location_of(str(value))
        except IngestError as error:
            self.fail(str(error), param, ctx)
        if isinstance(location, Path):
            return Path(os.fsdecode(self._path.convert(location, param, ctx)))
        if not self._path.dir_okay and location.scheme == "s3" and not location.name:
            self.fail(f"{location} is a bucket: add the path of a file in it, s3://BUCKET/PATH", param, ctx)
        return location

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        return self._path.shell_complete(ctx, param, incomplete)


@click.command("ingest")
@click.argument(
    "files",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=FileOrUrl(exists=True, dir_okay=False, allow_dash=True),
)
@archive_option
@catalogue_options
@basis_option
@click.option(
    "--all-hosts",
    is_flag=True,
    help="Pages of all sites, not only those of the catalogue; each site becomes a source, filtered by relevance.",
)
@click.option("--workers", type=Number(1), help="Extraction processes.  [default: one per core]")
@click.option(
    "--base",
    metavar="FOLDER",
    type=FileOrUrl(exists=True, file_okay=False),
    help="Folder or URL where the paths of a list begin.  [default: the first above the list that has a file of it]",
)
@cluster_option
@click.option(
    "--shards",
    metavar="URL",
    type=FileOrUrl(),
    help="With --cluster, where machines without a shared folder hand over what they read (s3://BUCKET/FOLDER).",
)
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@click.option("--verbose", "-v", is_flag=True, help="Write a log to standard error.")
@quiet_option
def command(
    files: tuple[Location, ...],
    archive: Path,
    catalogue: tuple[Path, ...],
    only_catalogue: bool,
    basis: Basis,
    all_hosts: bool,
    workers: int | None,
    base: Location | None,
    cluster: str | None,
    shards: Location | None,
    as_json: bool,
    verbose: bool,
    quiet: bool,
) -> int:
    """Import articles from WARC (.gz, .zst) and WACZ files (Common Crawl, ArchiveBox, Browsertrix, Heritrix, wget).

    A file named - is standard input. A list of paths (warc.paths.gz of Common Crawl) is the files in it, of which those
    that are not here are left for the next time. A URL (https://, http://, s3://) is read as it arrives, without a copy
    on this machine.

    Pages of catalogue sources with status 200 are copied into the archive's WARC files. An ingest that was stopped
    resumes where it stopped, and pages that are already in the archive are skipped. Exit code 3 means that some files
    could not be read; the summary names them.
    """
    from crawler.engine.fork_server import start_fork_server

    store = _store(shards, cluster)
    if not cluster:
        start_fork_server()

    from crawler.catalogue.load import load_catalogue
    from crawler.cli.display.crawl import log_to_standard_error, print_summary
    from crawler.cli.display.ingest import IngestDisplay, files_as_json, print_files
    from crawler.cluster.client import connect
    from crawler.cluster.ingest import Plan as ClusterPlan
    from crawler.cluster.ingest import ingest_on
    from crawler.engine.process import Report
    from crawler.ingest.manifest import expand
    from crawler.ingest.run import Plan, ingest

    log_to_standard_error(verbose)
    sources = load_catalogue(list(catalogue), builtin=not only_catalogue)
    with _standard_input_as_file(files) as paths, IngestDisplay(quiet=quiet or as_json) as display:
        plan = Plan(archive, expand(paths, base), sources, all_hosts=all_hosts, workers=workers or 0, basis=basis)
        if cluster:
            options = _options_of_a_task(catalogue, only_catalogue=only_catalogue, basis=basis, all_hosts=all_hosts)
            with connect(cluster, workers or 0) as client:
                done = ingest_on(client, ClusterPlan(plan, options, store), display.tell)
        else:
            done = asyncio.run(ingest(plan, display.watch))
    if as_json:
        click.echo(json.dumps({"files": files_as_json(done), "runs": [asdict(run) for run in done.finished]}, indent=2))
    elif not quiet:
        print_files(done)
        if done.finished:
            print_summary(Report(done.finished, done.interrupted))
    if done.interrupted:
        return 130
    if done.failed and len(done.failed) == len(done.files):
        click.echo(f"spacebeat: {done.failed[0].reason}", err=True)
        return 1
    return 3 if done.failed else 0


def _store(shards: Location | None, cluster: str | None) -> Url | None:
    """Return the URL at which shards are handed over. Raises UsageError and IngestError."""
    if shards is None:
        return None
    if not cluster:
        raise click.UsageError("--shards is for --cluster, whose machines write shards")
    if not isinstance(shards, Url):
        raise click.UsageError(f"--shards takes a URL, s3://BUCKET/FOLDER, not the path {shards}")
    from crawler.cluster.shard_store import check_store

    check_store(shards)
    return shards


def _options_of_a_task(
    catalogue: tuple[Path, ...], *, only_catalogue: bool, basis: Basis, all_hosts: bool
) -> tuple[str, ...]:
    """Return the options for the command of a task, which reads one file with one extraction process."""
    files = [part for path in catalogue for part in ("--catalogue", str(path.absolute()))]
    flags = [name for name, is_set in (("--only-catalogue", only_catalogue), ("--all-hosts", all_hosts)) if is_set]
    return (*files, *flags, "--basis", basis, "--workers", "1")


@contextmanager
def _standard_input_as_file(files: tuple[Location, ...]) -> Iterator[list[Location]]:
    """Yield the files, with standard input copied to a file: a revisit record refers back, which a pipe cannot."""
    with TemporaryDirectory(prefix="spacebeat-") as folder:
        copy = Path(folder, "standard-input.warc")
        if STANDARD_INPUT in files:
            with copy.open("wb") as file:
                shutil.copyfileobj(sys.stdin.buffer, file)
        yield [copy if path == STANDARD_INPUT else path for path in files]
