"""One ingest: files are read in a thread, pages are committed as captures, and extraction runs at the same time.

First all responses of all files, then the revisits that referred to what came later; those of a file that is given
again are looked up again, since files read meanwhile may have what they refer to. A file that cannot be read stops
no other; Ctrl-C keeps what is committed, and the same command goes on from there.
"""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path

from archive.archive import Archive
from archive.records import Article, Lead, Rejection
from archive.store.captures import Withheld
from archive.store.ingests import Counts, Foreign, Progress
from archive.store.runs import Outcome, Run
from crawler.catalogue.archive_source import archived, from_archive
from crawler.catalogue.catalogue import Catalogue
from crawler.engine.extraction_queue import Extraction
from crawler.engine.workers import Workers
from crawler.engine.writer import Writer, fill_names_if_needed
from crawler.enrich.data import load_names
from crawler.extract.page import EXTRACTOR_VERSION
from crawler.fetch.rights.legal_basis import Basis
from crawler.fetch.rights.policy import Permission, Rights, permission
from crawler.ingest.containers import open_package
from crawler.ingest.errors import IngestError
from crawler.ingest.location import Location
from crawler.ingest.reader import Batch, Page, batches
from crawler.ingest.source_match import Belonging
from crawler.ingest.state import FileState, Ingest


@dataclass(frozen=True, slots=True)
class Plan:
    """What to read, into which archive, for which sources."""

    archive: Path
    files: Sequence[Location]
    catalogue: Catalogue
    all_hosts: bool = False
    workers: int = 0
    make_executor: Callable[[], Executor] | None = None
    basis: Basis = "research"


Watcher = Callable[[Ingest], Awaitable[None]]


async def ingest(plan: Plan, watch: Watcher | None = None) -> Ingest:
    """Read the files to their end or to an interrupt. Raises ArchiveError when the archive cannot be written."""
    state = Ingest([FileState(path) for path in plan.files])
    if not plan.archive.exists() and not await _any_can_be_read(state.files):
        return state
    writer = state.writer = Writer(plan.archive, "spacebeat ingest")
    try:
        await writer.call(fill_names_if_needed, load_names())
        known = tuple(from_archive(row) for row in await writer.call(Archive.sources_waiting))
        belonging = Belonging(plan.catalogue, all_hosts=plan.all_hosts, known=known)
        pool = Workers(plan.workers, plan.make_executor).pool()
        extraction = Extraction(writer, belonging.sources, pool, plan.basis)
        watcher = asyncio.ensure_future(watch(state)) if watch else None
        try:
            await _Reading(state, writer, extraction, belonging).run()
        finally:
            await extraction.close(abandon=state.interrupted)
            pool.close(wait=not state.interrupted)
            if watcher:
                watcher.cancel()
        state.finished = await writer.call(_finish, state)
    finally:
        writer.close()
    return state


async def _any_can_be_read(files: Sequence[FileState]) -> bool:
    """Return whether one of the files can be read: no archive is made for a mistyped name."""
    for file in files:
        try:
            file.package = await asyncio.to_thread(open_package, file.path)
        except IngestError as error:
            file.reason = str(error)
        else:
            return True
    return False


