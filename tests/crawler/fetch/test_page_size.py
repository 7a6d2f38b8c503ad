import gzip

import pytest
from scrapy import Request
from scrapy.http import Response

from crawler.fetch.failures import reason_of

MEGABYTE = 1 << 20
LIMITS = {
    "EXTENSIONS": {"crawler.fetch.page_size.PageSizeExtension": 0},
    "SPACEBEAT_PAGE_MAXSIZE": MEGABYTE,
    "DOWNLOAD_MAXSIZE": 3 * MEGABYTE,
}
HTML, PDF = {"Content-Type": "text/html"}, {"Content-Type": "application/pdf"}


@pytest.fixture
def outcome_of(crawl, site, new_answer):
    def ask(body: bytes, headers: dict[str, str], **meta: object) -> str:
        site.pages["/"] = new_answer(body, headers=headers)
        (outcome,) = crawl(Request(f"{site.url}/", meta=meta), **LIMITS)
        return "read" if isinstance(outcome, Response) else reason_of(outcome)

    return ask


def test_a_page_is_bounded_more_closely_than_a_document(outcome_of) -> None:
    body = bytes(2 * MEGABYTE)
    assert outcome_of(body, HTML, record=True) == "too large"
    assert outcome_of(body, {}, record=True) == "too large"
    assert outcome_of(body, PDF, record=True) == "read"
    assert outcome_of(body * 2, PDF, record=True) == "too large"


def test_a_compressed_page_is_bounded_by_what_it_unpacks_to(outcome_of) -> None:
    packed = gzip.compress(bytes(2 * MEGABYTE))
    assert outcome_of(packed, HTML | {"Content-Encoding": "gzip"}, record=True) == "too large"


def test_a_sitemap_may_be_as_large_as_a_document(outcome_of) -> None:
    assert outcome_of(bytes(2 * MEGABYTE), {"Content-Type": "text/xml"}) == "read"


def test_a_document_behind_a_redirect_is_a_document(crawl, site, new_answer) -> None:
    site.pages["/old"] = new_answer(b"moved", 302, HTML | {"Location": "/new"})
    site.pages["/new"] = new_answer(bytes(2 * MEGABYTE), headers=PDF)
    (response,) = crawl(Request(f"{site.url}/old", meta={"record": True}), **LIMITS)
    assert len(response.body) == 2 * MEGABYTE
