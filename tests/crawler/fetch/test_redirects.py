import gzip

import pytest

from crawler.fetch.failures import reason_of
from crawler.fetch.redirects import CookieRequiredError, RedirectLoopError


@pytest.fixture
def redirect(new_answer):
    return lambda target, status=302: new_answer(status=status, headers={"Location": target})


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed_and_the_urls_on_the_way_are_recorded(crawl, site, redirect, status) -> None:
    site.pages.update({"/a": redirect("/b", status), "/b": redirect("/c", status), "/c": b"story"})
    (response,) = crawl(f"{site.url}/a")
    assert response.body == b"story"
    assert response.meta["redirect_urls"] == [f"{site.url}/a", f"{site.url}/b"]
    assert all("referer" not in request.headers for request in site.log)


def test_a_loop_ends_when_it_closes(crawl, site, redirect) -> None:
    site.pages.update({"/a": redirect("/b"), "/b": redirect("/a")})
    (error,) = crawl(f"{site.url}/a")
    assert isinstance(error, RedirectLoopError)
    assert site.paths() == ["/a", "/b"]


@pytest.mark.parametrize("through", ["/a", "/set"])
def test_a_page_that_wants_its_cookie_back_is_told_from_a_loop(crawl, site, new_answer, through) -> None:
    site.pages["/a"] = new_answer(status=302, headers={"Location": through, "Set-Cookie": "seen=1"})
    site.pages["/set"] = new_answer(status=302, headers={"Location": "/a"})
    (error,) = crawl(f"{site.url}/a")
    assert isinstance(error, CookieRequiredError)
    assert reason_of(error) == "cookie required"
    assert all("cookie" not in request.headers for request in site.log)


def test_an_endless_chain_ends_after_six(crawl, site, redirect) -> None:
    site.pages.update({f"/{n}": redirect(f"/{n + 1}") for n in range(20)})
    (error,) = crawl(f"{site.url}/0")
    assert isinstance(error, RedirectLoopError)
    assert len(site.log) == 7


def refresh(target: str, seconds: int = 0, rest: str = "") -> bytes:
    return f'<html><head><meta HTTP-EQUIV="Refresh" content="{seconds}; URL={target}"></head>{rest}</html>'.encode()


def test_a_page_that_is_nothing_but_a_redirect_is_followed(crawl, site, new_answer) -> None:
    packed = new_answer(
        gzip.compress(refresh("news.html", 3)), headers={"Content-Encoding": "gzip", "Content-Type": "text/html"}
    )
    site.pages.update({"/": new_answer(refresh("/en/"), headers={"Content-Type": "text/html"}), "/en/": packed})
    site.pages["/en/news.html"] = b"story"
    (response,) = crawl(f"{site.url}/")
    assert (response.body, site.paths()) == (b"story", ["/", "/en/", "/en/news.html"])
    assert response.meta["redirect_urls"] == [f"{site.url}/", f"{site.url}/en/"]


@pytest.mark.parametrize(
    "body",
    [
        refresh("/a?token=1"),
        refresh("/b", 300),
        refresh("/b", rest="<p>A story of some length.</p>" * 400),
        b"<noscript>" + refresh("/b") + b"</noscript>",
        refresh("file:///etc/passwd"),
    ],
    ids=["own path", "late", "page", "noscript", "file"],
)
def test_any_other_page_is_what_it_is(crawl, site, new_answer, body) -> None:
    site.pages.update({"/a": new_answer(body, headers={"Content-Type": "text/html"}), "/b": b"story"})
    (response,) = crawl(f"{site.url}/a")
    assert (response.body, site.paths()) == (body, ["/a"])


def test_pages_that_lead_to_each_other_end(crawl, site, new_answer) -> None:
    for here, there in (("/a", "/b"), ("/b", "/a")):
        site.pages[here] = new_answer(refresh(there), headers={"Content-Type": "text/html"})
    (response,) = crawl(f"{site.url}/a")
    assert response.url == f"{site.url}/b"
