import gzip

import pytest
from scrapy import Request

from crawler.fetch.failures import reason_of


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_transient_failures_are_retried(crawl, site, new_answer, status) -> None:
    site.pages["/"] = [new_answer(status=status), new_answer(status=status), new_answer(b"story")]
    (response,) = crawl(f"{site.url}/")
    assert response.body == b"story"
    assert len(site.log) == 3


@pytest.mark.parametrize("status", [400, 403, 404, 410, 501])
def test_permanent_failures_are_not_retried(crawl, site, new_answer, status) -> None:
    site.pages["/"] = new_answer(status=status)
    (response,) = crawl(f"{site.url}/")
    assert response.status == status
    assert len(site.log) == 1


def test_the_last_response_is_returned_when_retries_are_exhausted(crawl, site, new_answer) -> None:
    site.pages["/"] = new_answer(b"sorry", status=500)
    (response,) = crawl(f"{site.url}/")
    assert (response.status, response.body) == (500, b"sorry")
    assert len(site.log) == 3


def test_the_waits_between_retries_grow(crawl, site, new_answer) -> None:
    site.pages["/"] = new_answer(status=500)
    crawl(f"{site.url}/", SPACEBEAT_RETRY_WAIT=0.05)
    first, second = site.gaps()
    assert first >= 0.05
    assert second >= 0.15


def test_a_truncated_page_is_retried_and_the_best_is_returned(crawl, site, new_answer) -> None:
    packed = gzip.compress(b"<p>story</p>" * 100)
    half = new_answer(packed[:-12], headers={"Content-Encoding": "gzip"})
    site.pages["/1"] = [half, new_answer(packed, headers={"Content-Encoding": "gzip"})]
    site.pages["/2"] = half
    healed, broken = crawl(f"{site.url}/1", f"{site.url}/2")
    assert healed.flags == []
    assert broken.flags == ["truncated"]
    assert site.count("/2") == 3


def test_a_broken_connection_is_retried(crawl, site, new_answer) -> None:
    site.pages["/"] = [
        new_answer(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"),
        new_answer(b"story"),
    ]
    (response,) = crawl(f"{site.url}/")
    assert response.body == b"story"


HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n"


@pytest.mark.parametrize(
    "answer",
    [
        HEAD + b"\r\n<!doctype html><p>story</p></html>\n<!-- cached -->\n",
        HEAD + b"\r\n<rss><channel></channel></rss>",
        HEAD + b'\r\n{"items": []}\n',
        HEAD + b"\r\n%PDF-1.7\nstory\n%%EOF\n",
        HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"<p>story"),
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nd\r\nstory</html >\r\n",
    ],
    ids=["html", "feed", "json", "pdf", "gzip", "chunked"],
)
def test_a_body_that_shows_its_end_is_whole_whatever_its_length_says(crawl, site, new_answer, answer) -> None:
    site.pages["/"] = new_answer(raw=answer)
    (response,) = crawl(f"{site.url}/")
    assert (response.status, response.flags, len(site.log)) == (200, [], 1)


@pytest.mark.parametrize(
    "answer",
    [
        HEAD + b"\r\n<!doctype html><p>story</html> and what follows",
        HEAD + b'\r\n{"items": [',
        HEAD + b"\r\nUser-agent: *\n",
        HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"<p>story</html>")[:-6],
        HEAD + b"Content-Encoding: gzip\r\n\r\n<p>story",
        HEAD + b"Content-Encoding: compress\r\n\r\nstory</html>",
    ],
    ids=["html", "json", "text", "gzip", "false", "unknown"],
)
def test_a_body_that_does_not_is_a_failure(crawl, site, new_answer, answer) -> None:
    site.pages["/"] = new_answer(raw=answer)
    (outcome,) = crawl(f"{site.url}/")
    assert (reason_of(outcome), len(site.log)) == ("truncated", 3)


def test_a_request_can_forbid_retries(crawl, site, new_answer) -> None:
    site.pages["/"] = new_answer(status=500)
    crawl(Request(f"{site.url}/", meta={"dont_retry": True}))
    assert len(site.log) == 1


def test_a_request_is_not_retried_in_a_long_pause(crawl, site, new_answer) -> None:
    site.pages["/"] = new_answer(status=429, headers={"Retry-After": "3600"})
    (response,) = crawl(f"{site.url}/")
    assert response.status == 429
    assert len(site.log) == 1


def test_a_short_pause_is_waited_out_before_the_retry(crawl, site, new_answer) -> None:
    site.pages["/"] = [new_answer(status=503, headers={"Retry-After": "0.2"}), new_answer(b"story")]
    (response,) = crawl(f"{site.url}/")
    assert response.body == b"story"
    assert site.gaps()[0] >= 0.2


def test_other_requests_are_served_while_one_waits(crawl, site, new_answer) -> None:
    site.pages.update({"/1": [new_answer(status=500), new_answer(b"1")], "/2": b"2", "/3": b"3"})
    crawl(*(f"{site.url}/{n}" for n in (1, 2, 3)), SPACEBEAT_RETRY_WAIT=0.2)
    assert site.paths() == ["/1", "/2", "/3", "/1"]
