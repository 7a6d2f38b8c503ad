"""What all crawls of one process share: the writer, the extraction alongside them, and their bounds.

`spacebeat crawl` opens the session and hands it to the spiders; under `scrapy crawl` the run extension opens it.
The last holder closes it.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from archive.archive import Archive
from archive.failures import one_line
from archive.store.runs import Run
from crawler.backfill.date_range import Span
from crawler.catalogue.source import Source
from crawler.engine.backlog import Backlog
from crawler.engine.extraction_queue import Extraction
from crawler.engine.host_state import load_hosts
from crawler.engine.task_pool import TaskPool
from crawler.engine.workers import Workers
from crawler.engine.writer import Writer, fill_names_if_needed
from crawler.enrich.data import load_names
from crawler.fetch.hosts import Hosts
from crawler.fetch.rights.legal_basis import Basis

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Backfill:
    """Go back in time, through the days of a span; `web_archive` is the address of one that may be asked, or empty."""

    span: Span
    web_archive: str = ""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far a crawl goes. `since` is a day (YYYY-MM-DD); `articles` bounds the fetches of each source.

    With `due_only` no endpoint is asked before its time; without `polling` none is asked at all, and only what the
    frontier holds is fetched.
    """

    since: str = ""
    articles: int = 2000
    pages: int = 200  # list pages and child sitemaps read of each endpoint
    list_pages: int = 1000  # the same, of all endpoints of a source in one run
    due_only: bool = False
    polling: bool = True
    backfill: Backfill | None = None
    max_time_s: int = 0  # of the whole crawl; 0: no bound
    dry_run: bool = False
    keep_endpoints: bool = False

    @property
    def kind(self) -> str:
        """What a run within these bounds is called in the archive."""
        if self.backfill:
            return "backfill"
        return "crawl" if self.polling else "rehydrate"


@dataclass
class Session:
    """Open while at least one holder holds it."""

    writer: Writer
    hosts: Hosts
    pool: TaskPool
    extraction: Extraction
    bounds: Bounds
    basis: Basis = "research"
    backlog: Backlog = field(default_factory=Backlog)
    holders: int = 0
    interrupted: bool = False  # by the user, or by a failure of the machine
    out_of_time: bool = False
    finished: list[Run] = field(default_factory=list)

    @property
    def is_stopping(self) -> bool:
        """Whether nothing more is to be asked for. What was asked for and not answered stays due."""
        return self.interrupted or self.out_of_time

    @property
    def failure(self) -> str:
        """Why this machine cannot go on: the archive cannot be written, or no worker be started. Empty if it can."""
        return self.writer.failure or (str(self.pool.failure) if self.pool.failure else "")

    async def end_run(self, end: Callable[[Archive], Run], unrecorded: Run) -> None:
        """Record the end of a run; a run whose end the archive cannot record has failed as `unrecorded` says."""
        try:
            run = await self.writer.call(end)
        except Exception as error:
            logger.error("the end of the run cannot be recorded: %s", one_line(error))
            run = replace(unrecorded, reason=self.failure or unrecorded.reason or one_line(error))
        self.finished.append(run)

    def hold(self) -> None:
        self.holders += 1

    async def release(self) -> None:
        """Let go; the last holder waits for the extraction and closes the archive."""
        self.holders -= 1
        if self.holders == 0:
            try:
                await self.extraction.close(abandon=self.interrupted)
            finally:
                self.pool.close(wait=not self.interrupted)
                self.writer.close()


def open_session(
    archive: Path,
    sources: Mapping[str, Source],
    *,
    purpose: str,
    workers: Workers,
    bounds: Bounds,
    basis: Basis,
) -> Session:
    """Open the archive and start the extraction; needs a running event loop. Raises ArchiveError."""
    writer = Writer(archive, purpose)
    try:
        hosts = load_hosts(writer)
        writer.call_and_wait(fill_names_if_needed, load_names())
        pool = workers.pool()
        extraction = Extraction(writer, sources, pool, basis)
    except BaseException:
        writer.close()
        raise
    return Session(writer, hosts, pool, extraction, bounds, basis)
