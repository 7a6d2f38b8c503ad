"""The tables of `spacebeat status`, on standard output."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from archive.coverage import OUTCOMES, Coverage, total
from archive.health import Health
from crawler.cli.terminal import printable

PIPED_WIDTH = 140  # columns, where no terminal tells its own
_STYLES = {"ok": "", "new": "dim", "failing": "bold red", "quiet": "yellow", "late": "yellow"}


def print_health(states: Sequence[Health]) -> None:
    table = _table("source", "condition", "last success", "last new", right=("week", "usual/day"))
    table.add_column("next due", no_wrap=True)
    table.add_column("failure", no_wrap=True)
    for state in states:
        usual = "" if state.usual_per_day is None else f"{state.usual_per_day:.1f}"
        times = [(stamp or "never")[:16] for stamp in (state.last_success_at, state.last_new_at)]
        cells = (state.source_id, state.condition, *times, str(state.new_last_week), usual)
        table.add_row(*cells, (state.next_due_at or "")[:16], state.failure, style=_STYLES[state.condition])
    console = _console()
    console.print(table)
    for state in states:
        if state.reason and (state.is_wrong or state.failure):
            console.print(Text(f"{state.source_id}: {printable(state.reason)}"), soft_wrap=True)
        for url in state.failing:
            console.print(Text(f"{state.source_id}: fails again and again: {printable(url)}"), soft_wrap=True)


def print_coverage(rows: Sequence[Coverage]) -> None:
    numbers = ("days", "days_crawled", "advertised", "fetched", *OUTCOMES)
    table = _table("source", right=tuple(name.replace("_", " ") for name in numbers))
    for row in rows:
        table.add_row(row.source_id, *(str(getattr(row, name)) for name in numbers))
    sums = total(rows)
    table.add_row("all", *(str(sums[name]) for name in numbers), style="bold")
    _console().print(table)


def _table(*left: str, right: tuple[str, ...] = ()) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    for name in left:
        table.add_column(name, no_wrap=True)
    for name in right:
        table.add_column(name, justify="right", no_wrap=True)
    return table


def _console() -> Console:
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=PIPED_WIDTH)
