"""Much work through a pool: all of it, a few tasks at a time, whatever one task does to its worker."""

import asyncio
import multiprocessing
import os
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from typing import Any

import pytest

from crawler.engine.ordered_results import results_in_order
from crawler.engine.task_pool import QUEUED, TaskBrokeError, TaskPool, WorkersError
from crawler.engine.thread_failures import listen, stop_listening
from tests.foreign import AtOnce


def halve(number: int) -> float:
    if number == 3:
        os._exit(1)
    return number / 2


def swallow(number: int) -> int:
    if number == 3:
        raise MemoryError
    return number


def end_at_once() -> None:
    os._exit(1)


def pool() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("forkserver"))


class Silent(AtOnce):
    """A process pool whose thread has ended: it takes tasks and does none."""

    def __init__(self) -> None:
        self.taken = 0

    def submit(self, *_: object) -> "Future[Any]":  # type: ignore[override]
        self.taken += 1
        return Future()


def starved() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("forkserver"), initializer=end_at_once)


class WithoutThreads(AtOnce):
    """An executor as it is where the system refuses another thread."""

    def submit(self, *_: object) -> object:  # type: ignore[override]
        raise RuntimeError("can't start new thread")


class HalfStarted(AtOnce):
    """A process pool whose first thread cannot be started for want of memory: it takes tasks then and does none."""

    def __init__(self) -> None:
        self.submitted = 0

    def submit(self, *_: object) -> "Future[Any]":  # type: ignore[override]
        self.submitted += 1
        if self.submitted == 1:
            raise MemoryError
        return Future()


class SlowToStart(AtOnce):
    """An executor whose first worker is waited for, as a pool waits for the server that forks it."""

    def __init__(self) -> None:
        self.may_start = threading.Event()

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        if not self.may_start.wait(30):
            raise RuntimeError("the event loop stood still")
        return super().submit(function, *args, **kwargs)


async def numbers(count: int, taken: list[int]) -> AsyncIterator[tuple[str, int]]:
    for number in range(count):
        taken.append(number)
        yield str(number), number


def test_a_task_that_ends_its_worker_is_the_only_one_without_a_result() -> None:
    async def run() -> dict[str, float | None]:
        tasks = TaskPool(pool, 2)
        try:
            return {context: result async for context, result in results_in_order(tasks, halve, numbers(10, []))}
        finally:
            tasks.close()

    assert asyncio.run(run()) == {str(n): None if n == 3 else n / 2 for n in range(10)}


def process_of(_: int) -> int:
    return os.getpid()


def test_processes_are_replaced_after_so_many_tasks_and_no_task_is_lost() -> None:
    async def run() -> list[int | None]:
        tasks = TaskPool(pool, 2, renewed_after=12)
        try:
            return [result async for _, result in results_in_order(tasks, process_of, numbers(40, []))]
        finally:
            tasks.close()

    processes = asyncio.run(run())
    assert None not in processes
    assert len(processes) == 40
    assert not {*processes[:11]} & {*processes[-5:]}
    assert len({*processes}) >= 4


def test_a_replacement_that_is_given_up_leaves_room_for_other_tasks() -> None:
    async def run() -> int:
        executor = Silent()
        tasks = TaskPool(lambda: executor, 1, renewed_after=3)
        runs = [asyncio.ensure_future(tasks.run(halve, 4)) for _ in range(3)]
        await asyncio.sleep(0.05)  # two are under way, and the third waits to replace their process
        runs[2].cancel()
        await asyncio.sleep(0.05)
        runs += [asyncio.ensure_future(tasks.run(halve, 4)) for _ in range(QUEUED - 2)]
        await asyncio.sleep(0.05)
        for task in runs:
            task.cancel()
        await asyncio.gather(*runs, return_exceptions=True)
        tasks.close()
        return executor.taken

    assert asyncio.run(run()) == 1 + QUEUED  # one by which the pool starts


@pytest.mark.parametrize("work", [halve, swallow])
def test_the_guilty_task_is_named_to_its_caller(work) -> None:
    async def run() -> list[object]:
        tasks = TaskPool(pool, 2)
        try:
            return await asyncio.gather(*(tasks.run(work, number) for number in range(6)), return_exceptions=True)
        finally:
            tasks.close()

    results = asyncio.run(run())
    assert [n for n, result in enumerate(results) if isinstance(result, TaskBrokeError)] == [3]
    assert sum(isinstance(result, Exception) for result in results) == 1


@pytest.mark.parametrize("make_executor", [starved, WithoutThreads, HalfStarted])
def test_no_task_is_to_blame_when_no_worker_starts(make_executor) -> None:
    started: list[Executor] = []

    def counted() -> Executor:
        started.append(make_executor())
        return started[-1]

    async def run() -> None:
        tasks = TaskPool(counted, 1)
        tasks.prepare()
        results = await asyncio.gather(*(tasks.run(halve, number) for number in range(6)), return_exceptions=True)
        tasks.close()
        assert {type(result) for result in results} == {WorkersError}
        assert tasks.failed.is_set()
        assert len(started) <= 4  # the first, that of its tasks, and one for each that was begun meanwhile

    asyncio.run(run())


