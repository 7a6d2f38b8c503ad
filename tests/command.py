"""Run the command in a process that is forked from one which has imported it.

A new interpreter takes two to four seconds of CPU time for its imports, in the crawl and in its workers, and the suite
starts hundreds of them. All that happens after the imports is as it is for a user: arguments, environment, working
directory, standard streams and exit code. `Desk.start` has a new interpreter, for tests that stop or kill it.
"""

import multiprocessing
import os
import subprocess
import sys
import warnings
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from datetime import datetime
from multiprocessing import forkserver, resource_tracker
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest import mock

import time_machine

from tests.faults.faults import library

# It imports what commands and their workers do.
_PRELOADED = ["tests.preload", "tests.command"]
_server: Any = forkserver._forkserver


def start_server() -> None:
    """Start the process to fork from; it imports while the tests go on."""
    multiprocessing.set_forkserver_preload(_PRELOADED)
    preloaded = library()  # of faults: it does nothing in a command that asks for none
    with mock.patch.dict(os.environ, {"LD_PRELOAD": str(preloaded)} if preloaded else {}):
        forkserver.ensure_running()


def run_command(
    arguments: Sequence[str],
    *,
    folder: Path,
    environment: Mapping[str, str],
    timeout: float,
    at: datetime | None = None,
    fault: Callable[[], None] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run `spacebeat` with arguments and return its streams and exit code, as `subprocess.run` does.

    With `at`, the clock of the command starts at that time; `fault` is called in its process before it begins. Raises
    TimeoutExpired, after the command was killed.
    """
    start_server()
    with TemporaryDirectory() as streams:
        place = (list(arguments), str(folder), dict(environment), streams)
        options = {"at": at, "fault": fault, "server": _server._forkserver_address}
        process = multiprocessing.get_context("forkserver").Process(target=_command, args=place, kwargs=options)
        process.start()
        process.join(timeout)
        late = process.exitcode is None
        if late:
            process.kill()
            process.join()
        out, errors = (Path(streams, name).read_text("utf-8") for name in ("stdout", "stderr"))
        if late:
            raise subprocess.TimeoutExpired(["spacebeat", *arguments], timeout, out, errors)
        return subprocess.CompletedProcess(["spacebeat", *arguments], process.exitcode or 0, out, errors)


def _command(
    arguments: list[str],
    folder: str,
    environment: dict[str, str],
    streams: str,
    *,
    at: datetime | None,
    fault: Callable[[], None] | None,
    server: str,
) -> None:
    from crawler.cli import main

    for number, name in ((1, "stdout"), (2, "stderr")):
        file = os.open(Path(streams, name), os.O_WRONLY | os.O_CREAT, 0o600)
        os.dup2(file, number)
        os.close(file)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["spacebeat", *arguments]
    warnings.simplefilter("error", DeprecationWarning)
    # The workers of the command come from the same server, which a new interpreter would have to start.
    _server._forkserver_address = server
    _server.ensure_running = resource_tracker.ensure_running
    if fault:
        fault()
    with time_machine.travel(at, tick=True) if at else nullcontext():
        main()
