"""Progress of a backfill and an estimate of the time left, since a long walk is otherwise silent."""

import asyncio
from pathlib import Path

import click

from archive.archive import Archive
from archive.db.connection import connect_to_read
from archive.store.frontier import Frontier
from archive.store.list_pages import ListPages, Walked
from archive.store.runs import Run
from archive.text import counted
from crawler.backfill.date_range import Span
from crawler.catalogue.source import Source
from crawler.engine.process import Watcher
from crawler.engine.session import Session
from crawler.settings import DOWNLOAD_DELAY, DOWNLOAD_DELAY_JITTER

EVERY = 15.0  # seconds between two progress lines
ANSWER = 0.5  # assumed response time of a host in seconds, used for the estimate


class Progress:
    """Periodic progress lines on standard error."""

    def __init__(self, source: Source, span: Span, *, quiet: bool) -> None:
        self.source = source
        self.span = span
        self.quiet = quiet
        delay = DOWNLOAD_DELAY if source.delay is None else source.delay
        self.pace_s = delay * (1 + DOWNLOAD_DELAY_JITTER / 2) + ANSWER

    def wrap(self, watch: Watcher) -> Watcher:
        """Return a watcher that runs another and also prints the progress."""

        async def both(session: Session) -> None:
            await asyncio.gather(watch(session), self._watch(session))

        return both

    def dry_run_summary(self, run: Run) -> str:
        """Return what a dry run found."""
        return (
            f"{run.polled} list pages read; {run.discovered} URLs from {self.span.first} to "
            f"{self.span.last or 'today'} are not in the archive yet. Estimated time to fetch them: "
            f"{duration(run.discovered * self.pace_s)}."
        )

    def remaining(self, archive: Path) -> str:
        """Return what the next backfill of these days has left to do."""
        db = connect_to_read(archive)
        try:
            walked = ListPages(db).progress(self.source.id, self.span.walk)
            return self._line(walked, Frontier(db).waiting(self.source.id))
        finally:
            db.close()

    async def _watch(self, session: Session) -> None:
        while not self.quiet:
            await asyncio.sleep(EVERY)
            walked, waiting = await session.writer.call(self._state)
            click.echo(self._line(walked, waiting), err=True)

    def _state(self, archive: Archive) -> tuple[Walked, int]:
        return archive.list_pages.progress(self.source.id, self.span.walk), archive.frontier.waiting(self.source.id)

    def _line(self, walked: Walked, waiting: int) -> str:
        pages = f"{counted(walked.read, 'list page')} read, {walked.waiting} waiting, {walked.failed} failed"
        rest = duration((walked.waiting + waiting) * self.pace_s)
        return f"{self.source.id}: {pages}; {counted(waiting, 'URL')} waiting" + (f", {rest} to go" if waiting else "")


def duration(seconds: float) -> str:
    """Format a duration in words, with the precision of an estimate."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return "less than a minute"
    return f"about {minutes} min" if minutes < 120 else f"about {minutes / 60:.0f} hours"
