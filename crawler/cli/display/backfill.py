"""How far a backfill is, and how long it will still take."""

import asyncio
from pathlib import Path

import click

from archive.archive import Archive
from archive.db.connection import connect_to_read
from archive.store.frontier import Frontier
from archive.store.list_pages import ListPages, Walked
from archive.store.runs import Run
from crawler.backfill.date_range import Span
from crawler.catalogue.source import Source
from crawler.engine.process import Watcher
from crawler.engine.session import Session
from crawler.settings import DOWNLOAD_DELAY, DOWNLOAD_DELAY_JITTER

EVERY = 15.0  # seconds between two lines
ANSWER = 0.5  # seconds that a host takes to answer, where nothing was measured yet


class Progress:
    """Tells on standard error, now and then, how far the walk is."""

    def __init__(self, source: Source, span: Span, *, quiet: bool) -> None:
        self.source = source
        self.span = span
        self.quiet = quiet
        delay = DOWNLOAD_DELAY if source.delay is None else source.delay
        self.pace_s = delay * (1 + DOWNLOAD_DELAY_JITTER / 2) + ANSWER

    def beside(self, watch: Watcher) -> Watcher:
        """A watcher that does what another does, and tells the progress too."""

        async def both(session: Session) -> None:
            await asyncio.gather(watch(session), self._watch(session))

        return both

    def counted(self, run: Run) -> str:
        """What a dry run found."""
        return (
            f"{run.polled} list pages read; {run.discovered} addresses from {self.span.first} to "
            f"{self.span.last or 'today'} are not in the archive yet. Time to fetch them: "
            f"{duration(run.discovered * self.pace_s)}."
        )

    def left(self, archive: Path) -> str:
        """What the next backfill of these days will go on with."""
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
        pages = f"{walked.read} list pages read, {walked.waiting} waiting, {walked.failed} failed"
        rest = duration((walked.waiting + waiting) * self.pace_s)
        return f"{self.source.id}: {pages}; {waiting} addresses waiting" + (f", {rest} to go" if waiting else "")


def duration(seconds: float) -> str:
    """In words, as exact as an estimate can be."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return "less than a minute"
    return f"about {minutes} min" if minutes < 120 else f"about {minutes / 60:.0f} hours"
