"""The cluster: one that runs already, or workers on this machine.

Dask is optional (`spacebeat[cluster]`). Its scheduler gives the tasks of a worker that died to another one.
"""

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from multiprocessing import resource_tracker
from typing import TYPE_CHECKING, Any

from archive.errors import SpacebeatError

if TYPE_CHECKING:
    from distributed import Client

LOCAL = "local"
LOST = "the connection to the cluster is lost; run the command again to go on"

# How often a task is given out once more after Dask gave it up, since four workers that had it ended (the scheduler has
# that number). It is no fault of the task: what a page may break is a process of its worker.
AGAIN = 25
ANY_PORT = "127.0.0.1:0"  # the usual one may be taken by the cluster of another command, of which Dask would warn


class ClusterError(SpacebeatError):
    """The cluster cannot be reached, or Dask is not installed."""


@contextmanager
def connect(address: str, workers: int = 0, *, shielded: bool = False) -> Iterator["Client"]:
    """Connect to the scheduler at an address, or for LOCAL start `workers` processes here. Raises ClusterError.

    A terminal sends Ctrl-C to all processes: those that are `shielded` leave it to this one, which lets them finish.
    """
    try:
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise ClusterError("--cluster needs Dask; install it with: pip install 'spacebeat[cluster]'") from error
    with ExitStack() as stack:
        place: Any = address
        resource_tracker.ensure_running()  # or a process starts it, and it unblocks what is blocked here
        blocked = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT] if shielded else [])
        try:  # processes and threads begin with what is blocked here
            if address == LOCAL:
                count = workers or os.cpu_count() or 1
                place = stack.enter_context(
                    LocalCluster(n_workers=count, threads_per_worker=1, dashboard_address=ANY_PORT)
                )
            client = stack.enter_context(Client(place))
        except (OSError, ValueError) as error:
            raise ClusterError(f"no Dask scheduler answers at {address}: {error}") from error
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
        yield client
