"""`spacebeat doctor`: find what is damaged or misconfigured, and how to fix it."""

import sys
from pathlib import Path

import click

from crawler.cli.display.crawl import printable
from crawler.cli.options import archive_option


@click.command("doctor")
@archive_option
@click.option("--all", "thorough", is_flag=True, help="Read every capture and check every index (slow).")
@click.option(
    "--repair", is_flag=True, help="Rebuild the full-text index, the index of copies and the counters where wrong."
)
def command(archive: Path, thorough: bool, repair: bool) -> None:
    """Check the installation, the database and the WARC files, and print one line per check.

    Migrates an older archive, after writing a backup next to it. Exit code 1 means that something is wrong.
    """
    from archive.doctor import examine

    wrong = False
    for finding in examine(archive, thorough=thorough, repair=repair):
        wrong = wrong or finding.verdict == "wrong"
        advice = f" -> {printable(finding.advice)}" if finding.advice else ""
        click.echo(f"{finding.verdict:5}  {finding.check:10}  {printable(finding.message)}{advice}")
    sys.exit(1 if wrong else 0)
