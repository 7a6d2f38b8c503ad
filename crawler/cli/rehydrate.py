"""`spacebeat snapshot rehydrate`: check which articles of a snapshot are still online and unchanged."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from crawler.cli.options import allow_private_option, basis_option, catalogue_options, quiet_option
from crawler.cli.parameters import Number
from crawler.fetch.rights.legal_basis import Basis

if TYPE_CHECKING:
    from archive.snapshot import Refetched

Counts = Mapping[str, Mapping[Any, int]]


@click.command("rehydrate")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--archive",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Store what is fetched in this new archive; a second run fetches only what is still missing.",
)
@catalogue_options
@allow_private_option
@basis_option
@click.option("--limit", type=Number(1), help="Maximum number of articles to fetch per source.  [default: all]")
@click.option("--workers", type=Number(1), help="Extraction processes.  [default: one per core]")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome of each article as JSON.")
@click.option("--verbose", "-v", is_flag=True, help="Write a log to standard error.")
@quiet_option
def rehydrate(
    folder: Path,
    archive: Path | None,
    catalogue: tuple[Path, ...],
    only_catalogue: bool,
    allow_private: bool,
    basis: Basis,
    limit: int | None,
    workers: int | None,
    as_json: bool,
    verbose: bool,
    quiet: bool,
) -> int:
    """Fetch the articles of a snapshot again, and report which are the same, changed, gone or closed.

    A shareable snapshot is enough: texts are compared by their hashes. Exit code 3 means that sources failed or that
    articles were not requested; those beyond --limit do not count.
    """
    from archive.snapshot import extractors_of, failed_sources, tally
    from crawler.catalogue.load import load_catalogue
    from crawler.cli.display.crawl import Display
    from crawler.extract.page import EXTRACTOR_VERSION
    from crawler.reprocess.rehydrate import Rehydration
    from crawler.reprocess.rehydrate import rehydrate as fetch_again

    known = load_catalogue(list(catalogue), builtin=not only_catalogue)
    with _archive_path(archive) as path, Display(None, quiet=quiet or as_json, verbose=verbose) as display:
        settings = {"SPACEBEAT_ALLOW_PRIVATE": allow_private, "SPACEBEAT_TDM_BASIS": basis}
        what = Rehydration(folder, path, known, limit or 0, workers or 0, settings)
        report, results = fetch_again(what, display.watch)
    counts = tally(results)
    if as_json:
        click.echo(json.dumps(_as_json(results, counts), indent=2, ensure_ascii=False))
    elif not quiet:
        _print_table(counts)
    if others := set(extractors_of(folder)) - {EXTRACTOR_VERSION}:
        versions = ", ".join(sorted(others))
        click.echo(f"texts were extracted with {versions}, now with {EXTRACTOR_VERSION}: some may differ", err=True)
    if report.interrupted:
        return 130
    failed = failed_sources(counts)
    for source in failed:
        _print_reason(source, results)
    if failed and len(failed) == len(counts):
        return 1
    unasked = sum(of_source["unasked"] for of_source in counts.values())
    return 3 if failed or (unasked and not limit) else 0


@contextmanager
def _archive_path(archive: Path | None) -> Iterator[Path]:
    if archive:
        yield archive
        return
    with TemporaryDirectory(prefix="spacebeat-") as folder:
        yield Path(folder) / "rehydrated.db"


def _as_json(results: "list[Refetched]", counts: Counts) -> dict[str, Any]:
    articles = [
        {
            "url": result.expected.url,
            "title": result.expected.title,
            "source": result.expected.source_id,
            "outcome": result.outcome,
            "reason": result.reason,
            "asked_at": result.asked_at,
        }
        for result in results
    ]
    return {"counts": _totals(counts), "sources": counts, "articles": articles}


def _totals(counts: Counts) -> dict[str, int]:
    from archive.snapshot import OUTCOMES

    return {outcome: sum(of_source[outcome] for of_source in counts.values()) for outcome in OUTCOMES}


def _print_table(counts: Counts) -> None:
    from rich.table import Table
    from rich.text import Text

    from crawler.cli.display.plain_text import printable
    from crawler.cli.display.result_console import result_console

    totals = _totals(counts)
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("source", no_wrap=True)
    for outcome in totals:
        table.add_column(outcome, justify="right", no_wrap=True)
    for source, of_source in sorted(counts.items()):
        table.add_row(Text(printable(source)), *(str(of_source[outcome]) for outcome in totals))
    table.add_row(f"{len(counts)} source{'s' * (len(counts) != 1)}", *map(str, totals.values()), style="bold")
    console = result_console()
    console.print(table)


def _print_reason(source: str, results: "list[Refetched]") -> None:
    from crawler.cli.display.plain_text import printable

    reason = next(r.reason for r in results if r.expected.source_id == source and r.outcome == "failed")
    click.echo(f"spacebeat: {printable(source)}: {printable(reason)}", err=True)
