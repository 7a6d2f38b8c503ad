"""The server that forks worker processes: started early, it imports and builds what they need while a command does so.

In a separate module that imports nothing of the crawler, so that a command can start it before its other libraries.
"""

from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext, ForkServerProcess
from typing import Any

_PRELOADED = "crawler.engine.preload"


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
    context.set_forkserver_preload([_PRELOADED])
    return context


def start_fork_server() -> None:
    """Start the server and return at once; for commands that are certain to need a worker."""
    fork_context()
    forkserver.ensure_running()
