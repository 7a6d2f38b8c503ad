"""Extraction alongside the crawl: captures without an article go to workers, and articles come back in batches.

The queue is the archive itself (captures whose outcome is not known), so a kill loses nothing: the next crawl begins
with what the last one left. A page that kills its worker is recorded as failed (crawler.engine.task_pool). Pages that
may not be kept are no captures: they are read out of memory, for whoever handed them in.
"""

import asyncio
import contextlib
import logging
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from archive.archive import Archive
from archive.failures import is_archive_failure, one_line
from archive.records import Article, Capture, Exchange, Lead, Rejection
from archive.store.captures import NOWHERE
from crawler.catalogue.source import Source
from crawler.engine.allocator import return_free_pages
from crawler.engine.layouts import Layouts
from crawler.engine.task_pool import TaskBrokeError, TaskPool, WorkersError
from crawler.engine.worker import Task, work
from crawler.engine.writer import Writer
from crawler.extract.body.boilerplate import learnt
from crawler.extract.page import EXTRACTOR_VERSION
from crawler.fetch.rights.legal_basis import Basis

logger = logging.getLogger(__name__)

BATCH = 32  # articles a transaction: larger ones gain less than 15 % and lose more at a kill
PAUSE = 0.25  # seconds after which a smaller batch is written all the same
TIDIED = 256  # results after which free memory is returned: some milliseconds each time
TEMPLATE_AGE = 200  # captures of a source after which its template is read again


