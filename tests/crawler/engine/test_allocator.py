import gc
import os
import subprocess
import sys

import pytest

from crawler.engine.allocator import keep_for_good

PROGRAM = """
import sys
from pathlib import Path
from crawler.engine.allocator import return_freed_blocks

def resident():  # kilobytes
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("RssAnon"))

if sys.argv[1] == "set":
    return_freed_blocks()
bytearray(b"x" * (16 << 20))  # a large page is freed: from now on glibc would map none of this size
before = resident()
bodies, small = [], []
for _ in range(100):
    bodies.append(b"x" * (1 << 20))
    small.append(b"x" * 60_000)
del bodies
print((resident() - before) >> 10)
"""
SCATTERED = """
from pathlib import Path
from crawler.engine.allocator import return_free_pages

def resident():  # kilobytes
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("RssAnon"))

kept = [(b"x" * 60_000, b"y" * 1_000) for _ in range(1_000)]
kept = [small for _, small in kept]  # between each two of them is free room now
before = resident()
return_free_pages()
print((before - resident()) >> 10)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="of glibc")
def test_the_memory_of_bodies_is_returned_although_small_objects_stay() -> None:
    # Dask sets one of glibc's variables in a process that starts workers, which has the effect of what is tested.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MALLOC_")}

    def kept_after(how: str) -> int:
        command = [sys.executable, "-c", PROGRAM, how]
        return int(subprocess.run(command, env=environment, capture_output=True, check=True).stdout)

    kept = {how: kept_after(how) for how in ("set", "unset")}
    assert kept["set"] < 20  # megabytes, of which six are of small objects
    assert kept["unset"] > 50  # else this test shows nothing


@pytest.mark.skipif(sys.platform != "linux", reason="of glibc")
def test_free_pages_between_used_ones_are_returned() -> None:
    ran = subprocess.run([sys.executable, "-c", SCATTERED], capture_output=True, check=True)
    assert int(ran.stdout) > 40  # megabytes of sixty


def test_the_collector_leaves_alone_what_is_kept_for_good() -> None:
    before = gc.get_freeze_count()
    kept = [[number] for number in range(1000)]
    keep_for_good()
    assert gc.get_freeze_count() >= before + len(kept)
