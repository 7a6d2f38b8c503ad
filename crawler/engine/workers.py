"""Where a command computes: in processes of this machine, or wherever an executor brings its tasks."""

import os
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass

from crawler.engine.fork_server import fork_context, start_fork_server
from crawler.engine.task_pool import CANNOT_START, PATIENCE_S, TaskPool
from crawler.engine.worker import warm

# Pages that each process of a pool reads before another takes its place: two of them needed 66 MB each at their start,
# 82 after 75 heavy pages each and 94 after 250, and the first page of another one costs 0.06 s more. A crawl of 5,700
# heavy pages took 403 MB at its peak with 75 pages a process, and takes 398 with 60.
_RENEWED_AFTER = 60


@dataclass(frozen=True, slots=True)
class Workers:
    """Where a command computes: in `count` processes of this machine (0: one per core), unless there is an executor.

    `patience_s` None trusts the executor to notice by itself that a worker hangs.
    """

    count: int = 0
    make_executor: Callable[[], Executor] | None = None
    patience_s: float | None = PATIENCE_S

    def pool(self) -> TaskPool:
        """Return a pool of tasks, whose processes start when the first task comes."""
        count = self.count or os.cpu_count() or 1
        if self.make_executor:
            return TaskPool(self.make_executor, count, self.patience_s)
        return TaskPool(lambda: _process_pool(count), count, self.patience_s, count * _RENEWED_AFTER)


def _process_pool(count: int) -> ProcessPoolExecutor:
    """Return processes forked from a server that has imported what extraction needs.

    So the libraries are loaded once, whatever the number of workers, and of pools that a bad page breaks, and their
    memory is shared. The server is a new process: this one has threads, and must not be forked.
    """
    with suppress(*CANNOT_START):  # the first task will say so
        start_fork_server()
    return ProcessPoolExecutor(max_workers=count, mp_context=fork_context(), initializer=warm)


LOCAL = Workers()
