"""Run the tasks of a pool on a cluster: the same functions as in the processes of one machine.

Only a task and its result travel, packed, so neither the scheduler nor a worker imports what reads them. What is
computed goes back to the one command that writes; no worker opens the archive, which SQLite forbids across machines.
"""

import pickle
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager, suppress
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from archive.failures import one_line
from crawler.cluster.client import AGAIN, LOST, connect
from crawler.cluster.task_process import release, run_task
from crawler.engine.task_pool import QUEUED, TaskBrokeError, WorkersError
from crawler.engine.workers import Workers

if TYPE_CHECKING:
    from distributed import Client

_AHEAD = 2  # tasks for each thread of the cluster, so that none waits for the next one to come
_FEWEST = 8  # threads to keep busy although fewer are there yet


@contextmanager
def workers_at(address: str | None, purpose: str, workers: int = 0) -> Iterator[Workers]:
    """Yield the workers of a cluster; without an address the processes of this machine. Raises ClusterError.

    `purpose` is the name of the tasks on the dashboard of Dask.
    """
    if address is None:
        yield Workers(workers)
        return
    with connect(address, workers, shielded=True) as client:
        threads = max(sum(client.nthreads().values()), _FEWEST)
        several = -(-threads * _AHEAD // QUEUED)
        # Dask itself gives the tasks of a worker that is silent to another one, and workers may come hours later.
        yield Workers(several, partial(ClusterExecutor, client, purpose), patience_s=None)


class ClusterExecutor(Executor):
    """Submits to Dask. It does not break with a worker: Dask gives the tasks of that worker to another one."""

    def __init__(self, client: "Client", purpose: str) -> None:
        self._dask = client.get_executor(pure=False)
        self._group = f"{purpose}-{uuid4().hex}"  # Dask shows it without its last part
        self._numbers = count(1)

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Return the future result; a task that has a name goes by it."""
        name = getattr(args[0], "name", "") if args else ""
        future: Future[Any] = Future()
        future.set_running_or_notify_cancel()
        self._send(future, pickle.dumps(partial(function, *args, **kwargs)), name or function.__name__, AGAIN)
        return future

    def _send(self, future: Future[Any], packed: bytes, name: str, again: int) -> None:
        key = (self._group, f"{next(self._numbers)} {name}")
        there = self._dask.submit(run_task, packed, release(), key=key)
        there.add_done_callback(partial(self._settle, future, packed, name, again))

    def _settle(self, future: Future[Any], packed: bytes, name: str, again: int, there: Future[bytes]) -> None:
        """Hand on what came of a task, or give it out once more after all of its workers have ended."""
        from distributed import KilledWorker

        is_lost = not there.cancelled() and isinstance(there.exception(), KilledWorker)
        if is_lost and again:
            with suppress(RuntimeError):  # the executor was shut down meanwhile: nobody waits any more
                self._send(future, packed, name, again - 1)
                return
        _hand_on(future, there)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more tasks; those that were submitted are finished unless they are cancelled."""
        if wait or cancel_futures:
            self._dask.shutdown(wait=not cancel_futures)


def _hand_on(future: Future[Any], there: Future[bytes]) -> None:
    """Hand on what came of a task: its result, what it raised, or that there is no cluster any more."""
    from distributed import KilledWorker

    if there.cancelled():
        future.set_exception(WorkersError(LOST))
        return
    error = there.exception()
    if isinstance(error, KilledWorker):
        future.set_exception(TaskBrokeError(one_line(error)))
    elif error is not None:
        future.set_exception(WorkersError(f"the cluster cannot run tasks: {one_line(error)}"))
    else:
        result, raised = pickle.loads(there.result())
        if raised is None:
            future.set_result(result)
        else:
            future.set_exception(raised)