class Extraction:
    """Drains the captures of an archive until `close`, through a pool that outlives it."""

    def __init__(
        self,
        writer: Writer,
        sources: Mapping[str, Source],
        pool: TaskPool,
        basis: Basis = "research",
    ) -> None:
        self.writer = writer
        self.basis: Basis = basis
        self.sources = sources
        self.pool = pool
        self._cursor = 0
        self._in_hand: set[int] = set()
        self._running: dict[asyncio.Future[Article | Rejection], Capture] = {}
        self._done: list[tuple[Capture, Article | Rejection]] = []
        self._writing: asyncio.Task[None] | None = None  # of a batch; meanwhile workers are given further pages
        self._expected: defaultdict[str, set[int]] = defaultdict(set)
        self._wake = asyncio.Event()
        self._settled = asyncio.Condition()
        self._is_idle = False
        self._closing = False
        self._untidied = 0
        self._layouts = Layouts(writer)
        self._templates: dict[str, tuple[int, frozenset[int]]] = {}
        self._loop_task = asyncio.get_running_loop().create_task(self._run())
        self._loop_task.add_done_callback(self._failed)

    def expect(self, source_id: str, capture_id: int) -> None:
        """Note that a capture of this source is ready: it has been committed, or the last of its parts has."""
        self._expected[source_id].add(capture_id)
        self._cursor = min(self._cursor, capture_id - 1)
        self._is_idle = False
        self._wake.set()

    async def read(self, exchange: Exchange, lead: Lead, source: Source) -> Article | Rejection:
        """Extract a page that may not be kept, out of memory."""
        place = (source.id, exchange.fetched_at, NOWHERE, lead, exchange.rights)
        capture = Capture(0, exchange.url, lead.url, *place)
        template = await self._template(capture)
        layout = await self._layouts.of(source.id)
        task = Task(capture, self.writer.archive.folder, source, template, layout, self.basis, exchange)
        return await self._extract(task)

    async def drain(self, source_id: str | None = None) -> None:
        """Wait until no capture of the source, or none at all, is waiting."""
        if source_id is None:
            self._is_idle = False
            self._wake.set()
        async with self._settled:
            await self._settled.wait_for(
                lambda: self._loop_task.done() or (not self._expected[source_id] if source_id else self._is_idle)
            )
        if self._loop_task.done():
            self._loop_task.result()

    async def settle(self, source_id: str, capture_id: int) -> None:
        """Wait until a capture that is expected has been extracted and its result written, or the extraction ended."""
        async with self._settled:
            await self._settled.wait_for(lambda: self._loop_task.done() or capture_id not in self._expected[source_id])

    async def close(self, *, abandon: bool = False) -> None:
        """Stop after what is waiting; with `abandon`, after what is already done (the rest waits in the archive)."""
        if not abandon and not self._loop_task.done():
            await self.drain()
        self._closing = True
        self._wake.set()
        if abandon:
            self._loop_task.cancel()
        try:
            with contextlib.suppress(asyncio.CancelledError):
                await self._loop_task
        finally:
            self._give_up()
            await self._written()
        await self._write_rest()

    async def _run(self) -> None:
        while not self._closing:
            self._wake.clear()
            await self._fill()
            if not self._running:
                await self._write_rest()
                self._is_idle = not self._wake.is_set()
                await self._tell()
                await self._wake.wait()
                continue
            waker = asyncio.ensure_future(self._wake.wait())
            signs: list[asyncio.Future[Any]] = [*self._running, waker]
            await asyncio.wait(signs, timeout=PAUSE, return_when=asyncio.FIRST_COMPLETED)
            waker.cancel()
            finished = self._collect()
            if len(self._done) >= BATCH or (self._done and not finished and self._is_written()):
                await self._written()
                self._start_writing()

    def _failed(self, task: asyncio.Task[None]) -> None:
        """End what is left after an error that ended the loop: whoever waits in `drain` must hear of it."""
        if not task.cancelled() and task.exception():
            self._give_up()
            self._telling = asyncio.get_running_loop().create_task(self._tell())

    def _give_up(self) -> None:
        for future in self._running:
            if not future.cancel() and not future.cancelled():
                future.exception()  # the first such error has ended the loop

    async def _fill(self) -> None:
        free = self.pool.capacity - len(self._running)
        if free < max(1, self.pool.capacity // 2):
            return
        while free > 0:
            after = self._cursor
            chunk = await self.writer.call_early(Archive.waiting, after, free)
            if not chunk:
                return
            if self._cursor == after:  # else a capture before it has become ready meanwhile
                self._cursor = chunk[-1].id
            free -= sum([await self._begin(capture) for capture in chunk if capture.id not in self._in_hand])

    async def _begin(self, capture: Capture) -> bool:
        """Hand the capture to a worker; return whether it needs one."""
        source = self.sources.get(capture.source_id)
        if source is None:  # left by a run over another catalogue, which will find it again
            return False
        self._in_hand.add(capture.id)
        template = await self._template(capture)
        layout = await self._layouts.of(source.id)
        task = Task(capture, self.writer.archive.folder, source, template, layout, self.basis)
        self._running[asyncio.ensure_future(self._extract(task))] = capture
        return True

    async def _extract(self, task: Task) -> Article | Rejection:
        """Return what a worker makes of a page. Raises WorkersError, which is no fault of the page."""
        try:
            return await self.pool.run(work, task)
        except WorkersError:
            raise
        except TaskBrokeError as error:
            logger.warning("%s broke its extraction worker", task.capture.url)
            return Rejection("failed", f"extraction {error}")
        except Exception as error:
            logger.error("extraction of %s failed", task.capture.url, exc_info=error)
            return Rejection("failed", f"extraction error: {type(error).__name__}")

    def _collect(self) -> bool:
        """Move finished pages to the batch; return whether there were any. Raises WorkersError."""
        finished = [future for future in self._running if future.done()]
        for future in finished:
            self._done.append((self._running.pop(future), future.result()))
        return bool(finished)

    def _is_written(self) -> bool:
        return self._writing is None or self._writing.done()

    async def _written(self) -> None:
        """Wait for the batch that is being written. Raises what ended it."""
        if self._writing:
            await asyncio.shield(self._writing)
            self._writing = None

    async def _write_rest(self) -> None:
        await self._written()
        while self._done:
            self._start_writing()
            await self._written()

    def _start_writing(self) -> None:
        self._writing = asyncio.ensure_future(self._write())

    async def _write(self) -> None:
        batch, self._done = self._done[:BATCH], self._done[BATCH:]
        await self._store(batch)
        for capture, _ in batch:
            self._expected[capture.source_id].discard(capture.id)
            self._in_hand.discard(capture.id)
        self._untidied += len(batch)
        if self._untidied >= TIDIED:
            self._untidied = 0
            return_free_pages()
        await self._tell()

    async def _store(self, batch: list[tuple[Capture, Article | Rejection]]) -> None:
        """Write a batch, or, when that fails, its results one by one, so that only the guilty one is lost."""
        try:
            await self.writer.call_early(Archive.add_results, batch, EXTRACTOR_VERSION)
        except Exception as error:
            if is_archive_failure(error):
                raise
            if len(batch) > 1:
                for pair in batch:
                    await self._store([pair])
                return
            ((capture, _),) = batch
            logger.error("the result of %s cannot be stored", capture.url, exc_info=error)
            await self.writer.call_early(Archive.give_up, capture, f"cannot be stored: {one_line(error)[:200]}")
        else:
            await self._layouts.add((capture.source_id, result) for capture, result in batch)

    async def _tell(self) -> None:
        async with self._settled:
            self._settled.notify_all()

    async def _template(self, capture: Capture) -> frozenset[int]:
        age, lines = self._templates.get(capture.source_id, (0, frozenset()))
        if age % TEMPLATE_AGE == 0:
            lines = learnt(*await self.writer.call_early(Archive.template_lines, capture.source_id))
        self._templates[capture.source_id] = (age + 1, lines)
        return lines
