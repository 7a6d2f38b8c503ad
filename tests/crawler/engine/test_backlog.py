"""No more is asked for while too much waits for the archive."""

import asyncio

import pytest

from crawler.engine.backlog import Backlog


def test_whoever_asks_for_more_waits_until_enough_is_committed() -> None:
    async def run() -> list[str]:
        backlog, happened = Backlog(100), []

        async def ask() -> None:
            await backlog.room()
            happened.append("asked")

        with backlog.holding(60):
            await asyncio.wait_for(ask(), 5)
            with backlog.holding(60):
                waiting = asyncio.ensure_future(ask())
                await asyncio.sleep(0)
                happened.append("full")
            happened.append("room")
        await asyncio.wait_for(waiting, 5)
        return happened

    assert asyncio.run(run()) == ["asked", "full", "room", "asked"]


def test_what_fails_waits_no_more() -> None:
    async def run() -> None:
        backlog = Backlog(10)
        with pytest.raises(ValueError, match="disk"), backlog.holding(20):
            raise ValueError("disk")
        await asyncio.wait_for(backlog.room(), 5)

    asyncio.run(run())
