"""Run the command in a process that is forked from one which has imported it.

A new interpreter takes two to four seconds of CPU time for its imports, in the crawl and in its workers, and the suite
starts hundreds of them. All that happens after the imports is as it is for a user: arguments, environment, working
directory, standard streams, signals and exit code.
"""

import importlib
import multiprocessing
import os
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import process
from contextlib import nullcontext, suppress
from datetime import datetime
from multiprocessing import forkserver, resource_tracker
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest import mock

import time_machine

from archive.errors import SpacebeatError
from tests.faults.faults import library

# Seconds before a failed request is made again, instead of 2: crawls of tests meet failures on purpose, and most of
# them would do nothing but wait for 8 seconds.
_RETRY_WAIT = 0.1
_ATTEMPTS, _PAUSE = 100, 0.05  # to start a command, and seconds between them
# It imports what commands and their workers do.
_PRELOADED = ["crawler.engine.silent_start", "tests.preload", "tests.command"]
_server: Any = forkserver._forkserver


def start_server() -> None:
    """Start the process to fork from; it imports while the tests go on."""
    multiprocessing.set_forkserver_preload(_PRELOADED)
    preloaded = library()  # of faults: it does nothing in a command that asks for none
    with mock.patch.dict(os.environ, {"LD_PRELOAD": str(preloaded)} if preloaded else {}):
        forkserver.ensure_running()


def _fork(*arguments: Any, **options: Any) -> Any:
    """Return a started process, from another server if the last one is about to end.

    Commands that are killed take their workers from the same server. One that is killed after it has connected, and
    before it has sent its request, ends the server by an EOFError (multiprocessing.reduction.recvfds).
    """
    for _ in range(_ATTEMPTS):
        start_server()
        options["server"] = _server._forkserver_address
        forked = multiprocessing.get_context("forkserver").Process(target=_command, args=arguments, kwargs=options)
        with suppress(ConnectionError, EOFError):
            forked.start()
            return forked
        time.sleep(_PAUSE)
    raise RuntimeError("no server of the tests' commands listens")


class Command:
    """A command at work, as `subprocess.Popen` has one; its streams can be read when it has ended."""

    def __init__(
        self,
        arguments: Sequence[str],
        *,
        folder: Path,
        environment: Mapping[str, str],
        at: datetime | None = None,
        fault: Callable[[], None] | None = None,
        program: str = "spacebeat",
    ) -> None:
        self.args = [program, *arguments]
        self._streams = TemporaryDirectory()
        self._process = _fork(self.args, str(folder), dict(environment), self._streams.name, at=at, fault=fault)
        self.pid = self._process.pid or 0

    @property
    def returncode(self) -> int | None:
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def kill(self) -> None:
        self._process.kill()

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        """Wait for the end; return what it wrote. Raises TimeoutExpired, after the command was killed."""
        self._process.join(timeout)
        late = self._process.exitcode is None
        if late:
            self.kill()
            self._process.join()
        with self._streams:
            files = (Path(self._streams.name, name) for name in ("stdout", "stderr"))
            out, errors = (file.read_text("utf-8") if file.exists() else "" for file in files)
        if late:
            raise subprocess.TimeoutExpired(self.args, timeout or 0, out, errors)
        return out, errors


def run_command(
    arguments: Sequence[str],
    *,
    folder: Path,
    environment: Mapping[str, str],
    timeout: float,
    at: datetime | None = None,
    fault: Callable[[], None] | None = None,
    program: str = "spacebeat",
) -> subprocess.CompletedProcess[str]:
    """Run `spacebeat` with arguments and return its streams and exit code, as `subprocess.run` does.

    With `at`, the clock of the command starts at that time; `fault` is called in its process before it begins;
    `program` may be `scrapy`. Raises TimeoutExpired, after the command was killed.
    """
    command = Command(arguments, folder=folder, environment=environment, at=at, fault=fault, program=program)
    out, errors = command.communicate(timeout)
    return subprocess.CompletedProcess(command.args, command.returncode or 0, out, errors)


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
    from scrapy.cmdline import execute

    from crawler.cli import main

    for number, name in ((1, "stdout"), (2, "stderr")):
        file = os.open(Path(streams, name), os.O_WRONLY | os.O_CREAT, 0o600)
        os.dup2(file, number)
        os.close(file)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    with suppress(SpacebeatError):  # of the settings file, which it reads: the command says so
        settings: Any = importlib.import_module("crawler.settings")
        settings.SPACEBEAT_RETRY_WAIT = _RETRY_WAIT
    sys.argv = arguments
    warnings.simplefilter("error", DeprecationWarning)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # as at a terminal; a job in the background ignores it
    # The workers of the command come from the same server, which a new interpreter would have to start.
    _server._forkserver_address = server
    _server.ensure_running = forkserver.ensure_running = resource_tracker.ensure_running
    if fault:
        fault()
    try:
        with time_machine.travel(at, tick=True) if at else nullcontext():
            (execute if arguments[0] == "scrapy" else main)()
    finally:
        # As at the end of an interpreter: pools end their workers before multiprocessing closes the queues to them.
        _end_pools()


def _end_pools() -> None:
    """Wait for the pools of this process; again where one closes its pipe meanwhile, for which 3.11 has no lock."""
    try:
        process._python_exit()
    except OSError:
        process._python_exit()
