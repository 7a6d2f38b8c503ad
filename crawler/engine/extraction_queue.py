"""Extraction alongside the crawl: captures without an article go to workers, and articles come back in batches.

The queue is the archive itself (captures whose outcome is not known), so a kill loses nothing: the next crawl begins
with what the last one left. A page that kills its worker (time, memory, a crash in a C library) is found by trying the
pages of the broken pool one by one, and recorded as failed. Pages that may not be kept are no captures: they are read
out of memory, for whoever handed them in.
"""

import asyncio
import contextlib
import logging
import multiprocessing
import os
from collections import defaultdict
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from archive.archive import Archive
from archive.errors import SpacebeatError
from archive.failures import is_archive_failure, one_line
from archive.records import Article, Capture, Exchange, Lead, Rejection
from archive.store.captures import NOWHERE
from crawler.catalogue.source import Source
from crawler.engine.worker import Task, process_is_ready, warm, work
from crawler.engine.writer import Writer
from crawler.extract.body.boilerplate import learnt
from crawler.extract.page import EXTRACTOR_VERSION
from crawler.fetch.rights.legal_basis import Basis

logger = logging.getLogger(__name__)

BATCH = 32  # articles a transaction: larger ones gain less than 15 % and lose more at a kill
PAUSE = 0.25  # seconds after which a smaller batch is written all the same
QUEUED = 4  # tasks assigned to each worker ahead of time
TEMPLATE_AGE = 200  # captures of a source after which its template is read again


_CANNOT_START = (BrokenProcessPool, OSError, EOFError)  # by which a pool fails to take a task


