"""Periodic crawls in the foreground, for containers and process supervisors."""

import os
import random
import signal
import subprocess
import threading
from collections.abc import Callable
from types import FrameType

from crawler.schedule.job import Job


def run_forever(job: Job, every_s: float, log: Callable[[str], None]) -> int:
    """Run the job now and then at every interval, until SIGINT or SIGTERM; return the exit code, 130.

    Each crawl is a separate process, so that leaks do not add up over months. A crawl that is running when the signal
    arrives shuts down cleanly first.
    """
    stop = threading.Event()
    running: list[subprocess.Popen[bytes]] = []

    def end(number: int, frame: FrameType | None) -> None:
        again = stop.is_set()
        stop.set()
        for process in running:
            process.send_signal(signal.SIGKILL if again else signal.SIGTERM)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    while not stop.is_set():
        # In a new session, Ctrl-C reaches the crawl only through this process, once.
        process = subprocess.Popen(job.command, env=os.environ | dict(job.environment), start_new_session=True)
        running[:] = [process]
        code = process.wait()
        running.clear()
        if stop.is_set():
            break
        wait = every_s * random.uniform(0.95, 1.05)
        log(f"crawl finished with exit code {code}; next crawl in {wait / 60:.0f} min")
        stop.wait(wait)
    return 130
