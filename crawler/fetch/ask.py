"""One request outside of a spider's callbacks, under all rules of a crawl: address guard, robots.txt, host gate."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from archive.errors import SpacebeatError
from crawler.fetch.failures import NETWORK_FAILURES, is_temporary, reason_of, reason_of_status, say_unreachable
from crawler.fetch.header_fields import fields_of


@dataclass(frozen=True, slots=True)
class Reply:
    """A response; `url` is the URL after redirects.

    Without a response `status` is 0 and `reason` is why. `is_temporary` says that the same request may well succeed
    another day.
    """

    url: str
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = field(default=b"", repr=False)
    reason: str = ""
    is_temporary: bool = False

    @property
    def is_whole(self) -> bool:
        return 200 <= self.status < 300


Ask = Callable[[str], Awaitable[Reply]]


async def ask(crawler: Crawler, url: str) -> Reply:
    """Request a URL; a failure is a reply with a reason."""
    assert crawler.engine is not None
    request = Request(url, callback=NO_CALLBACK, dont_filter=True)
    try:
        response: Response = await crawler.engine.download_async(request)
    except (*NETWORK_FAILURES, IgnoreRequest) as error:
        reason = reason_of(error)
        words = str(error) if isinstance(error, SpacebeatError) else reason
        return Reply(url, reason=say_unreachable(reason, url) or words, is_temporary=is_temporary(reason))
    passes = is_temporary(reason_of_status(response.status))
    return Reply(response.url, response.status, fields_of(response), response.body, is_temporary=passes)
