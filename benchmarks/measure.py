"""Measure a command with all processes that it starts: `python -m benchmarks.measure COMMAND...` prints JSON.

CPU seconds of a crawl are mostly those of its workers, which outlive the process that asked for them; so this process
adopts orphans (prctl(2), PR_SET_CHILD_SUBREAPER) and waits for each. Memory is the sum of the proportional set sizes
(/proc/PID/smaps_rollup), in which shared pages count once. Linux only.
"""

import ctypes
import json
import os
import resource
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path

_SUBREAPER = 36
_SAMPLE = 0.5  # seconds between two looks at the memory
_NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"  # with it our modules would be compiled at each start, those of peers not


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command cost: seconds on the clock, CPU seconds, and megabytes at the peak."""

    wall: float
    cpu: float
    peak: int
    status: int


def measure(command: list[str], **environment: str) -> Cost:
    """Run a command in a separate process that measures it; the output of the command is discarded."""
    ran = subprocess.run(
        [sys.executable, "-m", "benchmarks.measure", *command],
        env={name: value for name, value in os.environ.items() if name != _NO_BYTECODE} | environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return Cost(**json.loads(ran.stdout.splitlines()[-1]))


def _run(command: list[str]) -> Cost:
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    peak = [0]
    is_over = threading.Event()
    watcher = threading.Thread(target=_watch, args=(peak, is_over))
    watcher.start()
    began = time.monotonic()
    status = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).wait()
    wall = time.monotonic() - began
    while _reap():
        pass
    is_over.set()
    watcher.join()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(wall, used.ru_utime + used.ru_stime, peak[0] >> 10, status)


def _reap() -> bool:
    try:
        os.wait()
    except ChildProcessError:
        return False
    return True


def _watch(peak: list[int], is_over: threading.Event) -> None:
    while not is_over.wait(_SAMPLE):
        peak[0] = max(peak[0], sum(map(_size, _descendants())))


def _descendants() -> list[int]:
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:  # it has ended
                continue
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found, waiting = [], [os.getpid()]
    while waiting:
        below = children.get(waiting.pop(), [])
        found += below
        waiting += below
    return found


def _size(process: int) -> int:
    """Return the kilobytes of a process, shared pages in part."""
    try:
        rows = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(row.split()[1]) for row in rows if row.startswith("Pss:"))


if __name__ == "__main__":
    print(json.dumps(asdict(_run(sys.argv[1:]))))
