"""Much work through a pool: all of it, a few tasks at a time, whatever one task does to its worker."""

import asyncio
import multiprocessing
import os
from collections.abc import AsyncIterator
from concurrent.futures import ProcessPoolExecutor

from crawler.engine.task_pool import QUEUED, Bulk
from tests.foreign import AtOnce


def halve(number: int) -> float:
    if number == 3:
        os._exit(1)
    return number / 2


def pool() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn"))


async def numbers(count: int, taken: list[int]) -> AsyncIterator[tuple[str, int]]:
    for number in range(count):
        taken.append(number)
        yield str(number), number


def test_a_task_that_ends_its_worker_is_the_only_one_without_a_result() -> None:
    async def run() -> dict[str, float | None]:
        bulk: Bulk[str, int, float] = Bulk(halve, pool, 2)
        return {context: result async for context, result in bulk.results(numbers(10, []))}

    assert asyncio.run(run()) == {str(n): None if n == 3 else n / 2 for n in range(10)}


def test_no_more_tasks_are_taken_than_workers_can_hold() -> None:
    async def run() -> None:
        taken: list[int] = []
        bulk: Bulk[str, int, str] = Bulk(str, AtOnce, 2)
        done = 0
        async for _ in bulk.results(numbers(50, taken)):
            done += 1
            assert len(taken) <= done + 2 * QUEUED
        assert done == 50

    asyncio.run(run())
