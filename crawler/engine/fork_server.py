"""The server that forks worker processes: started early, it imports and builds what they need while a command does so.

In a separate module that imports nothing of the crawler, so that a command can start it before its other libraries.
"""

import signal
from multiprocessing import forkserver, resource_tracker
from multiprocessing.context import ForkServerContext, ForkServerProcess
from typing import Any

_PRELOADED = ["crawler.engine.silent_start", "crawler.engine.worker", "crawler.engine.preload"]


class _Worker(ForkServerProcess):
    """A process that is ended at the end of this one.

    Another is waited for, without end if the thread of its pool has ended and nobody tells it to stop.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"daemon": True, **kwargs})


class _Context(ForkServerContext):
    Process = _Worker


def fork_context() -> ForkServerContext:
    """Return the context in which the server has preloaded the libraries of a worker."""
    context = _Context()
    context.set_forkserver_preload(_PRELOADED)
    return context


def start_fork_server() -> None:
    """Start the server, where it does not run, and return at once; for commands that are certain to need a worker.

    A terminal sends Ctrl-C to all processes of a command. The server and its workers inherit that it is blocked: they
    end with their parent, which finishes its work first, and print no traceback while they load their libraries.
    """
    fork_context()
    resource_tracker.ensure_running()  # or the server starts it, and it unblocks what is blocked here
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
