"""A crawl of what is due, again and again, in the foreground: for containers and supervisors of other kinds."""

import os
import random
import signal
import subprocess
import threading
from collections.abc import Callable
from types import FrameType

from crawler.schedule.job import Job


def run_forever(job: Job, every_s: float, tell: Callable[[str], None]) -> int:
    """Run the job at once and then at every interval, until SIGINT or SIGTERM; give the exit code, 130.

    Each crawl is a process of its own, so that no leak adds up over months. A crawl that is under way when the
    signal comes ends in good order first.
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
        # In a session of its own a Ctrl-C reaches the crawl through us, once.
        process = subprocess.Popen(job.command, env=os.environ | dict(job.environment), start_new_session=True)
        running[:] = [process]
        code = process.wait()
        running.clear()
        if stop.is_set():
            break
        wait = every_s * random.uniform(0.95, 1.05)
        tell(f"the crawl ended with {code}; the next one begins in {wait / 60:.0f} min")
        stop.wait(wait)
    return 130
