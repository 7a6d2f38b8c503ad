"""The results of many tasks of a pool, one after the other in the order of the tasks.

What goes over a whole archive writes as it reads, and must not hold it: few tasks are taken ahead of what is written.
"""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Callable
from typing import TypeVar

from crawler.engine.task_pool import TaskPool, WorkersError

logger = logging.getLogger(__name__)

C = TypeVar("C")
T = TypeVar("T")
R = TypeVar("R")


async def results_in_order(
    pool: TaskPool, function: Callable[[T], R], tasks: AsyncIterator[tuple[C, T]], window: int = 0
) -> AsyncIterator[tuple[C, R | None]]:
    """Yield the result of each (context, task) in their order; None where the task broke its worker or failed.

    Only the task goes to the worker, and few at a time, so that memory stays flat: a task is taken when fewer than
    `window` (0: as many as run at once) are not yielded. Raises WorkersError.
    """
    taken: deque[tuple[C, asyncio.Task[R]]] = deque()
    window = window or pool.capacity
    more = True
    try:
        while more or taken:
            running = [future for _, future in taken if not future.done()]
            while more and len(running) < pool.capacity and len(taken) < window:
                pair = await anext(tasks, None)
                if pair is None:
                    more = False
                else:
                    taken.append((pair[0], asyncio.ensure_future(pool.run(function, pair[1]))))
                    running.append(taken[-1][1])
            if running and not taken[0][1].done():
                await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            while taken and taken[0][1].done():
                context, future = taken.popleft()
                yield context, _outcome(future)
    finally:
        for _, future in taken:
            future.cancel()
        await asyncio.gather(*(future for _, future in taken), return_exceptions=True)


def _outcome(finished: asyncio.Task[R]) -> R | None:
    error = finished.exception()
    if error is None:
        return finished.result()
    if isinstance(error, WorkersError):
        raise error
    logger.error("a task failed", exc_info=error)
    return None
