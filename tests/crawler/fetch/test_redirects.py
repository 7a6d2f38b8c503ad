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
def test_a_page_that_wants_its_cookie_back_gets_it_along_the_chain_alone(crawl, site, new_answer, through) -> None:
    def story(asked):
        if asked.headers.get("cookie") == "seen=1":
            return new_answer(b"story")
        return new_answer(status=302, headers={"Location": through, "Set-Cookie": "seen=1; Path=/; HttpOnly"})

    site.pages |= {"/a": story, "/set": new_answer(status=302, headers={"Location": "/a"}), "/b": b"other"}
    outcomes = crawl(f"{site.url}/a", f"{site.url}/b", f"{site.url}/a")
    assert sorted(response.body for response in outcomes) == [b"other", b"story", b"story"]
    assert ["cookie" in asked.headers for asked in site.log if asked.path == "/b"] == [False]
    assert sorted("cookie" in asked.headers for asked in site.log if asked.path == "/a") == [False] * 2 + [True] * 2


def test_a_cookie_that_is_set_again_on_the_way_has_its_last_value(crawl, site, new_answer) -> None:
    for here, there, value in (("/a", "/b", 1), ("/b", "/c", 2)):
        site.pages[here] = new_answer(status=302, headers={"Location": there, "Set-Cookie": f"seen={value}; Path=/"})
    site.pages["/c"] = b"story"
    crawl(f"{site.url}/a")
    assert [asked.headers.get("cookie") for asked in site.log] == [None, "seen=1", "seen=2"]


def test_a_cookie_is_sent_to_no_other_host(crawl, new_site, new_answer) -> None:
    one, other = new_site("127.0.0.1"), new_site("127.0.0.2")
    one.pages["/a"] = new_answer(status=302, headers={"Location": f"{other.url}/b", "Set-Cookie": "seen=1"})
    other.pages["/b"] = b"story"
    (response,) = crawl(f"{one.url}/a")
    assert response.body == b"story"
    assert "cookie" not in other.log[0].headers


@pytest.mark.parametrize("value", ["1", "{count}"], ids=["the same", "another each time"])
def test_a_page_that_sets_cookies_for_ever_is_told_from_a_loop(crawl, site, new_answer, value) -> None:
    def again(asked):
        cookie = f"seen={value.format(count=len(site.log))}"
        return new_answer(status=302, headers={"Location": "/a", "Set-Cookie": cookie})

    site.pages["/a"] = again
    (error,) = crawl(f"{site.url}/a")
    assert isinstance(error, CookieRequiredError)
    assert reason_of(error) == "cookie required"
    assert len(site.log) == 2


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


@pytest.mark.parametrize(
    "script",
    ["location.replace('/b');", 'window.location.href = "/b"', "top.location='/b';", 'document.location.assign("/b")'],
)
def test_a_page_whose_script_goes_elsewhere_is_followed(crawl, site, new_answer, script) -> None:
    body = f"<html><head><title>Moved</title><script>{script}</script></head><body>Moving on</body></html>".encode()
    site.pages.update({"/a": new_answer(body, headers={"Content-Type": "text/html"}), "/b": b"story"})
    (response,) = crawl(f"{site.url}/a")
    assert (response.body, response.meta["redirect_urls"]) == (b"story", [f"{site.url}/a"])


@pytest.mark.parametrize(
    "body",
    [
        "<script>location.replace('/b')</script>" + "<p>A story of some length.</p>" * 9,
        "<script>document.cookie='a=1';location.href='/b'</script>",
        "<script>if (phone) location.href='/b'; else location.href='/c'</script>",
        "<script>function en() {location.href='/b'}; function fr() {location.href='/c'}</script>",
        "<script>location.href='/b?from=' + location.pathname</script>",
        "<script>if (!window.fetch) { location.href = '/b' }</script><div id='root'></div>",
        "<script>location.replace('/a?token=1')</script>",
        "<script>location.replace('javascript:go()')</script>",
    ],
    ids=["page", "challenge", "two ways", "two targets", "computed", "application", "own path", "no address"],
)
def test_a_page_whose_script_may_do_something_else_is_what_it_is(crawl, site, new_answer, body) -> None:
    html = f"<html><body>{body}</body></html>".encode()
    site.pages.update({"/a": new_answer(html, headers={"Content-Type": "text/html"}), "/b": b"story"})
    (response,) = crawl(f"{site.url}/a")
    assert (response.body, site.paths()) == (html, ["/a"])


def test_pages_that_lead_to_each_other_end(crawl, site, new_answer) -> None:
    for here, there in (("/a", "/b"), ("/b", "/a")):
        site.pages[here] = new_answer(refresh(there), headers={"Content-Type": "text/html"})
    (response,) = crawl(f"{site.url}/a")
    assert response.url == f"{site.url}/b"
