"""`spacebeat status`: show source health and coverage."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from rich.table import Table
from rich.text import Text

from archive.reports.conditions import Condition
from archive.reports.coverage import OUTCOMES, UNSEEN, Coverage, total
from archive.reports.health import Health
from archive.text import counted
from crawler.cli.completion import complete_value
from crawler.cli.display.plain_text import printable
from crawler.cli.display.result_console import result_console
from crawler.cli.options import archive_option
from crawler.cli.parameters import DAY, refuse_two_forms

NARROW = 120  # a terminal below this has fewer columns, which are not cut
_STYLES: dict[Condition, str] = {
    "new": "dim",
    "well": "",
    "failing": "bold red",
    "changed": "bold red",
    "blocked": "bold red",
    "quiet": "yellow",
    "late": "yellow",
    "moved": "cyan",
    "retired": "dim",
}


def print_health(states: Sequence[Health]) -> None:
    console = result_console()
    console.print(health_table(states, console.width))
    for state in states:
        for line in _reasons(state):
            console.print(Text(f"{state.source_id}: {printable(line)}"), soft_wrap=True)


def health_table(states: Sequence[Health], width: int) -> Table:
    """Return a row for each source; below NARROW columns it leaves out what a screen of 80 has no place for."""
    if width < NARROW:
        table = _table("source", "condition", "last success", right=("week",))
    else:
        table = _table("source", "condition", "last success", "last new", right=("week", "usual/day", "left out"))
    table.add_column("next due", no_wrap=True)
    table.add_column("failure", no_wrap=True)
    for state in states:
        style = _STYLES[state.condition]
        success = _minute(state.last_success_at, width) or "never"
        week, due = str(state.new_last_week), _minute(state.next_due_at, width)
        if width < NARROW:
            table.add_row(state.source_id, state.condition, success, week, due, state.failure, style=style)
            continue
        new = _minute(state.last_new_at, width) or "never"
        usual = "" if state.usual_per_day is None else f"{state.usual_per_day:.1f}"
        cells = (state.source_id, state.condition, success, new, week, usual, str(state.irrelevant), due)
        table.add_row(*cells, state.failure, style=style)
    return table


def _minute(stamp: str | None, width: int) -> str:
    """Return an instant to the minute, without its year where there is little room."""
    return (stamp or "")[5:16].replace("T", " ") if width < NARROW else (stamp or "")[:16]


def _reasons(state: Health) -> Iterator[str]:
    """Yield what is wrong with a source and with each of its endpoints, and what to put into the catalogue."""
    if state.reason and (state.is_wrong or state.failure or UNSEEN in state.reason):
        yield state.reason
    for endpoint in state.endpoints:
        sentence = f"{endpoint.url}: {endpoint.reason}"
        if (endpoint.is_wrong or endpoint.replaced_by) and sentence != state.reason:
            since = f" since {endpoint.since}" if endpoint.since else ""
            yield f"{sentence} ({counted(endpoint.failures, 'time')}{since})"
        if endpoint.moved_to:
            yield f"{endpoint.url} has moved to {endpoint.moved_to}; put the new URL into the catalogue"
        if endpoint.is_found:
            entry = f'[[source.{endpoint.kind}]] url = "{endpoint.url}"'
            yield f"found by a crawl; to keep it, add to the catalogue: {entry}"


def print_coverage(rows: Sequence[Coverage]) -> None:
    console = result_console()
    console.print(coverage_table(rows, console.width))


def coverage_table(rows: Sequence[Coverage], width: int) -> Table:
    """Return a row for each source and their sum; below NARROW columns without those in which all are 0."""
    sums = total(rows)
    names = ("days", "days_crawled", "advertised", "fetched", *OUTCOMES)
    numbers = [name for name in names if width >= NARROW or sums[name]]
    table = _table("source", right=tuple(name.replace("_", " ") for name in numbers))
    for row in rows:
        table.add_row(row.source_id, *(str(getattr(row, name)) for name in numbers))
    table.add_row("all", *(str(sums[name]) for name in numbers), style="bold")
    return table


def _table(*left: str, right: tuple[str, ...] = ()) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    for name in left:
        table.add_column(name, no_wrap=True)
    for name in right:
        table.add_column(name, justify="right", no_wrap=True)
    return table


@click.command("status")
@archive_option
@click.option("--check", is_flag=True, help="Exit with 1 if a source is failing, changed, blocked, quiet or late.")
@click.option(
    "--coverage", is_flag=True, help="Show how many of the listed articles were archived, for a methods section."
)
@click.option("--from", "since", type=DAY, help="First day of the coverage.  [default: first day of the archive]")
@click.option("--to", "until", type=DAY, help="Last day of the coverage.  [default: today]")
@click.option(
    "--source",
    "sources",
    multiple=True,
    shell_complete=complete_value("sources"),
    help="Only this source; may be repeated.",
)
@click.option("--metrics", is_flag=True, help="Print source health in the Prometheus text format.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    archive: Path,
    check: bool,
    coverage: bool,
    since: Any,
    until: Any,
    sources: tuple[str, ...],
    metrics: bool,
    as_json: bool,
) -> int:
    """Show the health of each source: last success, new articles against the usual number, failures, next due time.

    "left out" counts the articles outside the focus of the source.

    With --coverage, show which URLs its endpoints listed in a range of days, and the outcome of each.
    """
    from archive.db.connection import connect_to_read
    from archive.db.damage import refuse_damaged
    from archive.search.filters import find_id

    if (since or until) and not coverage:
        raise click.UsageError("--from and --to need --coverage")
    if coverage and (check or metrics):
        raise click.UsageError("--check and --metrics are about health; leave them or --coverage out")
    refuse_two_forms(json=as_json, metrics=metrics)
    db = connect_to_read(archive)
    try:
        refuse_damaged(archive)
        sources = tuple(find_id(db, "sources", source) for source in sources)
        if coverage:
            return _coverage(db, since, until, sources, as_json)
        return _health(db, sources, check, as_json, metrics)
    finally:
        db.close()


def _health(db: Any, sources: tuple[str, ...], check: bool, as_json: bool, metrics: bool) -> int:
    from archive.clock import now
    from archive.reports.health import health
    from archive.reports.metrics import prometheus_text

    states = [state for state in health(db, now()) if not sources or state.source_id in sources]
    if metrics:
        click.echo(prometheus_text(states), nl=False)
    elif as_json:
        click.echo(json.dumps([asdict(state) for state in states], indent=2))
    else:
        print_health(states)
    wrong = [state for state in states if state.is_wrong]
    if check and wrong:
        named = ", ".join(f"{state.source_id} ({state.condition})" for state in wrong[:10])
        more = f" and {len(wrong) - 10} more" if len(wrong) > 10 else ""
        click.echo(f"spacebeat: problems with {named}{more}", err=True)
        return 1
    return 0


def _coverage(db: Any, since: Any, until: Any, sources: tuple[str, ...], as_json: bool) -> int:
    from archive.clock import now
    from archive.reports.coverage import coverage, methods_paragraph, reasons, total, unseen
    from crawler.cli.options import program

    (earliest,) = db.execute("select min(date(started_at)) from runs").fetchone()
    first = since.strftime("%Y-%m-%d") if since else earliest or now()[:10]
    last = until.strftime("%Y-%m-%d") if until else now()[:10]
    if first > last:
        raise click.UsageError(f"--from {first} is later than --to {last}")
    rows = coverage(db, first, last, sources)
    why = reasons(db, first, last, sources)
    paragraph = methods_paragraph(rows, why, first, last, program(), unseen(db, first, last, sources))
    if as_json:
        summary = {"from": first, "to": last, "paragraph": paragraph, "total": total(rows)}
        click.echo(json.dumps(summary | {"sources": [asdict(row) for row in rows]}, indent=2))
    else:
        click.echo(paragraph + "\n")
        print_coverage(rows)
    return 0
