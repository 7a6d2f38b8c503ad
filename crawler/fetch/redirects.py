"""Follow redirects, and distinguish a loop from other failures.

Each hop passes all middlewares again: address guard, robots.txt and host gate apply to every one of them.
"""

import re
from typing import Self
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.redirect import BaseRedirectMiddleware
from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware as ScrapyMetaRefreshMiddleware
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware as ScrapyRedirectMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import HtmlResponse, Request, Response
from scrapy.http.cookies import CookieJar

from archive.errors import SpacebeatError

_COOKIES = "cookies_of_chain"  # in the `meta` of a request: the jar with what the redirects on the way to it set
_SENT = "cookies_sent"  # what of it was sent to each URL on the way
_STUB = 8192  # bytes of a page that is nothing but a redirect
_FEW_WORDS = 30  # which such a page shows at most
_MAY_REDIRECT = re.compile(rb"efresh|location")
_SHOWN = "//text()[not(ancestor::script or ancestor::style or ancestor::title)]"
_DEPENDS = re.compile(r"\b(?:if|catch|case|cookie)\b|&&|\|\|", re.IGNORECASE)
_GOES_TO = re.compile(
    r"\blocation(?:\.href)?(?:\s*=\s*|\.(?:replace|assign)\(\s*)(?P<mark>['\"])([^'\"\\\s]{1,2000})(?P=mark)\s*(?=[;)}\n]|$)"
)


class RedirectLoopError(SpacebeatError, IgnoreRequest):
    """A redirect leads back to an earlier URL, or there are more of them than REDIRECT_MAX_TIMES."""


class CookieRequiredError(RedirectLoopError):
    """A redirect sets a cookie and leads back, again and again: the page is for those who keep it longer."""


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
    """Follows redirects, with the cookies that they set.

    Sites that open a session, balance their load or ask which language you read set a cookie and lead back to the page.
    Cookies are sent along one chain, by the rules of the standard library (RFC 6265), and forgotten at its end.

    Setting: REDIRECT_MAX_TIMES. `response.meta["redirect_urls"]` has the URLs on the way, in the order of the
    requests.
    """

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        following = super().process_response(request, response)
        if not isinstance(following, Request):
            return following
        jar: CookieJar | None = request.meta.get(_COOKIES)
        if "Set-Cookie" in response.headers:
            jar = jar or CookieJar()
            jar.extract_cookies(response, request)
        following.headers.pop("Cookie", None)
        if jar is not None:
            jar.add_cookie_header(following)
        following.meta[_COOKIES] = jar
        sent = {**request.meta.get(_SENT, {}), request.url: request.headers.get("Cookie")}
        following.meta[_SENT] = sent
        # A URL that was requested with the same cookies would return the same again.
        past = following.meta["redirect_urls"].count(following.url)
        if past and (past > 1 or sent.get(following.url) == following.headers.get("Cookie")):
            error = CookieRequiredError if jar is not None else RedirectLoopError
            raise error(f"{request.url} redirects back to {following.url}")
        return following


class MetaRefreshMiddleware(_Hops, ScrapyMetaRefreshMiddleware):
    """Follows pages that are nothing but a redirect: "This page has moved", and home pages that choose a language.

    Settings: METAREFRESH_ENABLED, METAREFRESH_MAXDELAY (seconds) and REDIRECT_MAX_TIMES. Only small pages are looked
    at. One that leads to its own path, with a token as challenges do, is left as what it is. A script that goes to
    one written address does the same as the element, on a page that shows nothing.
    """

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        if response.status != 200 or len(response.body) > _STUB or not _MAY_REDIRECT.search(response.body):
            return response
        following = super().process_response(request, response)
        if following is response and request.method == "GET" and isinstance(response, HtmlResponse):
            target = _script_target(response)
            url = response.urljoin(target) if target else ""
            if url.startswith(("http://", "https://")):
                following = self._redirect(request.replace(url=url), request, "script")
                self.handle_referer(following, response)
                following.headers.pop("Cookie", None)
        if isinstance(following, Request) and _path(following.url) in map(_path, following.meta["redirect_urls"]):
            return response
        return following


def _script_target(page: HtmlResponse) -> str:
    """Return the address to which the script of a page without a text goes, "" where it may go to several or to none.

    One that sets a cookie first is a challenge; the shell of an application sends old browsers elsewhere.
    """
    scripts = " ".join(page.xpath("//script/text()").getall())
    if _DEPENDS.search(scripts) or len(" ".join(page.xpath(_SHOWN).getall()).split()) > _FEW_WORDS:
        return ""
    targets = {found[2] for found in _GOES_TO.finditer(scripts)}
    return targets.pop() if len(targets) == 1 else ""


def _path(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.netloc, parts.path.rstrip("/")
