"""Tasks of a cluster in the process of the tests."""

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from crawler.cluster import shards, task_process
from crawler.cluster.client import ANY_PORT
from tests.command import run_command, start_server


@pytest.fixture
def forked_tasks(tmp_path, monkeypatch) -> None:
    """Fork the commands of tasks like those of all tests: an interpreter and its workers take four seconds to start.

    `test_ingest.py` has them started, and killed, as on a cluster.
    """

    def run(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        assert command[:3] == [sys.executable, "-m", "crawler"]
        return run_command(command[3:], folder=tmp_path, environment=os.environ, timeout=90)

    monkeypatch.setattr(shards, "subprocess", SimpleNamespace(run=run, DEVNULL=subprocess.DEVNULL))


class ForkedTaskProcess(task_process.TaskProcess):
    """A process for tasks that has read its first page already, as the server has from which it is forked."""

    def __init__(self) -> None:
        self._connection, there = multiprocessing.Pipe()
        start_server()
        context = multiprocessing.get_context("forkserver")
        forked = context.Process(target=task_process.serve, args=(there,), daemon=True)
        forked.start()
        there.close()
        self._process: Any = SimpleNamespace(kill=forked.kill, wait=forked.join)


@pytest.fixture
def address_of_threads(monkeypatch) -> Iterator[str]:
    """Start a cluster whose workers are threads here; return the address of its scheduler.

    A worker of Dask, and the process that it keeps for tasks, take five seconds of CPU time to start.
    """
    from distributed import Client

    monkeypatch.setattr(task_process, "TaskProcess", ForkedTaskProcess)
    with Client(processes=False, n_workers=2, threads_per_worker=1, dashboard_address=ANY_PORT) as client:
        yield client.scheduler_info()["address"]
