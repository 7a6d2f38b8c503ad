"""Progress of an ingest, and the result of each file."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import asdict
from types import TracebackType
from typing import Any, Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.text import Text

from archive.archive import Archive
from archive.text import counted
from crawler.cli.display.plain_text import printable
from crawler.cli.display.progress_console import ProgressConsole
from crawler.ingest.pace import Pace, pace_of
from crawler.ingest.state import FileState, Ingest

REFRESH = 0.5  # seconds
MINUTE = 60.0

_TITLES = {  # of one, and of several
    "captured": ("page stored", "pages stored"),
    "known": ("already archived", "already archived"),
    "elsewhere": ("from another host", "from other hosts"),
    "unfit": ("not a page with status 200", "not a page with status 200"),
    "unresolved": ("revisit of a page not archived", "revisits of pages not archived"),
    "damaged": ("damaged place, without its pages", "damaged places, without their pages"),
    "forgotten": ("forgotten", "forgotten"),
}


class IngestDisplay:
    """A context manager around an ingest; `watch` runs concurrently. Silent if standard error is not a terminal."""

    def __init__(self, *, quiet: bool) -> None:
        self.console = ProgressConsole()
        shown = self.console.is_terminal and not quiet
        columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[note]}"))
        self._progress = Progress(
            *columns, TimeRemainingColumn(), console=self.console, transient=True, disable=not shown
        )
        self._tasks: dict[str, TaskID] = {}
        self._quiet = quiet

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    async def watch(self, state: Ingest) -> None:
        """Refresh until cancelled; where no terminal is, print a line a minute."""
        due = time.monotonic() + MINUTE
        while not self._quiet:
            await asyncio.sleep(REFRESH)
            if self._progress.disable:
                if time.monotonic() >= due:
                    due += MINUTE
                    self.console.print(Text((await _pace(state)).line()), soft_wrap=True)
                continue
            for file in state.files:
                if file.package and file.progress and file.progress.phase != "done":
                    pages = counted(file.progress.counts.captured, "page")
                    self._show(file.path.name, file.bytes_read, file.size, pages)
                elif file.path.name in self._tasks:  # a month has thousands of files
                    self._progress.remove_task(self._tasks.pop(file.path.name))
            if state.writer:
                waiting = await state.writer.call(_waiting)
                stored = sum(file.progress.counts.captured for file in state.files if file.progress)
                self._show("extraction", stored - waiting, stored, f"{waiting} waiting")
                pace = await _pace(state)
                self._show("all", pace.read, pace.total, pace.line())

    def tell(self, file: FileState) -> None:
        """Print what became of a file that a cluster has read."""
        if not self._quiet:
            self.console.print(Text(f"{printable(file.path.name)}: {_line(file)}"), soft_wrap=True)

    def _show(self, name: str, done: int, total: int, note: str) -> None:
        if name not in self._tasks:
            self._tasks[name] = self._progress.add_task(printable(name), note="")
        self._progress.update(self._tasks[name], completed=max(0, done), total=total, note=note)


def files_as_json(state: Ingest) -> list[dict[str, Any]]:
    """Return each file as a JSON object: its counts, or why it could not be read."""
    return [
        {"file": str(file.path), "reason": file.reason, "done": bool(file.progress and file.progress.phase == "done")}
        | (asdict(file.progress.counts) if file.progress else {})
        for file in state.files
    ]


def print_files(state: Ingest) -> None:
    """Print one line for each file to standard output, and how fast they were read."""
    console = Console(highlight=False)
    for file in state.files:
        console.print(Text(f"{printable(file.path.name)}: {_line(file)}"), soft_wrap=True)
    if any(file.progress and file.progress.counts.damaged for file in state.files):
        console.print("Of damaged files, ingest whole copies if there are any: pages that are archived are skipped.")
    console.print(pace_of(state, sum(run.new for run in state.finished)).line())


def _line(file: FileState) -> str:
    if file.reason:
        return printable(file.reason)
    if file.progress is None:
        return "not started"
    counts = ", ".join(_counts(file)) or "empty"
    if file.was_done:
        return f"already read ({counts})"
    return counts if file.progress.phase == "done" else f"not finished: {counts}"


def _counts(file: FileState) -> Iterator[str]:
    assert file.progress is not None
    for name, titles in _TITLES.items():
        if number := getattr(file.progress.counts, name):
            yield counted(number, *titles)


async def _pace(state: Ingest) -> Pace:
    runs = list(state.runs.values())
    return pace_of(state, await state.writer.call(_articles, runs) if state.writer else 0)


def _articles(archive: Archive, runs: list[int]) -> int:
    """Return the new articles of these runs."""
    marks = ", ".join("?" * len(runs))
    return int(archive.db.execute(f"select coalesce(sum(new), 0) from runs where id in ({marks})", runs).fetchone()[0])


def _waiting(archive: Archive) -> int:
    return int(archive.db.execute("select count(*) from captures where outcome is null").fetchone()[0])
