"""Bound the pages that are fetched and not yet committed, over all crawls of a process.

Scrapy bounds them for each crawl (five megabytes), which is half a gigabyte for a hundred sources on a fast web.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

_MOST = 2 << 20  # bytes


class Backlog:
    """The bytes that wait for the archive. What is on its way when there is no room any more comes on top."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._waiting = 0
        self._room = asyncio.Event()
        self._room.set()

    @contextmanager
    def holding(self, size: int) -> Iterator[None]:
        """Count so many bytes until the block ends."""
        self._add(size)
        try:
            yield
        finally:
            self._add(-size)

    async def room(self) -> None:
        """Wait until something more may be asked for."""
        await self._room.wait()

    def _add(self, size: int) -> None:
        self._waiting += size
        if self._waiting < self._most:
            self._room.set()
        else:
            self._room.clear()
