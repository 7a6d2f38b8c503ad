import gzip

from scrapy import Request

from crawler.fetch.recorder import take_exchange


def test_the_exchange_is_recorded_as_it_passed_over_the_wire(crawl, site, new_answer) -> None:
    packed = gzip.compress(b"<p>story</p>" * 50)
    site.pages["/a?b=1"] = new_answer(packed, headers={"Content-Encoding": "gzip", "X-Served-By": "cache"})
    (response,) = crawl(Request(f"{site.url}/a?b=1", meta={"record": True}))
    exchange = take_exchange(response)
    assert exchange
    assert response.body == b"<p>story</p>" * 50
    assert exchange.body == packed
    assert exchange.request_target == "/a?b=1"
    assert (exchange.method, exchange.status, exchange.http_version) == ("GET", 200, "HTTP/1.1")
    assert exchange.ip_address == "127.0.0.1"
    assert dict(exchange.response_headers)["Content-Encoding"] == "gzip"
    assert dict(exchange.response_headers)["X-Served-By"] == "cache"
    sent = {name.lower(): value for name, value in exchange.request_headers}
    assert {name: site.log[0].headers[name] for name in sent} == sent
    assert sent["user-agent"].startswith("spacebeat/")


def test_an_exchange_is_released_when_it_is_taken(crawl, site) -> None:
    site.pages["/"] = b"story"
    (response,) = crawl(Request(f"{site.url}/", meta={"record": True}))
    assert take_exchange(response) is not None
    assert take_exchange(response) is None


def test_only_requested_exchanges_are_recorded(crawl, site) -> None:
    site.pages["/"] = b"story"
    (response,) = crawl(f"{site.url}/")
    assert take_exchange(response) is None


def test_after_a_redirect_the_exchange_is_that_of_the_page(crawl, site, new_answer) -> None:
    site.pages["/old"] = new_answer(b"moved", status=301, headers={"Location": "/new"})
    site.pages["/new"] = b"story"
    (response,) = crawl(Request(f"{site.url}/old", meta={"record": True}))
    exchange = take_exchange(response)
    assert exchange
    assert (exchange.url, exchange.body) == (f"{site.url}/new", b"story")
