"""Waiting that ends when it has lost its purpose.

A request may wait minutes for its turn. When the user stops the crawl, it must not hold up the end.
"""

import asyncio
from collections.abc import Callable
from time import monotonic

_LOOKS_UP_EVERY = 0.25  # seconds


async def wait(seconds: float, wanted: Callable[[], bool]) -> bool:
    """Wait so long, or until it is no longer wanted. Returns whether it still is."""
    until = monotonic() + seconds
    while wanted() and (left := until - monotonic()) > 0:
        await asyncio.sleep(min(left, _LOOKS_UP_EVERY))
    return wanted()
