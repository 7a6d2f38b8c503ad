"""Follow redirects, and distinguish a loop from other failures.

Each hop passes all middlewares again: address guard, robots.txt and host gate apply to every one of them.
"""

from typing import Self
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.redirect import BaseRedirectMiddleware
from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware as ScrapyMetaRefreshMiddleware
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware as ScrapyRedirectMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response

from archive.errors import SpacebeatError

_SETS_COOKIE = "sets_cookie"  # in the `meta` of a request: a redirect on the way to it set one
_STUB = 8192  # bytes of a page that is nothing but a redirect


class RedirectLoopError(SpacebeatError, IgnoreRequest):
    """A redirect leads back to an earlier URL, or there are more of them than REDIRECT_MAX_TIMES."""


class CookieRequiredError(RedirectLoopError):
    """A redirect sets a cookie and leads back: the page is for those who keep it, which the crawler does not."""


class _Hops(BaseRedirectMiddleware):
    """Names a chain that is too long, and sends no Referer."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        middleware = cls(crawler.settings)
        middleware.crawler = crawler
        return middleware

    def handle_referer(self, request: Request, response: Response) -> None:
        """Send no Referer on a redirect either."""
        request.headers.pop("Referer", None)

    def _redirect(self, redirected: Request, request: Request, reason: object) -> Request:
        try:
            return super()._redirect(redirected, request, reason)
        except IgnoreRequest as error:
            raise RedirectLoopError(f"{request.url} is one redirect too many") from error


class RedirectMiddleware(_Hops, ScrapyRedirectMiddleware):
    """Follows redirects.

    Setting: REDIRECT_MAX_TIMES. `response.meta["redirect_urls"]` has the URLs on the way, in the order of the
    requests.
    """

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        following = super().process_response(request, response)
        if isinstance(following, Request):
            following.meta[_SETS_COOKIE] = request.meta.get(_SETS_COOKIE, False) or "Set-Cookie" in response.headers
            # The crawler keeps no cookies, so a URL that was requested before would return the same again.
            if following.url in following.meta["redirect_urls"]:
                error = CookieRequiredError if following.meta[_SETS_COOKIE] else RedirectLoopError
                raise error(f"{request.url} redirects back to {following.url}")
        return following


class MetaRefreshMiddleware(_Hops, ScrapyMetaRefreshMiddleware):
    """Follows pages that are nothing but a redirect: "This page has moved", and home pages that choose a language.

    Settings: METAREFRESH_ENABLED, METAREFRESH_MAXDELAY (seconds) and REDIRECT_MAX_TIMES. Only small pages are looked
    at. One that leads to its own path, with a token as challenges do, is left as what it is.
    """

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        if response.status != 200 or len(response.body) > _STUB or b"efresh" not in response.body:
            return response
        following = super().process_response(request, response)
        if isinstance(following, Request) and _path(following.url) in map(_path, following.meta["redirect_urls"]):
            return response
        return following


def _path(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.netloc, parts.path.rstrip("/")
