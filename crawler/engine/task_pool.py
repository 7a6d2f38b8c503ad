"""The only way to other processes: a pool of workers shared by all that a crawl computes.

Pages and endpoint bodies come from strangers, and some break the process that reads them (time, memory, a crash in a C
library). A broken pool fails all of its tasks, so each of them is tried again by itself: the guilty one is found, and
costs nothing but itself. When not even an ordinary page can be read, the fault is the machine's, and no task is to
blame.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from typing import Any, TypeVar

from archive.errors import SpacebeatError
from crawler.engine.thread_failures import listen, stop_listening
from crawler.engine.worker import process_is_ready, read_ordinary_page
from crawler.html.limits import NoRoomError

T = TypeVar("T")
R = TypeVar("R")

QUEUED = 4  # tasks assigned to each worker ahead of time

# Seconds after which a pool that has returned nothing of a task is taken for broken: a worker that hangs would be
# waited for without end. A task has 22 seconds, and is behind three others; a machine that swaps takes its time. That
# a thread of the pool has ended for want of memory is known at once (`crawler.engine.thread_failures`).
PATIENCE_S = 600.0

# By which a pool fails to take a task; of RuntimeError: "can't start new thread".
CANNOT_START = (BrokenProcessPool, OSError, EOFError, RuntimeError, MemoryError)


class TaskBrokeError(SpacebeatError):
    """A task ended its worker: it took too long, or too much memory, or crashed it."""


class WorkersError(SpacebeatError):
    """No worker process can be started."""


class TaskPool:
    """Runs functions that other processes can import. `make_executor` is called again when a pool has broken.

    And after `renewed_after` tasks, if that is given: a process keeps the memory that it once needed, and copies ever
    more of what it shares. `failure` is set, and `failed` with it, when no process can be started.
    """

    def __init__(
        self,
        make_executor: Callable[[], Executor],
        workers: int,
        patience_s: float | None = PATIENCE_S,
        renewed_after: int | None = None,
    ) -> None:
        self.patience_s = patience_s
        self._renewed_after = renewed_after
        self._begun = 0  # tasks since the last renewal
        self.capacity = workers * QUEUED
        self.failure: WorkersError | None = None
        self.failed = asyncio.Event()
        self._make_executor = make_executor
        self._free = asyncio.Semaphore(self.capacity)
        self._executor: Executor | None = None  # a crawl without news needs no workers
        self._starting: asyncio.Future[None] | None = None
        self._single: Executor | None = None
        self._one_by_one = asyncio.Lock()
        self._thread_failed = asyncio.Event()  # another one after each failure

    def prepare(self) -> None:
        """Start a worker: tasks are on their way, and it takes seconds to load the libraries.

        In a thread, since the first worker is waited for until its server has loaded them; a crawl asks its endpoints
        meanwhile.
        """
        if self._executor is None and self.failure is None:
            loop = self._listen()
            self._executor = self._make_executor()
            self._starting = loop.run_in_executor(None, self._start_worker, self._executor)

    def _start_worker(self, executor: Executor) -> None:
        try:
            executor.submit(process_is_ready)
        except CANNOT_START:  # the first task will say so; what is half started would take tasks and do none
            self._discard(executor)

    async def _started(self) -> Executor | None:
        """Return the pool once it has a worker; None if it has none."""
        self.prepare()
        if self._starting:
            await asyncio.shield(self._starting)
        return self._executor

    async def run(self, function: Callable[[T], R], task: T) -> R:
        """Return the result of a task, or raise what it raises.

        Raises TaskBrokeError when the task breaks its worker, WorkersError when no worker can be started.
        """
        self._begun += 1
        if self._begun == self._renewed_after:
            await self._renew()
        async with self._free:
            if self.failure:
                raise self.failure
            executor = await self._started()
            if executor is None:
                return await self._run_alone(function, task)
            try:
                future = asyncio.wrap_future(executor.submit(function, task))
            except CANNOT_START:
                self._discard(executor)
            else:
                try:
                    return await self._outcome(future)
                except (BrokenProcessPool, NoRoomError, TimeoutError):
                    self._discard(executor)
                except MemoryError:
                    pass  # of the worker as it was left by others, perhaps
                except WorkersError as error:  # the executor itself has given up
                    self.failure = error
                    self.failed.set()
                    raise
            return await self._run_alone(function, task)

    async def _renew(self) -> None:
        """Let the workers go once they have no task: the next one starts others, from the same server."""
        self._begun = 0
        taken = 0
        try:
            while taken < self.capacity:
                await self._free.acquire()
                taken += 1
            if self._executor:
                self._discard(self._executor)
        finally:  # also where this is given up
            for _ in range(taken):
                self._free.release()

    def close(self, *, wait: bool = False) -> None:
        """Let the processes go; what was not begun is not done."""
        stop_listening(self._notice_thread)
        for executor in (self._executor, self._single):
            if executor:
                executor.shutdown(wait=wait, cancel_futures=True)
        self._executor = self._single = None

    async def _run_alone(self, function: Callable[[T], R], task: T) -> R:
        """Run a task of a broken pool in a process where no other runs, so that the one that breaks it is known."""
        async with self._one_by_one:
            executor = self._single = self._single or await self._start()
            try:
                future = asyncio.wrap_future(executor.submit(function, task))
            except CANNOT_START as error:
                raise self._give_up(executor) from error
            try:
                return await asyncio.wait_for(future, self.patience_s)
            except (BrokenProcessPool, MemoryError, NoRoomError, TimeoutError) as error:
                self._discard(executor)
                raise TaskBrokeError("broke off: too long, too large or a crash") from error

    async def _start(self) -> Executor:
        """Return a pool that has read an ordinary page."""
        if self.failure:
            raise self.failure
        executor = self._make_executor()
        try:
            self._listen()
            await self._outcome(asyncio.wrap_future(executor.submit(read_ordinary_page)))
        except (*CANNOT_START, NoRoomError) as error:  # a TimeoutError is an OSError
            raise self._give_up(executor) from error
        return executor

    async def _outcome(self, future: asyncio.Future[R]) -> R:
        """Return the result of a task. Raises BrokenProcessPool as soon as a thread has ended, which may be the pool's.

        The tasks of a pool that goes on are run again, by themselves: that costs their time, and nothing else.
        """
        failed = asyncio.ensure_future(self._thread_failed.wait())
        signs: set[asyncio.Future[Any]] = {future, failed}
        try:
            done, _ = await asyncio.wait(signs, timeout=self.patience_s, return_when=asyncio.FIRST_COMPLETED)
            if future in done:
                return future.result()
            if failed in done:
                raise BrokenProcessPool("a thread has ended")
            raise TimeoutError
        finally:
            failed.cancel()
            future.cancel()

    def _listen(self) -> asyncio.AbstractEventLoop:
        self._loop = asyncio.get_running_loop()
        stop_listening(self._notice_thread)
        listen(self._notice_thread)
        return self._loop

    def _notice_thread(self) -> None:
        with suppress(RuntimeError):  # the loop is closed
            self._loop.call_soon_threadsafe(self._suspect)

    def _suspect(self) -> None:
        """Take no more tasks to a pool that may have lost its thread."""
        if self._executor:
            self._discard(self._executor)
        self._thread_failed.set()
        self._thread_failed = asyncio.Event()

    def _give_up(self, executor: Executor) -> WorkersError:
        """Return the error by which all tasks end from now on."""
        self._discard(executor)
        self.failure = WorkersError(
            "extraction workers cannot be started: there may be too little memory (ulimit -v, MemoryMax), too many "
            "processes (ulimit -u) or no space for temporary files (TMPDIR); the pages are kept and extracted by the "
            "next crawl"
        )
        self.failed.set()
        return self.failure

    def _discard(self, executor: Executor) -> None:
        executor.shutdown(wait=False)
        if self._executor is executor:
            self._executor = None
        if self._single is executor:
            self._single = None
