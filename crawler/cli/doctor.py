"""`spacebeat doctor`: is everything whole, and if not, what to do."""

import sys
from pathlib import Path

import click

from crawler.cli.display.crawl import printable
from crawler.cli.options import archive_option


@click.command("doctor")
@archive_option
@click.option("--all", "thorough", is_flag=True, help="Read every capture and check every index; takes long.")
@click.option(
    "--repair", is_flag=True, help="Build anew what is wrong of full-text index, index of copies and tallies."
)
def command(archive: Path, thorough: bool, repair: bool) -> None:
    """Check the installation, the database and the WARC files; one line a check.

    Brings an older archive up to date, with a backup beside it. Ends with 1 when something is wrong.
    """
    from archive.doctor import examine

    wrong = False
    for finding in examine(archive, thorough=thorough, repair=repair):
        wrong = wrong or finding.verdict == "wrong"
        advice = f" -> {printable(finding.advice)}" if finding.advice else ""
        click.echo(f"{finding.verdict:5}  {finding.check:10}  {printable(finding.said)}{advice}")
    sys.exit(1 if wrong else 0)
