"""Fetch a site's tdmrep.json before a page of it, under all rules of a crawl.

The file is subject to robots.txt, host gate and address guard like any other. If it is not available, nothing
is reserved by it.
"""

from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request
from scrapy.http.request import NO_CALLBACK

from crawler.fetch.failures import NETWORK_FAILURES
from crawler.fetch.rights.tdmrep import WELL_KNOWN_PATH
from crawler.fetch.rights.tdmrep_cache import process_tdm
from crawler.fetch.robots.cache import RobotsUnreachableError, origin_of
from crawler.fetch.site_files import SiteFile

MIND_TDM = "mind_tdm"  # in the `meta` of a request: it is for a page that will be stored
_MAX_BYTES = 1024 * 1024
_BEFORE_PAGES = 900


class TdmMiddleware:
    """Loads the rules for requests with `meta["mind_tdm"]` into `crawler.fetch.rights.tdmrep_cache`."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        if request.meta.get(MIND_TDM):
            await process_tdm().learn(origin_of(request.url), self._fetch)

    async def _fetch(self, origin: str, stored: SiteFile | None) -> SiteFile | None:
        request = Request(
            f"{origin}{WELL_KNOWN_PATH}",
            headers=dict(stored.validators) if stored else None,
            callback=NO_CALLBACK,
            priority=_BEFORE_PAGES,
            meta={"download_maxsize": _MAX_BYTES, "dont_retry": True},
        )
        assert self._crawler.engine is not None
        try:
            response = await self._crawler.engine.download_async(request)
        except (*NETWORK_FAILURES, IgnoreRequest, RobotsUnreachableError):
            return None
        return SiteFile.of(origin, response, _MAX_BYTES)
