"""Tasks of a cluster in the process of the tests."""

import os
import subprocess
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from crawler.cluster import shards
from tests.command import run_command


@pytest.fixture
def forked_tasks(tmp_path, monkeypatch) -> None:
    """Fork the commands of tasks like those of all tests: an interpreter and its workers take four seconds to start.

    `test_ingest.py` has them started, and killed, as on a cluster.
    """

    def run(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        assert command[:3] == [sys.executable, "-m", "crawler"]
        return run_command(command[3:], folder=tmp_path, environment=os.environ, timeout=90)

    monkeypatch.setattr(shards, "subprocess", SimpleNamespace(run=run, DEVNULL=subprocess.DEVNULL))
