"""`spacebeat merge`: combine archives that were crawled separately."""

from pathlib import Path

import click

from crawler.cli.display.plain_text import printable
from crawler.cli.options import archive_option, quiet_option

SHOWN = 20  # conflicts printed without --all-conflicts


@click.command("merge")
@click.argument("others", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False), metavar="OTHER...")
@archive_option
@click.option("--all-conflicts", is_flag=True, help=f"List every conflict, not only the first {SHOWN}.")
@quiet_option
def command(others: tuple[Path, ...], archive: Path, all_conflicts: bool, quiet: bool) -> None:
    """Merge other archives into this one; the others are not changed.

    The result does not depend on the order, and merging again changes nothing.
    """
    from archive.merge import merge

    report = merge(archive, others)
    if quiet:
        return
    for table, count in report.rows.items():
        click.echo(f"{table:14} {count:>9} {report.added[table]:>+9}")
    shown = report.conflicts if all_conflicts else report.conflicts[:SHOWN]
    for conflict in shown:
        kept, other = (printable(text)[:60] for text in (conflict.kept, conflict.other))
        click.echo(
            f"conflict: {conflict.table} {printable(conflict.key)}: {conflict.what}: kept {kept!r}, not {other!r}"
        )
    if len(shown) < len(report.conflicts):
        click.echo(f"{len(report.conflicts) - len(shown)} more conflicts; list them with --all-conflicts", err=True)