class _Reading:
    def __init__(self, state: Ingest, writer: Writer, extraction: Extraction, belonging: Belonging) -> None:
        self.state = state
        self.writer = writer
        self.extraction = extraction
        self.belonging = belonging
        self._stop = asyncio.Event()

    async def run(self) -> None:
        self._listen_for_interrupts()
        for phase in ("responses", "revisits"):
            for file in self.state.files:
                await self._read(file, phase)
        drained = asyncio.ensure_future(self.extraction.drain())
        stopped = asyncio.ensure_future(self._stop.wait())
        await asyncio.wait([drained, stopped], return_when=asyncio.FIRST_COMPLETED)
        for waiting in (drained, stopped):
            waiting.cancel()
        if drained.done() and not drained.cancelled():
            drained.result()

    async def _read(self, file: FileState, phase: str) -> None:
        if self._stop.is_set() or file.reason:
            return
        try:
            await self._open(file)
        except IngestError as error:
            file.reason = str(error)
            return
        assert file.package is not None
        assert file.progress is not None
        if file.progress.phase != phase:
            return
        reader = batches(file.package, file.progress, self.belonging)
        try:
            while batch := await asyncio.to_thread(next, reader, None):
                await self._commit(file, batch)
                if self._stop.is_set():
                    return
        except IngestError as error:  # of a URL: the next ingest goes on after what was committed
            file.reason = str(error)
            return
        file.progress = await self.writer.call(_end_phase, file.progress)

    async def _open(self, file: FileState) -> None:
        if file.progress is None:
            if file.package is None:
                file.package = await asyncio.to_thread(open_package, file.path)
            progress = await self.writer.call(_progress, file.package.fingerprint, self.belonging.scope, file.path.name)
            file.was_done = progress.phase == "done"
            if file.was_done and progress.counts.unresolved:
                progress = replace(progress, phase="revisits", part=0, offset=0)
            file.progress = progress
            file.read_before = file.bytes_read

    async def _commit(self, file: FileState, batch: Batch) -> None:
        assert file.progress is not None
        withheld = [page for page in batch.pages if self._allowed(page).keep != "all"]
        batch.pages = [page for page in batch.pages if self._allowed(page).keep == "all"]
        bare = await asyncio.gather(*(self._withheld(page, file.progress.file) for page in withheld))
        file.progress, added = await self.writer.call(_add, self.state.runs, batch, file.progress, withheld, bare)
        for source_id, capture_id in added:
            self.extraction.expect(source_id, capture_id)

    def _allowed(self, page: Page) -> Permission:
        return permission(Rights.of_words(page.exchange.rights or ()), self.extraction.basis)

    async def _withheld(self, page: Page, origin: str) -> Withheld:
        """Return what may be made of a page that may not be kept; it is committed with the batch."""
        allowed, lead = self._allowed(page), Lead(page.exchange.url)
        result: Article | Rejection = Rejection("blocked", allowed.reason)
        if allowed.keep == "metadata":
            result = await self.extraction.read(page.exchange, lead, page.source)
        return Withheld(page.exchange, lead, page.source.id, None, allowed.reason, result, origin)

    def _listen_for_interrupts(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._interrupt)

    def _interrupt(self) -> None:
        if self.state.interrupted:  # the second time: what is committed is safe, so nothing need be waited for
            os._exit(130)
        self.state.interrupted = True
        self._stop.set()


def _progress(archive: Archive, fingerprint: str, scope: str, name: str) -> Progress:
    return archive.ingests.get(fingerprint, scope, name)


def _add(
    archive: Archive,
    runs: dict[str, int],
    batch: Batch,
    progress: Progress,
    withheld: Sequence[Page],
    bare: Sequence[Withheld],
) -> tuple[Progress, list[tuple[str, int]]]:
    with archive.transaction():
        pages = [page for page in batch.pages if not _is_forgotten(archive, page)]
        bare = [page for page in bare if not archive.tombstones.covers(page.source_id, page.lead.url)]
        forgotten = len(batch.pages) - len(pages) + sum(_is_forgotten(archive, page) for page in withheld)
        for page in (*pages, *withheld):
            if page.source.id not in runs and not archive.tombstones.of_source(page.source.id):
                archive.add_source(archived(page.source))
                runs[page.source.id] = archive.runs.begin(page.source.id, "ingest")
        foreign = [Foreign(page.exchange, page.source.id, runs[page.source.id], page.refers) for page in pages]
        known = Counts(known=archive.add_foreign_withheld(bare, runs, EXTRACTOR_VERSION))
        others = batch.others + known + Counts(captured=len(bare) - known.known, forgotten=forgotten)
        return archive.ingest(foreign, progress, batch.place, others)


def _is_forgotten(archive: Archive, page: Page) -> bool:
    return archive.tombstones.covers(page.source.id, page.exchange.url)


def _end_phase(archive: Archive, progress: Progress) -> Progress:
    """Record what is read next: revisits once more, when some referred to what was not there yet."""
    again = progress.phase == "responses" and progress.counts.unresolved > 0
    ended = replace(progress, phase="revisits" if again else "done", part=0, offset=0)
    with archive.transaction():
        archive.ingests.save(ended)
    return ended


def _finish(archive: Archive, state: Ingest) -> tuple[Run, ...]:
    outcome: Outcome = "interrupted" if state.interrupted else "done"
    reason = "interrupted; the same command goes on from here" if state.interrupted else ""
    return tuple(archive.runs.finish(run_id, outcome, reason) for run_id in state.runs.values())
