"""Progress while a crawl runs, and a summary table when it ends.

Progress goes to standard error, live on a terminal and in plain lines elsewhere; the table goes to standard output.
"""

import asyncio
import logging
import sys
from types import TracebackType
from typing import Self

from rich.live import Live
from rich.table import Table
from rich.text import Text

from archive.archive import Archive
from archive.store.runs import Run
from crawler.cli.display.plain_text import printable
from crawler.cli.display.progress_console import ProgressConsole
from crawler.cli.display.result_console import result_console
from crawler.engine.process import UNREACHABLE, Report
from crawler.engine.session import Session

REFRESH = 0.5  # seconds
SHOWN = 12  # running sources on the live display

_COUNTS = {
    "discovered": "found",
    "fetched": "fetched",
    "new": "new",
    "revised": "revised",
    "unchanged": "same",
    "copies": "copies",
    "rejected": "rejected",
    "failed": "failed",
}


class Display:
    """A context manager around a crawl; `watch` runs concurrently. `sources` is None if not known in advance."""

    def __init__(self, sources: int | None, *, quiet: bool, verbose: bool) -> None:
        self.sources = sources
        self.console = ProgressConsole()
        self.quiet = quiet
        self._reported = 0
        self._live = None
        if self.console.is_terminal and not quiet and not verbose:
            self._live = Live(console=self.console, refresh_per_second=4, transient=True)
        log_to_standard_error(verbose)

    def __enter__(self) -> Self:
        if self._live:
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live:
            self._live.stop()

    async def watch(self, session: Session) -> None:
        """Refresh until cancelled."""
        try:
            while True:
                await asyncio.sleep(REFRESH)
                await self._show(session)
        finally:
            self._report(session)

    async def _show(self, session: Session) -> None:
        if self._live:
            running = await session.writer.call(_running)
            self._live.update(self._table(running, len(session.finished), session.interrupted))
        else:
            self._report(session)

    def _report(self, session: Session) -> None:
        """Print one line for each source that has finished since the last report."""
        finished, self._reported = session.finished[self._reported :], len(session.finished)
        if self.quiet or self._live:
            return
        for run in finished:
            if not UNREACHABLE.search(run.reason):  # the summary names these, unless none could be reached
                self.console.print(Text(line_of(run)), soft_wrap=True)

    def _table(self, running: list[Run], finished: int, interrupted: bool) -> Table:
        state = "stopping, finished work is kept" if interrupted else f"{count_of(finished, self.sources)} done"
        table = Table(title=state, title_justify="left", box=None, pad_edge=False)
        table.add_column("source", no_wrap=True)
        for name in ("discovered", "fetched", "new"):
            table.add_column(name, justify="right")
        for run in running[:SHOWN]:
            table.add_row(run.source_id, str(run.discovered), str(run.fetched), str(run.new))
        if len(running) > SHOWN:
            table.add_row(f"… and {len(running) - SHOWN} more", "", "", "")
        return table


def count_of(finished: int, sources: int | None) -> str:
    """Return "3 of 8 sources", or "3 sources" if the total is not known."""
    if sources is None:
        return "1 source" if finished == 1 else f"{finished} sources"
    return f"{finished} of {sources} sources"


def print_summary(report: Report) -> None:
    """Print the table of a finished crawl to standard output."""
    console = result_console()
    runs = sorted(report.runs, key=lambda run: run.source_id)
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("source", no_wrap=True)
    for title in _COUNTS.values():
        table.add_column(title, justify="right", no_wrap=True)
    table.add_column("outcome", no_wrap=True)
    for run in runs:
        table.add_row(run.source_id, *(str(getattr(run, name)) for name in _COUNTS), run.outcome)
    totals = [str(sum(getattr(run, name) for run in runs)) for name in _COUNTS]
    table.add_row(f"{len(runs)} source{'s' * (len(runs) != 1)}", *totals, "", style="bold")
    console.print(table)
    for run in runs:
        if run.reason:
            console.print(Text(f"{run.source_id}: {printable(run.reason)}"), soft_wrap=True)


def line_of(run: Run) -> str:
    """Describe what a finished crawl of a source found."""
    counts = ", ".join(
        f"{number} {'copy' if (name, number) == ('copies', 1) else title}"
        for name, title in _COUNTS.items()
        if (number := getattr(run, name))
    )
    reason = f" ({printable(run.reason)})" if run.reason else ""
    return f"{run.source_id}: {run.outcome}, {counts or 'nothing new'}{reason}"


def _running(archive: Archive) -> list[Run]:
    return archive.runs.running()


def log_to_standard_error(verbose: bool) -> None:
    """Log from INFO on if verbose, otherwise only the crawler's errors."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_OneLine("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.setLevel(logging.INFO if verbose else logging.ERROR)
    if not verbose:
        handler.addFilter(logging.Filter("crawler"))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)


class _OneLine(logging.Formatter):
    """A formatter that keeps a title with a line break from forging a line of the log."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  # the name that logging calls
        return printable(super().formatMessage(record))
