"""Read the file of an archive once, in one piece, so that the system has it in memory before readers ask for it.

A statement reads pages here and there. When none of them is in memory, each costs a tenth of a millisecond even of a
fast disk, and a statement over a million articles reads tens of thousands. In one piece, 4.5 GB take eight seconds.
"""

import os
from contextlib import suppress
from pathlib import Path
from threading import Thread

_BLOCK = 1 << 20  # bytes
_SHARE = 0.5  # of the memory of the machine; of a larger file the beginning would be dropped before the end is read


def read_in_background(paths: list[Path]) -> None:
    """Begin to read the files, one after the other, and return at once. A file that cannot be read is left out."""
    Thread(target=lambda: [read_whole(path) for path in paths], name="page cache", daemon=True).start()


def read_whole(path: Path, memory: int = 0) -> int:
    """Read a file and return its bytes; 0 if it is too large for `memory` (bytes; 0: all that the machine has)."""
    memory = memory or os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    count = 0
    with suppress(OSError), path.open("rb", buffering=0) as file:
        block = bytearray(_BLOCK)
        if os.fstat(file.fileno()).st_size <= _SHARE * memory:
            while read := file.readinto(block):
                count += read
    return count
