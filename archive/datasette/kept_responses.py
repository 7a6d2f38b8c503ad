"""Keep the responses of the public desk for a while, and make each once however many ask for it at a time.

On the public desk a response depends on nothing but its address: `admission.guarded` removes all other fields of a
request. Two hundred readers of an archive of a million articles ask for the same few dozen pages, some of which take a
second to make. A response is given as it is for FRESH_S, and until STALE_S while one request makes it again in the
background (stale-while-revalidate, RFC 5861), so that only the first reader of a page waits for it. Few are made at a
time: many slow each other until the statement of each is beyond its time, one after the other none is.

A kept page has the nonce of its first response. Scripts of others are kept out as before: whatever is on the page was
there before the nonce was drawn.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

FRESH_S = 60.0
STALE_S = 600.0  # what was removed from the archive is gone after so long at the latest
LARGEST = 1 << 20  # bytes of a response that is kept; longer ones are passed on as they are made
MOST = 64 << 20  # bytes of all responses; the one not asked for longest is dropped
MADE_AT_ONCE = 4  # responses; further requests wait for their turn
REMADE_AT_ONCE = 2  # of them in the background; further ones stay as they are until there is time
_OVERHEAD = 2_000  # bytes that a response needs beyond its body, about

Key = tuple[Any, ...]
Send = Callable[[Any], Awaitable[None]]
Make = Callable[[Send], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Response:
    """All of a response, and when it was made (monotonic seconds)."""

    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    made_at: float


class KeptResponses:
    """The responses of one server, by address."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._responses: OrderedDict[Key, Response] = OrderedDict()
        self._size = 0
        self._turns = asyncio.Semaphore(MADE_AT_ONCE)
        self._making: dict[Key, asyncio.Future[Response | None]] = {}
        self._remaking: dict[Key, asyncio.Task[None]] = {}  # asyncio itself keeps no reference to a task

    async def answer(self, scope: Any, send: Send, make: Make) -> None:
        """Send the kept response to a request, or what `make` sends for it, which is then kept."""
        if scope["method"] != "GET":
            async with self._turns:
                await make(send)
            return
        key = _key(scope)
        response = self._kept(key)
        if response is None and key in self._making:
            response = await asyncio.shield(self._making[key])
        if response is None:
            await self._make(key, send, make)
            return
        if self._clock() - response.made_at > FRESH_S:
            self._remake(key, make)
        await self._send(response, send)

    def _remake(self, key: Key, make: Make) -> None:
        """Make a response in the background; one that cannot be made leaves the one before until it is too old."""
        if key not in self._remaking and len(self._remaking) < REMADE_AT_ONCE:
            task = self._remaking[key] = asyncio.create_task(self._make(key, _discard, make))
            task.add_done_callback(lambda _: self._remaking.pop(key))

    def _kept(self, key: Key) -> Response | None:
        response = self._responses.get(key)
        if response is None or self._clock() - response.made_at > STALE_S:
            return None
        self._responses.move_to_end(key)
        return response

    async def _make(self, key: Key, send: Send, make: Make) -> None:
        """Make a response and keep it. Those who ask meanwhile get it, or make it themselves if it cannot be kept.

        It is sent when it is complete, since a slow client must not make the others wait.
        """
        future: asyncio.Future[Response | None] = asyncio.get_running_loop().create_future()
        self._making.setdefault(key, future)
        response: Response | None = None
        try:
            async with AsyncExitStack() as turn:
                await turn.enter_async_context(self._turns)
                recorder = _Recorder(send, turn)
                await make(recorder.send)
                response = recorder.response(self._clock())
        finally:
            if self._making.get(key) is future:
                del self._making[key]
            future.set_result(response)
        if response is not None:
            self._keep(key, response)
            await self._send(response, send)

    def _keep(self, key: Key, response: Response) -> None:
        if (before := self._responses.pop(key, None)) is not None:
            self._size -= _size(key, before)
        self._responses[key] = response
        self._size += _size(key, response)
        while self._size > MOST:
            self._size -= _size(*self._responses.popitem(last=False))

    async def _send(self, response: Response, send: Send) -> None:
        age = str(int(self._clock() - response.made_at)).encode()
        headers = [*response.headers, (b"age", age)]  # RFC 9111, 5.1
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": response.body})


class _Recorder:
    """Collects the messages of a response until it turns out that it is not to be kept; then it passes them on.

    It gives its turn to another response first, since a slow client must not make the others wait.
    """

    def __init__(self, send: Send, turn: AsyncExitStack) -> None:
        self._send = send
        self._turn = turn
        self._messages: list[Any] = []
        self._size = 0
        self._passes_on = False

    async def send(self, message: Any) -> None:
        if self._passes_on:
            await self._send(message)
            return
        self._messages.append(message)
        self._size += len(message.get("body", b""))
        if self._size > LARGEST or not _may_be_kept(self._messages[0]):
            self._passes_on = True
            await self._turn.aclose()
            for earlier in self._messages:
                await self._send(earlier)
            self._messages.clear()

    def response(self, now: float) -> Response | None:
        """Return the whole response, None if it was passed on."""
        if self._passes_on or not self._messages:
            return None
        start, *rest = self._messages
        return Response(tuple(start["headers"]), b"".join(message.get("body", b"") for message in rest), now)


def _size(key: Key, response: Response) -> int:
    """Return the bytes that a response takes with its address, which may be longer than what it is the address of."""
    *_, path, query = key
    return len(path) + len(query) + len(response.body) + _OVERHEAD


def _key(scope: Any) -> Key:
    return scope["scheme"], tuple(scope["headers"]), scope.get("raw_path") or scope["path"], scope["query_string"]


def _may_be_kept(start: Any) -> bool:
    fields = {name.lower(): value for name, value in start["headers"]}
    is_for_all = b"set-cookie" not in fields and b"no-store" not in fields.get(b"cache-control", b"")
    return is_for_all and start["status"] == 200


async def _discard(message: Any) -> None:
    """Drop a message: the response is made to be kept, and nobody waits for it."""
