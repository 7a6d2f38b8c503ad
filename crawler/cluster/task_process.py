"""Run tasks in a process that a thread of a cluster's worker keeps for them.

The limits of a page hold in the main thread of a process, and some pages end the process that reads them; a worker that
ended would take the tasks of its other threads along. Dask runs its workers as daemons, which may not have children of
`multiprocessing`; so this is a subprocess at the other end of a socket. It ends when its worker does.
"""

import pickle
import platform
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from multiprocessing.connection import Connection
from typing import Any

from archive.errors import SpacebeatError
from crawler.engine.task_pool import TaskBrokeError
from crawler.extract.page import EXTRACTOR_VERSION

TRIES = 2  # a process may have been ended by something else than its task

_kept = threading.local()


class TaskProcess:
    """One process, which runs one task at a time."""

    def __init__(self) -> None:
        here, there = socket.socketpair()
        with there:
            command = [sys.executable, "-m", "crawler.cluster.task_process", str(there.fileno())]
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, pass_fds=[there.fileno()])
        self._connection = Connection(here.detach())

    def run(self, packed: bytes) -> bytes:
        """Return what came of a task. Raises EOFError or OSError when the process has ended."""
        self._connection.send_bytes(packed)
        return self._connection.recv_bytes()

    def close(self) -> None:
        """End the process."""
        self._connection.close()
        self._process.kill()
        self._process.wait()


class OtherReleaseError(SpacebeatError):
    """A worker has another release than the command: its articles would be stored under the wrong version."""


@cache
def release() -> str:
    """Return the installed release of Spacebeat, with the version of its extractor."""
    try:
        installed = version("spacebeat")
    except PackageNotFoundError:
        installed = "of a folder"
    return f"Spacebeat {installed} ({EXTRACTOR_VERSION})"


def check_release(wanted: str) -> None:
    """Raise OtherReleaseError on a worker that has another release than the command that gives it tasks."""
    if release() != wanted:
        raise OtherReleaseError(f"{platform.node()} has {release()}, this command is of {wanted}")


def run_task(packed: bytes, wanted: str) -> bytes:
    """Return a packed pair: what a task returned, and what it raised. Runs on a worker. Raises OtherReleaseError."""
    check_release(wanted)
    for _ in range(TRIES):
        process = _kept.process = getattr(_kept, "process", None) or TaskProcess()
        try:
            result: bytes = process.run(packed)
        except (EOFError, OSError):
            process.close()
            _kept.process = None
        else:
            return result
    return pickle.dumps((None, TaskBrokeError("broke off: too long, too large or a crash")))


def serve(connection: Connection) -> None:
    """Run tasks until the other end is closed."""
    from crawler.engine import preload  # noqa: F401  # imported for its side effect

    with suppress(EOFError, OSError):
        while True:
            connection.send_bytes(_outcome(connection.recv_bytes()))


def _outcome(packed: bytes) -> bytes:
    result: Any = None
    try:
        result = pickle.loads(packed)()
    except Exception as error:  # for whoever waits for the result
        return pickle.dumps((None, error))
    return pickle.dumps((result, None))


if __name__ == "__main__":
    serve(Connection(int(sys.argv[1])))
