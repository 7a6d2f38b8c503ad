import gzip

import brotli
import pytest

from archive.warc.content_encoding import TooLargeError, UndecodableError

PAGE = "<!doctype html><meta charset=utf-8><p>Ariane décolle</p>".encode() * 100


@pytest.mark.parametrize(("name", "pack"), [("gzip", gzip.compress), ("br", brotli.compress)])
def test_the_spider_gets_the_decompressed_page(crawl, site, new_answer, name, pack) -> None:
    site.pages["/"] = new_answer(pack(PAGE), headers={"Content-Encoding": name, "Content-Type": "text/html"})
    (response,) = crawl(f"{site.url}/")
    assert response.body == PAGE
    assert "Ariane décolle" in response.text
    assert "Content-Encoding" not in response.headers
    assert response.flags == []
    assert site.log[0].headers["accept-encoding"] == "gzip, deflate, br"


def test_a_truncated_page_is_flagged(crawl, site, new_answer) -> None:
    packed = gzip.compress(PAGE)
    site.pages["/"] = new_answer(packed[:-20], headers={"Content-Encoding": "gzip"})
    (response,) = crawl(f"{site.url}/", RETRY_TIMES=0)
    assert "truncated" in response.flags


def test_a_false_encoding_does_no_harm(crawl, site, new_answer) -> None:
    site.pages["/"] = new_answer(PAGE, headers={"Content-Encoding": "gzip"})
    (response,) = crawl(f"{site.url}/")
    assert response.body == PAGE
    assert response.flags == ["false encoding"]


def test_bodies_that_cannot_be_decoded_are_specific_errors(crawl, site, new_answer) -> None:
    site.pages["/bomb"] = new_answer(gzip.compress(b"\0" * 3_000_000), headers={"Content-Encoding": "gzip"})
    site.pages["/junk"] = new_answer(b"\0\1\2" * 99, headers={"Content-Encoding": "gzip"})
    bomb, junk = crawl(f"{site.url}/bomb", f"{site.url}/junk", DOWNLOAD_MAXSIZE=1_000_000)
    assert isinstance(bomb, TooLargeError)
    assert isinstance(junk, UndecodableError)
