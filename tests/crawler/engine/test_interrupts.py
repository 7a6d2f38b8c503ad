"""A crawl that is interrupted stops, at whatever moment that happens."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.crawler.spiders.test_polling import stories
from tests.outlets import endpoint, feed, source


def test_also_while_its_spiders_are_opened(desk, new_outlet) -> None:
    site = new_outlet()
    site.pages["/feed"] = feed(site, stories(site, range(2)))
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    command = desk.command(*desk.crawl_arguments("--verbose"))
    with subprocess.Popen(command, env=desk.environment(), stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        assert any(b"Enabled item pipelines" in line for line in process.stderr)
        process.send_signal(signal.SIGTERM)
        try:
            process.communicate(timeout=30)
        finally:
            process.kill()
    assert process.returncode == 130
    assert site.log == []
    desk.crawl()
    assert set(desk.states().values()) == {"archived"}


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="only Linux shows the signals of a process")
def test_ctrl_c_does_not_reach_the_server_of_the_workers() -> None:
    """It would print a traceback for each of them, and break the page that is read."""
    program = """
import os, pathlib, time
from crawler.engine import fork_server
fork_server._PRELOADED = ["string"]
fork_server.start_fork_server()

def server_status():
    for children in pathlib.Path("/proc/self/task").glob("*/children"):
        for child in children.read_text().split():
            process = pathlib.Path("/proc", child)
            if b"forkserver" in (process / "cmdline").read_bytes():
                return (process / "status").read_text()

# The kernel shows the command line of a new program a moment after the program has begun.
while not (status := server_status()):
    time.sleep(0.01)
fields = dict(line.split(":", 1) for line in status.splitlines())
print(int(fields["SigBlk"], 16) >> 1 & 1)
os._exit(0)
"""
    command = [sys.executable, "-c", program]
    shown = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    assert shown == "1\n"
