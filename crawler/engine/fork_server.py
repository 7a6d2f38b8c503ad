"""The server that forks worker processes: started early, it imports and builds what they need while a command does so.

In a separate module that imports nothing of the crawler, so that a command can start it before its other libraries.
"""

import multiprocessing
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext

_PRELOADED = "crawler.engine.preload"


def fork_context() -> ForkServerContext:
    """Return the context in which the server has preloaded the libraries of a worker."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([_PRELOADED])
    return context


def start_fork_server() -> None:
    """Start the server and return at once; for commands that are certain to need a worker."""
    fork_context()
    forkserver.ensure_running()
