"""`spacebeat doctor`: find what is damaged or misconfigured, and how to fix it."""

import asyncio
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from crawler.cli.display.plain_text import printable
from crawler.cli.options import archive_option, catalogue_options

if TYPE_CHECKING:
    from archive.doctor import Finding

_COUNTED = ("articles", "revisions", "captures", "urls")


@click.command("doctor")
@click.pass_context
@archive_option
@catalogue_options
@click.option("--all", "thorough", is_flag=True, help="Read every text and capture and check every index (slow).")
@click.option(
    "--repair", is_flag=True, help="Rebuild the full-text index, the index of copies and the counters where wrong."
)
@click.option(
    "--salvage",
    metavar="NEW.db",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write what can be read of a damaged archive into a new one; the rest comes from its WARC files.",
)
def command(
    context: click.Context,
    archive: Path,
    catalogue: tuple[Path, ...],
    only_catalogue: bool,
    thorough: bool,
    repair: bool,
    salvage: Path | None,
) -> int:
    """Check the installation, the database and the WARC files, and print one line per check.

    Migrates an older archive, after writing a backup next to it. Exit code 1 means that something is wrong.
    """
    from archive.doctor import examine

    if salvage:
        return _salvage(archive, salvage, catalogue, builtin=not only_catalogue)
    wrong = False
    named = context.get_parameter_source("archive") is not ParameterSource.DEFAULT
    expected = named or "SPACEBEAT_ARCHIVE" in os.environ
    for finding in examine(archive, thorough=thorough, repair=repair, expected=expected):
        wrong = wrong or finding.verdict == "wrong"
        click.echo(_line(finding))
    sys.exit(1 if wrong else 0)


def _line(finding: "Finding") -> str:
    advice = f" -> {printable(finding.advice)}" if finding.advice else ""
    return f"{finding.verdict:5}  {finding.check:10}  {printable(finding.message)}{advice}"


def _salvage(archive: Path, target: Path, catalogue: tuple[Path, ...], *, builtin: bool) -> int:
    """Write the new archive, and print what it has and how to go on."""
    from archive.doctor import examine
    from archive.text import counted
    from crawler.catalogue.load import load_catalogue
    from crawler.ingest.salvage import salvage_with_captures

    done = asyncio.run(salvage_with_captures(archive, target, load_catalogue(list(catalogue), builtin=builtin)))
    salvaged = done.salvaged
    read = ", ".join(
        f"{salvaged.rows.get(table, 0):,} {table}" for table in ("articles", "revisions", "captures", "urls")
    )
    click.echo(f"read from {archive}: {read}")
    if salvaged.incomplete:
        click.echo(f"parts could not be read of: {', '.join(salvaged.incomplete)}")
    counts = [file.progress.counts for file in done.ingested.files if file.progress]
    pages, elsewhere = sum(one.captured for one in counts), sum(one.elsewhere for one in counts)
    click.echo(
        f"from WARC files: {counted(salvaged.to_extract, 'capture')} extracted again, {pages:,} whose rows were lost"
    )
    if elsewhere:
        click.echo(
            f"passed over: {counted(elsewhere, 'capture')} of sites that are in no catalogue; salvage again into "
            "another file with --catalogue, which names them"
        )
    for file in done.ingested.failed:
        click.echo(f"not read: {file.reason}")
    wrong = [finding for finding in examine(target) if finding.verdict == "wrong"]
    for finding in wrong:
        click.echo(
            f"{finding.verdict:5}  {finding.check:10}  {printable(finding.message)} -> {printable(finding.advice)}"
        )
    if done.ingested.interrupted:
        return 130
    click.echo(
        f"{target} has {counted(done.articles, 'article')}; "
        f"{counted(salvaged.to_ask, 'address is', 'addresses are')} fetched again by the next crawl. "
        f"Use it with --archive {target}, or move it and its folder in the place of the damaged one"
    )
    return 1 if wrong or elsewhere else 0