def process_pool(workers: int = 0) -> ProcessPoolExecutor:
    """Return the default executor: processes forked from a server that has imported what extraction needs.

    So the libraries are loaded once, whatever the number of workers, and of pools that a bad page breaks, and their
    memory is shared. The server is a new process: this one has threads, and must not be forked.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["crawler.engine.preload"])
    return ProcessPoolExecutor(max_workers=workers or os.cpu_count() or 1, mp_context=context, initializer=warm)


class WorkersError(SpacebeatError):
    """No extraction process can be started."""


class Extraction:
    """Drains the captures of an archive until `close`. `make_executor` is called again when a pool has broken."""

    def __init__(
        self,
        writer: Writer,
        sources: Mapping[str, Source],
        make_executor: Callable[[], Executor],
        workers: int,
        basis: Basis = "research",
    ) -> None:
        self.writer = writer
        self.basis: Basis = basis
        self.sources = sources
        self.make_executor = make_executor
        self.capacity = workers * QUEUED
        self._executor: Executor | None = None
        self._cursor = 0
        self._in_hand: set[int] = set()
        self._running: dict[asyncio.Future[Article | Rejection], Task] = {}
        self._done: list[tuple[Capture, Article | Rejection]] = []
        self._handed: list[Task] = []
        self._answers: dict[int, asyncio.Future[Article | Rejection]] = {}
        self._suspects: list[Task] = []
        self._expected: defaultdict[str, set[int]] = defaultdict(set)
        self._wake = asyncio.Event()
        self._settled = asyncio.Condition()
        self._is_idle = False
        self._closing = False
        self._templates: dict[str, tuple[int, frozenset[int]]] = {}
        self._loop_task = asyncio.get_running_loop().create_task(self._run())
        self._loop_task.add_done_callback(self._failed)

    def expect(self, source_id: str, capture_id: int) -> None:
        """Note that a capture of this source is ready: it has been committed, or the last of its parts has."""
        self._expected[source_id].add(capture_id)
        self._cursor = min(self._cursor, capture_id - 1)
        self._is_idle = False
        self._wake.set()

    def prepare(self) -> None:
        """Start the workers' server: pages are on their way, and it takes seconds to load the libraries."""
        if self._executor is None:
            self._executor = self.make_executor()
            with contextlib.suppress(*_CANNOT_START):  # the first page will say so
                self._executor.submit(process_is_ready)

    async def read(self, exchange: Exchange, lead: Lead, source: Source) -> Article | Rejection:
        """Extract a page that may not be kept, out of memory."""
        place = (source.id, exchange.fetched_at, NOWHERE, lead, exchange.rights)
        capture = Capture(0, exchange.url, lead.url, *place)
        template = await self._template(capture)
        task = Task(capture, self.writer.archive.folder, source, template, self.basis, exchange)
        answer: asyncio.Future[Article | Rejection] = asyncio.get_running_loop().create_future()
        self._answers[id(task)] = answer
        self._handed.append(task)
        self._is_idle = False
        self._wake.set()
        return await answer

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

    async def close(self, *, abandon: bool = False) -> None:
        """Stop after what is waiting; with `abandon`, after what is already done (the rest waits in the archive)."""
        if not abandon and not self._loop_task.done():
            await self.drain()
        self._closing = True
        self._wake.set()
        if abandon:
            self._loop_task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._loop_task
        self._give_up()
        await self._write(0)
        if self._executor:
            self._executor.shutdown(wait=not abandon, cancel_futures=True)

    async def _run(self) -> None:
        while not self._closing:
            self._wake.clear()
            await self._fill()
            if self._suspects and not self._running:  # the pool was broken before it took the first page
                await self._try_suspects()
            if not self._running:
                await self._write(0)
                self._is_idle = not self._wake.is_set()
                await self._tell()
                await self._wake.wait()
                continue
            waker = asyncio.ensure_future(self._wake.wait())
            signs: list[asyncio.Future[Any]] = [*self._running, waker]
            await asyncio.wait(signs, timeout=PAUSE, return_when=asyncio.FIRST_COMPLETED)
            waker.cancel()
            finished = self._collect()
            await self._write(BATCH if finished else 1)
            if self._suspects:
                await self._try_suspects()

    def _failed(self, task: asyncio.Task[None]) -> None:
        """Whoever waits in `drain` or `read` must hear of an error that ended the loop."""
        if not task.cancelled() and task.exception():
            self._give_up()
            self._telling = asyncio.get_running_loop().create_task(self._tell())

    def _give_up(self) -> None:
        for answer in self._answers.values():
            answer.cancel()

    async def _fill(self) -> None:
        while self._handed:
            self._submit(self._handed.pop(0))
        free = self.capacity - len(self._running)
        if free < max(1, self.capacity // 2):
            return
        while free > 0:
            after = self._cursor
            chunk = await self.writer.call(Archive.waiting, after, free)
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
        self._submit(Task(capture, self.writer.archive.folder, source, template, self.basis))
        return True

    def _submit(self, task: Task) -> None:
        self._executor = self._executor or self.make_executor()  # a crawl without news needs no workers
        try:
            future = self._executor.submit(work, task)
        except _CANNOT_START:
            self._suspects.append(task)
            return
        self._running[asyncio.wrap_future(future)] = task

    def _collect(self) -> bool:
        """Move finished tasks to the batch; return whether there were any."""
        finished = [future for future in self._running if future.done()]
        for future in finished:
            task = self._running.pop(future)
            error = future.exception()
            if error is None:
                self._settle(task, future.result())
            elif isinstance(error, (BrokenProcessPool, MemoryError)):
                self._suspects.append(task)
            else:
                logger.error("extraction of %s failed", task.capture.url, exc_info=error)
                self._settle(task, Rejection("failed", f"extraction error: {type(error).__name__}"))
        return bool(finished)

    def _settle(self, task: Task, result: Article | Rejection) -> None:
        if task.held is None:
            self._done.append((task.capture, result))
        elif not (answer := self._answers.pop(id(task))).done():
            answer.set_result(result)

    async def _try_suspects(self) -> None:
        """Read one page at a time in a separate pool, so that the page that breaks it is known."""
        if self._running:
            return
        suspects, self._suspects = self._suspects, []
        executor = await self._renew()
        for task in suspects:
            try:
                result = await asyncio.wrap_future(executor.submit(work, task))
            except (BrokenProcessPool, MemoryError):
                logger.warning("%s broke its extraction worker", task.capture.url)
                result = Rejection("failed", "extraction broke off: too long, too large or a crash")
                self._settle(task, result)
                executor = await self._renew()
            else:
                self._settle(task, result)

    async def _renew(self) -> Executor:
        """Replace the pool. Raise WorkersError when no process can be started: all pages stay due."""
        if self._executor:
            self._executor.shutdown(wait=False, cancel_futures=True)
        self._executor = self.make_executor()
        try:
            await asyncio.wrap_future(self._executor.submit(process_is_ready))
        except (*_CANNOT_START, MemoryError) as error:
            raise WorkersError(
                "extraction workers cannot be started: there may be too little memory (ulimit -v, MemoryMax) or too "
                "many processes (ulimit -u); the pages are kept and extracted by the next crawl"
            ) from error
        return self._executor

    async def _write(self, at_least: int) -> None:
        if not self._done or (len(self._done) < min(at_least, BATCH) and self._running):
            return
        batch, self._done = self._done, []
        await self._store(batch)
        for capture, _ in batch:
            self._expected[capture.source_id].discard(capture.id)
            self._in_hand.discard(capture.id)
        await self._tell()

    async def _store(self, batch: list[tuple[Capture, Article | Rejection]]) -> None:
        """Write a batch, or, when that fails, its results one by one, so that only the guilty one is lost."""
        try:
            await self.writer.call(Archive.add_results, batch, EXTRACTOR_VERSION)
        except Exception as error:
            if is_archive_failure(error):
                raise
            if len(batch) > 1:
                for pair in batch:
                    await self._store([pair])
                return
            ((capture, _),) = batch
            logger.error("the result of %s cannot be stored", capture.url, exc_info=error)
            await self.writer.call(Archive.give_up, capture, f"cannot be stored: {one_line(error)[:200]}")

    async def _tell(self) -> None:
        async with self._settled:
            self._settled.notify_all()

    async def _template(self, capture: Capture) -> frozenset[int]:
        age, lines = self._templates.get(capture.source_id, (0, frozenset()))
        if age % TEMPLATE_AGE == 0:
            lines = learnt(*await self.writer.call(Archive.template_lines, capture.source_id))
        self._templates[capture.source_id] = (age + 1, lines)
        return lines
