import pytest

from crawler.fetch.redirects import RedirectLoopError


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


def test_an_endless_chain_ends_after_six(crawl, site, redirect) -> None:
    site.pages.update({f"/{n}": redirect(f"/{n + 1}") for n in range(20)})
    (error,) = crawl(f"{site.url}/0")
    assert isinstance(error, RedirectLoopError)
    assert len(site.log) == 7
