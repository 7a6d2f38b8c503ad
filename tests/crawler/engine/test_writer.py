"""The one thread that writes: in which order, and what becomes of calls that fail or are given up."""

import asyncio
import threading
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest

from archive.archive import Archive
from crawler.engine.writer import Writer


def _fail(archive: Archive) -> None:
    raise KeyError(archive.path)


class Queue:
    """Calls that wait for a writer until `run`."""

    def __init__(self, path: Path) -> None:
        self.writer = Writer(path, "test")
        self.order: list[str] = []
        self._free = threading.Event()
        self._held = asyncio.ensure_future(self.writer.call(lambda _: self._free.wait(10)))

    def note(self, archive: Archive, name: str) -> None:
        assert isinstance(archive, Archive)
        self.order.append(name)

    async def run(self, *calls: Coroutine[Any, Any, None], gives_up: int | None = None) -> list[Any]:
        tasks = [asyncio.ensure_future(call) for call in calls]
        await asyncio.sleep(0)  # the calls are made
        if gives_up is not None:
            tasks[gives_up].cancel()
            await asyncio.sleep(0)
        self._free.set()
        try:
            return await asyncio.gather(*tasks, return_exceptions=True)
        finally:
            await self._held
            self.writer.close()


def test_what_workers_wait_for_comes_before_the_pages_in_the_queue(tmp_path: Path) -> None:
    async def run() -> list[str]:
        queue = Queue(tmp_path / "a.db")
        call, early = queue.writer.call, queue.writer.call_early
        pages = [call(queue.note, "page 1"), call(queue.note, "page 2")]
        await queue.run(*pages, early(queue.note, "result 1"), early(queue.note, "result 2"))
        return queue.order

    assert asyncio.run(run()) == ["result 1", "result 2", "page 1", "page 2"]


def test_a_call_that_is_given_up_is_not_made(tmp_path: Path) -> None:
    async def run() -> list[str]:
        queue = Queue(tmp_path / "a.db")
        calls = [queue.writer.call(queue.note, name) for name in ("one", "two", "three")]
        await queue.run(*calls, gives_up=1)
        return queue.order

    assert asyncio.run(run()) == ["one", "three"]


@pytest.mark.parametrize("way", ["call", "call_early"])
def test_a_call_that_fails_fails_alone(tmp_path: Path, way: str) -> None:
    async def run() -> tuple[list[Any], list[str]]:
        queue = Queue(tmp_path / "a.db")
        call = getattr(queue.writer, way)
        outcomes = await queue.run(call(_fail), call(queue.note, "after it"))
        return outcomes, queue.order

    (error, _), order = asyncio.run(run())
    assert isinstance(error, KeyError)
    assert order == ["after it"]
