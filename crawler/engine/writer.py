"""The one writer: a thread that owns the archive, so that no commit holds up the event loop.

SQLite before 3.51.3 can damage a WAL database that two connections of one process write and checkpoint at once;
with all writes on one connection in one thread that cannot happen.

A fast web has dozens of pages in the queue to it. What workers wait for goes before them: else the pages are fetched
first and read afterwards, and one of the cores does nothing until then.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from archive.archive import Archive
from archive.failures import describe_failure, is_archive_failure
from archive.store.entities import Names, fill_names

P = ParamSpec("P")
T = TypeVar("T")
_Turn = tuple[Future[Any], Callable[[], Any]]


class Writer:
    """Runs functions of the archive in its thread, one after the other.

    `failure` is the first error by which the archive could not be written, in one line; `failed` is set with it.
    """

    def __init__(self, path: Path, purpose: str) -> None:
        self.failure = ""
        self.failed = asyncio.Event()
        self._path = path
        self._turns: deque[_Turn] = deque()
        self._early_turns: deque[_Turn] = deque()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="archive")
        try:
            self.archive = self._thread.submit(Archive, path, purpose).result()
        except BaseException:
            self._thread.shutdown()
            raise

    async def call(self, function: Callable[Concatenate[Archive, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await self._result(self._take(self._turns, function, *args, **kwargs))

    async def call_early(self, function: Callable[Concatenate[Archive, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do the same before all that waits, for what workers wait for."""
        return await self._result(self._take(self._early_turns, function, *args, **kwargs))

    def _take(
        self,
        turns: deque[_Turn],
        function: Callable[Concatenate[Archive, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Future[T]:
        future: Future[T] = Future()
        turns.append((future, partial(function, self.archive, *args, **kwargs)))
        self._thread.submit(self._run_next)
        return future

    def _run_next(self) -> None:
        future, function = (self._early_turns or self._turns).popleft()
        if not future.set_running_or_notify_cancel():
            return
        try:
            result = function()
        except BaseException as error:
            future.set_exception(error)
        else:
            future.set_result(result)

    async def _result(self, future: Future[T]) -> T:
        try:
            return await asyncio.wrap_future(future)
        except Exception as error:
            if is_archive_failure(error) and not self.failure:
                self.failure = describe_failure(error, self._path)
                self.failed.set()
            raise

    def enqueue(self, function: Callable[Concatenate[Archive, P], object], *args: P.args, **kwargs: P.kwargs) -> None:
        """Run it in its turn; nobody waits for it, and `close` comes after it."""
        self._take(self._turns, function, *args, **kwargs)

    def call_and_wait(self, function: Callable[Concatenate[Archive, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do the same as `call` for code outside the event loop; it blocks."""
        return self._take(self._turns, function, *args, **kwargs).result()

    def close(self) -> None:
        self._thread.submit(self.archive.close).result()
        self._thread.shutdown()


def fill_names_if_needed(archive: Archive, names: Names) -> None:
    """Complete the tables of actors and topics before the first article names one."""
    fill_names(archive.db, names, always=False)
