"""Where a command computes: in processes of this machine, or wherever an executor brings its tasks."""

import os
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass

from crawler.engine.task_pool import PATIENCE_S, TaskPool, process_pool


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
        return TaskPool(self.make_executor or (lambda: process_pool(count)), count, self.patience_s)


LOCAL = Workers()
