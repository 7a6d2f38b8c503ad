"""Bound pages more closely than documents: 200 sources that each send a page without end must not fill the memory.

Sitemaps and PDF files of thirty megabytes exist, pages of ten do not. Which of them comes is known when the header of
an answer has come, and it is then that Scrapy looks for the limit of the request.
"""

from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Headers, Request

from crawler.fetch.recorder import RECORD

_DOCUMENTS = (b"application/pdf", b"application/vnd.", b"application/octet-stream", b"binary/")


class PageSizeExtension:
    """Sets `meta["download_maxsize"]` of requests for pages to SPACEBEAT_PAGE_MAXSIZE (bytes)."""

    def __init__(self, page_size: int, document_size: int) -> None:
        self.page_size = page_size
        self.document_size = document_size

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        settings = crawler.settings
        extension = cls(settings.getint("SPACEBEAT_PAGE_MAXSIZE"), settings.getint("DOWNLOAD_MAXSIZE"))
        crawler.signals.connect(extension.set_limit, signal=signals.headers_received)
        return extension

    def set_limit(self, headers: Headers, request: Request) -> None:
        """Set the limit by the media type (signal handler); of each answer, since a redirect inherits the `meta`."""
        if request.meta.get(RECORD):
            media_type = (headers.get(b"Content-Type") or b"").strip().lower()
            is_document = media_type.startswith(_DOCUMENTS)
            request.meta["download_maxsize"] = self.document_size if is_document else self.page_size
