"""Much work of one kind through an executor: a bounded number of tasks at a time, so that memory stays flat.

A task that breaks its pool is found by trying the tasks of the broken pool one by one.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Executor
from concurrent.futures.process import BrokenProcessPool
from typing import Generic, TypeVar

logger = logging.getLogger(__name__)

C = TypeVar("C")
T = TypeVar("T")
R = TypeVar("R")

QUEUED = 3  # tasks assigned to each worker ahead of time


class Bulk(Generic[C, T, R]):
    """`work` must be a function that other processes can import. `make_executor` is called again after a break."""

    def __init__(self, work: Callable[[T], R], make_executor: Callable[[], Executor], workers: int) -> None:
        self._work = work
        self._make_executor = make_executor
        self._capacity = workers * QUEUED
        self._executor: Executor | None = None

    async def results(self, tasks: AsyncIterator[tuple[C, T]]) -> AsyncIterator[tuple[C, R | None]]:
        """Yield the result of each (context, task) as they come; None where the task broke its worker or failed.

        Only the task goes to the worker.
        """
        running: dict[asyncio.Future[R], tuple[C, T]] = {}
        suspects: list[tuple[C, T]] = []
        more = True
        try:
            while more or running or suspects:
                while more and not suspects and len(running) < self._capacity:
                    pair = await anext(tasks, None)
                    if pair is None:
                        more = False
                    elif not self._submit(pair, running):
                        suspects.append(pair)
                if running:
                    await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                for future in [future for future in running if future.done()]:
                    pair = running.pop(future)
                    if isinstance(future.exception(), BrokenProcessPool):
                        suspects.append(pair)
                    else:
                        yield pair[0], _outcome(future)
                if suspects and not running:
                    for context, task in suspects:
                        yield context, await self._alone(task)
                    suspects.clear()
        finally:
            self._close()

    def _submit(self, pair: tuple[C, T], running: dict[asyncio.Future[R], tuple[C, T]]) -> bool:
        self._executor = self._executor or self._make_executor()
        try:
            running[asyncio.wrap_future(self._executor.submit(self._work, pair[1]))] = pair
        except BrokenProcessPool:
            return False
        return True

    async def _alone(self, task: T) -> R | None:
        self._close()
        self._executor = self._make_executor()
        future = asyncio.wrap_future(self._executor.submit(self._work, task))
        await asyncio.wait([future])
        if isinstance(future.exception(), BrokenProcessPool):
            return None
        return _outcome(future)

    def _close(self) -> None:
        if self._executor:
            self._executor.shutdown(wait=False, cancel_futures=True)
            self._executor = None


def _outcome(future: asyncio.Future[R]) -> R | None:
    error = future.exception()
    if error is None:
        return future.result()
    logger.error("a task failed", exc_info=error)
    return None
