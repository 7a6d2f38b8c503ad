"""Return the memory of bodies to the system once they are stored, and share what was loaded before a fork.

glibc raises the size from which a block is mapped by itself each time such a block is freed, up to 32 MB (mallopt(3)).
After the first large page all bodies come from the heap, which small objects between them keep from shrinking: in a
soak over 200 hosts 660 MB of 790 were free and not returned.

The collector of Python writes into each object that it looks at, so that a worker would soon have a copy of all that
its server has built, and it would look at a million objects that live to the end.
"""

import ctypes
import gc
import sys
from contextlib import suppress

_M_MMAP_THRESHOLD = -3  # malloc.h
_SIZE = 128 * 1024  # bytes: glibc's first threshold, which is fixed by being set


def return_freed_blocks() -> None:
    """Let each large block be mapped by itself, for the rest of this process. Does nothing without glibc."""
    if sys.platform == "linux":
        with suppress(AttributeError):  # another C library
            ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, _SIZE)


def return_free_pages() -> None:
    """Return pages that are free now, between others that are used, to the system. Does nothing without glibc."""
    if sys.platform == "linux":
        with suppress(AttributeError):
            ctypes.CDLL(None).malloc_trim(0)


def keep_for_good() -> None:
    """Take all objects that there are now out of garbage collection.

    They are not collected before: of a million objects 131 were garbage, and to look for them took 0.1 s of each start.
    """
    gc.freeze()