def test_a_pool_that_returns_nothing_is_given_up_instead_of_waited_for() -> None:
    async def run() -> None:
        tasks = TaskPool(Silent, 1, patience_s=0.01)
        results = await asyncio.gather(*(tasks.run(halve, number) for number in range(2)), return_exceptions=True)
        tasks.close()
        assert {type(result) for result in results} == {WorkersError}

    asyncio.run(run())


class WithoutItsThread(AtOnce):
    """A process pool whose thread ends, for want of memory to start another, when the first task comes."""

    def submit(self, *_: object) -> "Future[Any]":  # type: ignore[override]
        threading.Thread(target=self._end).start()
        return Future()

    def _end(self) -> None:
        raise RuntimeError("can't start new thread")


def test_a_pool_whose_thread_has_ended_is_given_up_at_once(capfd) -> None:
    async def run() -> None:
        tasks = TaskPool(WithoutItsThread, 1)
        tasks.prepare()
        running = (tasks.run(halve, number) for number in range(2))
        results = await asyncio.wait_for(asyncio.gather(*running, return_exceptions=True), 30)
        tasks.close()
        assert {type(result) for result in results} == {WorkersError}

    before = threading.excepthook
    asyncio.run(run())
    assert threading.excepthook is before
    assert capfd.readouterr().err == ""  # the error of the pool says it in a sentence


def test_the_end_of_a_thread_is_noticed_when_memory_has_come_back() -> None:
    """The thread that could not be started for want of memory leaves none for the sign of it either."""
    heard: list[int] = []

    def listener() -> None:
        heard.append(len(heard))
        if len(heard) < 3:
            raise MemoryError

    listen(listener)
    try:
        thread = threading.Thread(target=WithoutItsThread()._end)
        thread.start()
        thread.join(30)
    finally:
        stop_listening(listener)
    assert heard == [0, 1, 2]


_WITHOUT_ITS_THREAD = """
import sys
from concurrent.futures import ProcessPoolExecutor
from crawler.engine.fork_server import fork_context

context = fork_context()
context.set_forkserver_preload([])
task = ProcessPoolExecutor(1, mp_context=context).submit(int)
task.add_done_callback(lambda _: sys.exit())  # ends the thread of the pool
print(task.result())
"""


def test_a_command_ends_although_a_worker_is_left_that_nobody_tells_to_stop() -> None:
    command = [sys.executable, "-c", _WITHOUT_ITS_THREAD]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "0\n", "")


def test_the_event_loop_goes_on_while_the_first_worker_starts() -> None:
    async def run() -> float:
        executor = SlowToStart()
        tasks = TaskPool(lambda: executor, 1)
        tasks.prepare()
        executor.may_start.set()
        return await tasks.run(halve, 4)

    assert asyncio.run(run()) == 2.0


def test_no_more_tasks_are_taken_than_workers_can_hold() -> None:
    async def run() -> None:
        taken: list[int] = []
        tasks = TaskPool(AtOnce, 2)
        done = 0
        async for _ in results_in_order(tasks, str, numbers(50, taken)):
            done += 1
            assert len(taken) <= done + 2 * QUEUED
        assert done == 50

    asyncio.run(run())


def test_results_come_in_the_order_of_the_tasks_and_no_more_are_in_hand_than_the_window() -> None:
    class LastFirst(AtOnce):
        """An executor that does the first task when the last one of a window has come."""

        first: tuple[Future[str], int] | None = None

        def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
            if self.first is None and args:
                self.first = Future(), args[0]
                return self.first[0]
            if self.first and args == (4,):
                self.first[0].set_result(function(self.first[1]))
            return super().submit(function, *args, **kwargs)

    async def run() -> list[str | None]:
        taken: list[int] = []
        results = []
        tasks = TaskPool(LastFirst, 1)
        async for _, result in results_in_order(tasks, str, numbers(20, taken), window=5):
            results.append(result)
            assert len(taken) < len(results) + 5
        return results

    assert asyncio.run(run()) == [str(number) for number in range(20)]


def test_a_worker_that_cannot_begin_prints_no_traceback() -> None:
    """The pool says so in one line; the server of the workers would print why it could not read its first message."""
    program = """
from crawler.engine import fork_server
fork_server._PRELOADED = fork_server._PRELOADED[:1]

class Lost:
    def __reduce__(self):
        return open, ("/none/there",)

worker = fork_server.fork_context().Process(target=print, args=(Lost(),))
worker.start()
worker.join()
print(worker.exitcode)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("1\n", "")


def test_a_worker_does_without_scrapy_and_its_memory() -> None:
    program = "import sys, crawler.engine.worker, crawler.extract.article; assert 'scrapy' not in sys.modules"
    subprocess.run([sys.executable, "-c", program], check=True)
