import pytest
from scrapy import Request

from crawler.fetch.conditional_requests import Validators, conditional_headers, validators_of

DATE = "Sun, 22 Nov 2026 10:00:00 GMT"
BOTH = Validators('W/"a,b"', DATE)


def test_both_validators_of_a_response_are_sent_back_unchanged(crawl, site, new_answer) -> None:
    site.pages["/feed"] = new_answer(b"feed", headers={"ETag": BOTH.etag, "Last-Modified": DATE})
    (response,) = crawl(f"{site.url}/feed")
    assert validators_of(response) == BOTH
    site.pages["/feed"] = new_answer(status=304)
    (response,) = crawl(Request(f"{site.url}/feed", headers=conditional_headers(BOTH, 0, 6)))
    assert response.status == 304
    assert site.log[-1].headers["if-none-match"] == BOTH.etag
    assert site.log[-1].headers["if-modified-since"] == DATE


@pytest.mark.parametrize(("status", "flags"), [(404, []), (304, []), (200, ["truncated"])])
def test_an_incomplete_response_has_no_validators(crawl, site, new_answer, status, flags) -> None:
    site.pages["/"] = new_answer(b"feed", status=status, headers={"ETag": '"a"'})
    (response,) = crawl(f"{site.url}/")
    assert validators_of(response.replace(flags=flags)) == Validators()


@pytest.mark.parametrize("etag", ["x" * 2000, ""])
def test_a_validator_of_absurd_length_is_ignored(crawl, site, new_answer, etag) -> None:
    site.pages["/"] = new_answer(b"feed", headers={"ETag": etag})
    (response,) = crawl(f"{site.url}/")
    assert validators_of(response) == Validators()


def test_every_nth_poll_is_unconditional() -> None:
    sent = [bool(conditional_headers(BOTH, confirmed, 4)) for confirmed in range(5)]
    assert sent == [True, True, True, False, False]
    assert conditional_headers(BOTH, 1000, 0)


def test_a_response_that_ends_with_its_connection_is_complete(crawl, site, new_answer) -> None:
    site.pages["/"] = new_answer(raw=b'HTTP/1.1 200 OK\r\nETag: "a"\r\n\r\nfeed')
    (response,) = crawl(f"{site.url}/")
    assert (response.flags, validators_of(response)) == (["partial"], Validators('"a"'))


def test_a_missing_validator_is_not_sent() -> None:
    assert conditional_headers(Validators(etag='"a"'), 0, 6) == {"If-None-Match": '"a"'}
    assert conditional_headers(Validators(), 0, 6) == {}
