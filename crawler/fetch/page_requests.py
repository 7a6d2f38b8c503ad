"""Answer what a page in the browser asks for, by the downloader of the crawl and within its bounds.

Only what may produce text is fetched: no picture and no font, and a style is empty.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.async_api import Request, Route

_ALLOWED_TYPES = frozenset(("document", "script", "xhr", "fetch", "other"))  # of Playwright's types of resources
MOST_REQUESTS = 60  # of one page that are made
MOST_ALIKE = 3  # of these for the same: a page that asks again and again holds up the others of its host
_NOT_FORWARDED = frozenset(("content-encoding", "content-length", "transfer-encoding", "connection", "set-cookie"))

Answer = tuple[int, Mapping[str, str], bytes]
Fetch = Callable[[str, str, bytes, Mapping[str, str]], Awaitable[Answer | None]]


class RequestHandler:
    """Serves the requests of one page; the page itself is already fetched."""

    def __init__(self, url: str, body: bytes, content_type: str, fetch: Fetch) -> None:
        self.url = url
        self.body = body
        self.content_type = content_type
        self.fetch = fetch
        self.shown = ""  # the address of the page as the browser writes it: with a slash, escaped, without a usual port
        self.served = 0
        self.asked: Counter[tuple[str, str, bytes]] = Counter()
        self.waiting = 0
        self.answered = 0
        self.is_closed = False

    async def handle(self, route: "Route") -> None:
        from playwright.async_api import Error

        try:
            await self._serve(route)
        except Error:
            if not self.is_closed:  # otherwise nothing waits for the response any more
                raise

    async def _serve(self, route: "Route") -> None:
        request = route.request
        if _is_of_window(request):
            self.shown = self.shown or request.url
            if request.url == self.shown:
                await route.fulfill(status=200, headers={"content-type": self.content_type}, body=self.body)
            else:  # the other page would be stored under the URL of this one
                await route.abort("aborted")  # as if a user had stopped it: after any other error the page is gone
            return
        if request.resource_type == "stylesheet":
            # Bundlers run a part of a page when its style has been loaded, and give it up when that fails.
            await route.fulfill(status=200, headers={"content-type": "text/css"}, body=b"")
            return
        asked = (request.url, request.method, request.post_data_buffer or b"")
        is_allowed = request.resource_type in _ALLOWED_TYPES and request.method in ("GET", "POST")
        if not is_allowed or self.served >= MOST_REQUESTS or self.asked[asked] >= MOST_ALIKE:
            await route.abort()
            return
        self.served += 1
        self.asked[asked] += 1
        self.waiting += 1
        try:
            answer = await self.fetch(*asked, request.headers)
        finally:
            self.waiting -= 1
            self.answered += 1
        if answer is None:
            await route.abort()
            return
        status, headers, body = answer
        forwarded = {name: value for name, value in headers.items() if name not in _NOT_FORWARDED}
        await route.fulfill(status=status, headers=forwarded, body=body)


def _is_of_window(request: "Request") -> bool:
    """Return whether a request is for a page in the window, or in one that the page opens, and not for part of it."""
    from playwright.async_api import Error

    if not request.is_navigation_request():
        return False
    try:
        return request.frame.parent_frame is None
    except Error:  # the window has no frame yet
        return True
