"""Follow redirects, and distinguish a loop from other failures.

Each hop passes all middlewares again: address guard, robots.txt and host gate apply to every one of them.
"""

from typing import Self

from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware as ScrapyRedirectMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response

from archive.errors import SpacebeatError


class RedirectLoopError(SpacebeatError, IgnoreRequest):
    """A redirect leads back to an earlier URL, or there are more of them than REDIRECT_MAX_TIMES."""


class RedirectMiddleware(ScrapyRedirectMiddleware):
    """Follows redirects.

    Setting: REDIRECT_MAX_TIMES. `response.meta["redirect_urls"]` has the URLs on the way, in the order of the
    requests.
    """

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        middleware = cls(crawler.settings)
        middleware.crawler = crawler
        return middleware

    def handle_referer(self, request: Request, response: Response) -> None:
        """Send no Referer on a redirect either."""
        request.headers.pop("Referer", None)

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        following = super().process_response(request, response)
        # The crawler keeps no cookies, so a URL that was requested before would return the same again.
        if isinstance(following, Request) and following.url in following.meta["redirect_urls"]:
            raise RedirectLoopError(f"{request.url} redirects back to {following.url}")
        return following

    def _redirect(self, redirected: Request, request: Request, reason: object) -> Request:
        try:
            return super()._redirect(redirected, request, reason)
        except IgnoreRequest as error:
            raise RedirectLoopError(f"{request.url} is one redirect too many") from error
