"""One crawl of several sources in one process: an engine each, a few at a time, one archive.

One source that fails stops no other; Ctrl-C ends all of them and keeps what was fetched.
"""

import asyncio
import logging
import os
import re
import signal
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import scrapy.core.downloader.contextfactory  # noqa: F401  # first: it inspects the stack, and each module by then
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from archive.archive import Archive
from archive.clock import now
from archive.errors import ArchiveError
from archive.failures import one_line, traceback_of
from archive.store.runs import Run, unrecorded_run
from archive.store.sources import retire_all_but
from crawler.catalogue.archive_source import archived
from crawler.catalogue.source import Source
from crawler.engine.allocator import return_freed_blocks
from crawler.engine.session import Bounds, Session, open_session
from crawler.engine.workers import LOCAL, Workers
from crawler.fetch.rights.legal_basis import SETTING, read_basis
from crawler.spiders.loader import spider_class

UNREACHABLE = re.compile("cannot reach .*: (dns|connection failed)$")
UNREACHED = 16  # sources that cannot be reached, from which this machine has no connection

# Seconds after which a source lets the next one begin: a host that wants a minute between two requests holds nobody up.
TURN_S = 300

logger = logging.getLogger(__name__)

Watcher = Callable[[Session], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Plan:
    """What to crawl, into which archive, and how hard. `settings` override the project's Scrapy settings.

    `enabled` are the ids of all sources that a crawl without names takes; others in the archive are retired. It is
    empty for a crawl of named sources.
    """

    archive: Path
    sources: Sequence[Source]
    purpose: str = "spacebeat crawl"
    bounds: Bounds = field(default_factory=Bounds)
    parallel: int = 32
    workers: Workers = LOCAL
    settings: dict[str, Any] = field(default_factory=dict)
    enabled: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Report:
    """What a crawl did: a finished run for each source that was begun."""

    runs: tuple[Run, ...]
    interrupted: bool

    @property
    def is_offline(self) -> bool:
        """Whether no host could be found or connected to: with several sources, this machine has no connection."""
        return bool(self.runs) and _are_unreachable(self.runs)

    @property
    def failed(self) -> tuple[Run, ...]:
        return tuple(run for run in self.runs if run.outcome == "failed")


def none_is_reached(runs: Sequence[Run], answers: int) -> bool:
    """Return whether many sources have failed for want of a connection, and those in progress had no answer either.

    The others are then left due: each would take ten seconds of further attempts to fail too.
    """
    return not answers and len(runs) >= UNREACHED and _are_unreachable(runs)


def _are_unreachable(runs: Sequence[Run]) -> bool:
    return all(UNREACHABLE.search(run.reason) for run in runs)


def crawl(plan: Plan, watch: Watcher | None = None) -> Report:
    """Crawl to the end or to an interrupt. Raises ArchiveError when the archive cannot be written, and WorkersError."""
    return_freed_blocks()
    process = AsyncCrawlerProcess(_settings(plan))
    loop = asyncio.get_event_loop()
    task = loop.create_task(_Crawl(process, plan, watch).run())
    task.add_done_callback(lambda _: process._stop_reactor())
    process.start(stop_after_crawl=False, install_signal_handlers=False)
    return task.result()


def _settings(plan: Plan) -> Settings:
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.setdict({"LOG_INSTALL_ROOT_HANDLER": False} | plan.settings, priority="cmdline")
    return settings


class _Crawl:
    def __init__(self, process: AsyncCrawlerProcess, plan: Plan, watch: Watcher | None) -> None:
        self.process = process
        self.plan = plan
        self.watch = watch
        self.session: Session | None = None

    async def run(self) -> Report:
        plan = self.plan
        sources = {source.id: source for source in plan.sources}
        basis = read_basis(self.process.settings[SETTING])
        self.session = session = open_session(
            plan.archive, sources, purpose=plan.purpose, workers=plan.workers, bounds=plan.bounds, basis=basis
        )
        session.hold()
        if plan.enabled:
            await session.writer.call(_retire, plan.enabled)
        self._listen_for_interrupts()
        watchers = [asyncio.ensure_future(self._stop_at_failure(session))]
        if plan.bounds.max_time_s:
            watchers.append(asyncio.ensure_future(self._stop_in_time(session, plan.bounds.max_time_s)))
        if self.watch:
            watchers.append(asyncio.ensure_future(self.watch(session)))
        try:
            forgotten = await session.writer.call(_forgotten, list(sources))
            if sources and len(forgotten) == len(sources):
                raise ArchiveError(next(iter(forgotten.values())))
            free = asyncio.Semaphore(plan.parallel)
            wanted = [source for source in plan.sources if source.id not in forgotten]
            await asyncio.gather(*(self._crawl_one(source, free) for source in wanted))
        finally:
            for watcher in watchers:
                watcher.cancel()
            await session.release()
        if session.writer.failure:
            raise ArchiveError(session.writer.failure)
        if session.pool.failure:
            raise session.pool.failure
        return Report(tuple(session.finished), session.interrupted)

    async def _crawl_one(self, source: Source, free: asyncio.Semaphore) -> None:
        session = self.session
        assert session is not None
        async with free:
            if session.is_stopping or self._is_offline(session):
                return
            crawling = asyncio.ensure_future(self._run_spider(source, session))
            await asyncio.wait({crawling}, timeout=TURN_S)
        await crawling

    def _is_offline(self, session: Session) -> bool:
        answers = sum(crawler.stats.get_value("response_received_count", 0) for crawler in self._begun())
        return none_is_reached(session.finished, answers)

    def _begun(self) -> list[Crawler]:
        """Return the crawlers that have begun: of one that waits for its first turn, Scrapy lets nothing be read."""
        return [crawler for crawler in self.process.crawlers if crawler.crawling]

    async def _run_spider(self, source: Source, session: Session) -> None:
        try:
            await self.process.crawl(spider_class(source), session=session)
        except Exception as error:
            logger.error("crawl of %s broke: %s", source.id, one_line(error), exc_info=traceback_of(error))
            reason = f"the spider broke: {one_line(error)}"
            broken = partial(_record_broken_run, source=source, reason=reason)
            await session.end_run(broken, unrecorded_run(0, source.id, reason))

    def _listen_for_interrupts(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._interrupt)

    def _interrupt(self) -> None:
        assert self.session is not None
        if self.session.interrupted:  # the second time: what is committed is safe, so nothing need be waited for
            os._exit(130)
        self.session.interrupted = True
        self._stopping = asyncio.get_running_loop().create_task(self._stop())

    async def _stop_at_failure(self, session: Session) -> None:
        """Stop when the archive cannot be written or no worker be started: what else is fetched would be in vain."""
        failures = [asyncio.ensure_future(event.wait()) for event in (session.writer.failed, session.pool.failed)]
        await asyncio.wait(failures, return_when=asyncio.FIRST_COMPLETED)
        session.interrupted = True
        await self._stop()

    async def _stop_in_time(self, session: Session, seconds: int) -> None:
        await asyncio.sleep(seconds)
        session.out_of_time = True
        await self._stop()

    async def _stop(self) -> None:
        """Stop the crawlers that have begun; one that is only opening finds that nothing is to be done.

        Scrapy would take that one for stopped, and then wait for its end without end.
        """
        begun = [crawler for crawler in self._begun() if crawler.engine.running]
        await asyncio.gather(*(crawler.stop_async() for crawler in begun))


def _forgotten(archive: Archive, source_ids: Sequence[str]) -> dict[str, str]:
    """Return which of the sources are forgotten, with the sentence that explains it."""
    stones = ((source, archive.tombstones.of_source(source)) for source in source_ids)
    return {source: stone.explanation for source, stone in stones if stone}


def _retire(archive: Archive, enabled: frozenset[str]) -> None:
    retire_all_but(archive.db, enabled, now())


def _record_broken_run(archive: Archive, source: Source, reason: str) -> Run:
    archive.add_source(archived(source))
    return archive.runs.finish(archive.runs.begin(source.id), "failed", reason)
