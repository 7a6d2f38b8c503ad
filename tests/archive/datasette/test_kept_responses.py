"""The public desk makes a response once for all who ask, gives it for a while, and keeps none that is not for all."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from archive.datasette import kept_responses
from archive.datasette.kept_responses import FRESH_S, LARGEST, STALE_S, KeptResponses


class Site:
    """An application that counts how often it makes a page, and the server that keeps its responses."""

    def __init__(self) -> None:
        self.now = 0.0
        self.kept = KeptResponses(lambda: self.now)
        self.made = 0
        self.may_go_on = asyncio.Event()
        self.may_go_on.set()
        self.start: dict[str, Any] = {"status": 200, "headers": [(b"content-type", b"text/html")]}
        self.pieces = [b"page "]

    async def make(self, send: Callable[[Any], Awaitable[None]]) -> None:
        self.made += 1
        number = self.made
        await self.may_go_on.wait()
        await send({"type": "http.response.start", **self.start})
        for piece in self.pieces:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": str(number).encode()})

    async def ask(self, query: str = "", host: str = "desk.example", method: str = "GET") -> tuple[bytes, Any]:
        """Return the body and the fields of the response to a request."""
        body = b""
        fields: dict[bytes, bytes] = {}

        async def send(message: Any) -> None:
            nonlocal body, fields
            body += message.get("body", b"")
            fields = fields or dict(message.get("headers", []))

        await self.kept.answer(request(query, host, method), send, self.make)
        return body, fields


def request(query: str = "", host: str = "desk.example", method: str = "GET") -> dict[str, Any]:
    return {
        "method": method,
        "scheme": "https",
        "headers": [(b"host", host.encode())],
        "raw_path": b"/",
        "path": "/",
        "query_string": query.encode(),
    }


def test_a_response_is_made_once_and_says_its_age() -> None:
    async def run() -> None:
        site = Site()
        assert (await site.ask())[0] == b"page 1"
        site.now = FRESH_S - 1
        body, fields = await site.ask()
        assert (body, fields[b"age"], fields[b"content-type"]) == (b"page 1", b"59", b"text/html")
        assert site.made == 1

    asyncio.run(run())


def test_each_address_has_its_response() -> None:
    async def run() -> None:
        site = Site()
        bodies = [(await site.ask(*asked))[0] for asked in (("a",), ("b",), ("a", "other.example"), ("a",))]
        assert bodies == [b"page 1", b"page 2", b"page 3", b"page 1"]
        assert [(await site.ask("a", method="HEAD"))[0] for _ in "12"] == [b"page 4", b"page 5"]

    asyncio.run(run())


def test_those_who_ask_while_it_is_made_wait_for_it() -> None:
    async def run() -> None:
        site = Site()
        site.may_go_on.clear()
        readers = [asyncio.create_task(site.ask()) for _ in range(200)]
        await asyncio.sleep(0)
        site.may_go_on.set()
        assert {body for body, _ in await asyncio.gather(*readers)} == {b"page 1"}

    asyncio.run(run())


def test_an_old_response_is_given_while_it_is_made_again() -> None:
    async def run() -> None:
        site = Site()
        await site.ask()
        site.now = FRESH_S + 1
        site.may_go_on.clear()
        assert [(await site.ask())[0] for _ in "123"] == [b"page 1"] * 3
        await asyncio.sleep(0)
        site.may_go_on.set()
        await asyncio.sleep(0.01)
        assert (await site.ask())[0] == b"page 2"
        assert site.made == 2

    asyncio.run(run())


def test_a_response_that_is_too_old_is_not_given() -> None:
    async def run() -> None:
        site = Site()
        await site.ask()
        site.now = STALE_S + 1
        assert (await site.ask())[0] == b"page 2"

    asyncio.run(run())


def test_few_responses_are_made_in_the_background() -> None:
    async def run() -> None:
        site = Site()
        queries = [str(number) for number in range(3 * kept_responses.REMADE_AT_ONCE)]
        for query in queries:
            await site.ask(query)
        site.now = FRESH_S + 1
        site.may_go_on.clear()
        for query in queries:
            await site.ask(query)
        await asyncio.sleep(0)
        assert site.made == len(queries) + kept_responses.REMADE_AT_ONCE
        site.may_go_on.set()
        await asyncio.sleep(0.01)

    asyncio.run(run())


def test_few_responses_are_made_at_a_time() -> None:
    async def run() -> None:
        site = Site()
        site.may_go_on.clear()
        readers = [asyncio.create_task(site.ask(str(number))) for number in range(30)]
        readers += [asyncio.create_task(site.ask(method="HEAD")) for _ in range(30)]
        await asyncio.sleep(0.01)
        assert site.made == kept_responses.MADE_AT_ONCE
        site.may_go_on.set()
        assert len({body for body, _ in await asyncio.gather(*readers)}) == 60

    asyncio.run(run())


@pytest.mark.parametrize(
    ("status", "field"),
    [
        (404, (b"server", b"a")),
        (400, (b"server", b"a")),
        (302, (b"location", b"/a")),
        (200, (b"Set-Cookie", b"a")),
        (200, (b"cache-control", b"no-store")),
    ],
)
def test_what_is_not_for_all_is_not_kept(status: int, field: tuple[bytes, bytes]) -> None:
    async def run() -> None:
        site = Site()
        site.start = {"status": status, "headers": [field]}
        assert [(await site.ask())[0] for _ in "12"] == [b"page 1", b"page 2"]
        site.may_go_on.clear()
        readers = [asyncio.create_task(site.ask()) for _ in "123"]
        await asyncio.sleep(0)
        site.may_go_on.set()
        assert {body for body, _ in await asyncio.gather(*readers)} == {b"page 3", b"page 4", b"page 5"}

    asyncio.run(run())


def test_a_long_response_is_passed_on_and_not_kept() -> None:
    async def run() -> None:
        site = Site()
        site.pieces = [b"a" * (LARGEST // 2)] * 3
        assert [len((await site.ask())[0]) for _ in "12"] == [len(b"".join(site.pieces)) + 1] * 2
        assert site.made == 2

    asyncio.run(run())


def test_a_slow_client_keeps_no_other_waiting() -> None:
    async def run() -> None:
        site = Site()
        is_read = asyncio.Event()

        async def slow(message: Any) -> None:
            await is_read.wait()

        first = asyncio.create_task(site.kept.answer(request(), slow, site.make))
        await asyncio.sleep(0)
        assert (await asyncio.wait_for(site.ask(), 5))[0] == b"page 1"
        assert not first.done()
        is_read.set()
        await first

    asyncio.run(run())


def test_slow_clients_of_long_responses_keep_no_other_waiting() -> None:
    async def run() -> None:
        site = Site()
        site.pieces = [b"a" * LARGEST] * 2
        is_read = asyncio.Event()

        async def slow(message: Any) -> None:
            await is_read.wait()

        queries = [str(number) for number in range(2 * kept_responses.MADE_AT_ONCE)]
        slow_ones = [asyncio.create_task(site.kept.answer(request(query), slow, site.make)) for query in queries]
        await asyncio.sleep(0.01)
        assert (await asyncio.wait_for(site.ask("others"), 5))[0].startswith(b"aaa")
        is_read.set()
        await asyncio.gather(*slow_ones)

    asyncio.run(run())


def test_an_application_that_fails_leaves_nobody_waiting() -> None:
    async def run() -> None:
        site = Site()

        async def fail(send: Any) -> None:
            await site.may_go_on.wait()
            raise OSError("disk")

        site.may_go_on.clear()
        first = asyncio.create_task(site.kept.answer(request(), fail, fail))
        await asyncio.sleep(0)
        second = asyncio.create_task(site.ask())
        await asyncio.sleep(0)
        site.may_go_on.set()
        with pytest.raises(OSError, match="disk"):
            await first
        assert (await second)[0] == b"page 1"

    asyncio.run(run())


def test_the_memory_of_kept_responses_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_responses, "MOST", 10_000)

    async def run() -> None:
        site = Site()
        for query in ("a", "b", "c", "a", "d", "e", "a"):
            await site.ask(query)
        assert site.made == 5
        assert (await site.ask("b"))[0] == b"page 6"

    asyncio.run(run())


def test_long_addresses_of_short_responses_count_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_responses, "MOST", 20_000)

    async def run() -> None:
        site = Site()
        for query in ("a" * 8_000, "b" * 8_000, "c" * 8_000):
            await site.ask(query)
        assert (await site.ask("a" * 8_000))[0] == b"page 4"

    asyncio.run(run())
