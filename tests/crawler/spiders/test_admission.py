"""Which addresses of a list are fetched: the articles of the source, in whatever form they are linked."""

import re

import pytest

from archive.records import Lead
from crawler.catalogue.source import Endpoint, Source
from crawler.catalogue.url_patterns import refusal
from crawler.spiders.filters import Admission
from tests import foreign
from tests.loopback import Answer
from tests.outlets import article, endpoint, feed, html, listing, source


def outlet(pattern: str, exclude: str = "") -> Source:
    return foreign.source(
        focus="general",
        article_url_re=pattern,
        exclude_url_re=exclude,
        feed=(Endpoint(url="https://courier.example/rss"),),
    )


SLUG = r"^https://courier\.example/news/[a-z0-9-]+$"


@pytest.mark.parametrize(
    "url",
    [
        "https://courier.example/news/orbit",
        "https://courier.example/news/orbit?utm_source=rss&utm_medium=feed",
        "https://courier.example/news/orbit?at_medium=RSS&at_campaign=rss",
        "http://courier.example/news/orbit",
        "https://www.courier.example/news/orbit",
        "http://www.courier.example/news/orbit#comments",
    ],
)
def test_a_pattern_admits_an_article_in_every_form_of_its_address(url: str) -> None:
    assert refusal(outlet(SLUG), url) == ""
    assert refusal(outlet(SLUG.replace("://", "://www.")), url) == ""
    assert refusal(outlet(SLUG.replace("https", "http")), url) == ""


def test_a_pattern_refuses_other_pages_and_other_hosts() -> None:
    assert refusal(outlet(SLUG), "https://courier.example/jobs/orbit") == "outside article_url_re"
    assert refusal(outlet(SLUG), "https://example.org/news/orbit") == "outside article_url_re"
    assert refusal(outlet(SLUG), "https://courier.example/news/orbit?page=2") == "outside article_url_re"


def test_an_exclusion_holds_in_every_form_of_an_address() -> None:
    source = outlet("", r"^https://courier\.example/video/")
    assert refusal(source, "http://www.courier.example/video/launch?utm_source=rss") == "matches exclude_url_re"
    # An exclusion of parameters is one of pages, not of the tracking that a feed adds to all of its links.
    assert refusal(outlet(SLUG, r"\?"), "https://courier.example/news/orbit?utm_source=rss") == ""


@pytest.mark.parametrize("url", ["http://www.courier.example", "https://courier.example/?utm_source=x"])
def test_the_home_page_is_no_article_in_any_form(url: str) -> None:
    assert refusal(outlet(""), url) == "homepage or endpoint"


def test_an_address_that_cannot_be_kept_is_dropped() -> None:
    judged = Admission(outlet("")).judge([Lead("http://courier.example:abc/a"), Lead("https://courier.example/b")])
    assert [lead.url for lead in judged.admitted] == ["https://courier.example/b"]
    assert judged.refused == ()


def test_a_feed_whose_links_carry_tracking_is_archived(desk, new_outlet) -> None:
    site = new_outlet()
    paths = {f"/news/story-{n}?utm_source=rss&at_medium=RSS": n for n in range(3)}
    site.pages |= {path: html(article(n)) for path, n in paths.items()}
    site.pages["/feed"] = feed(site, paths)
    pattern = f"^{re.escape(site.url)}/news/[a-z0-9-]+$"
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"), article_url_re=pattern)]
    assert desk.crawl()["courier"]["new"] == 3


def test_session_ids_of_a_list_are_taken_off(desk, new_outlet) -> None:
    site = new_outlet()
    site.pages |= {f"/news/story-{n}": html(article(n)) for n in range(3)}

    def crawl(session: str) -> dict:
        links = {
            f"/news/story-0;jsessionid={session}": 0,
            f"/news/story-1?PHPSESSID={session}": 1,
            f"/news/story-2?sid={session}": 2,
        }
        site.pages["/list"] = listing(site, links)
        return desk.crawl()["courier"]

    desk.tables = [source(site, "courier", endpoint("listing", "/list"), article_url_re="/news/story-")]
    assert crawl("0123456789ABCDEF0123")["new"] == 3
    assert crawl("FEDCBA98765432100000")["discovered"] == 0
    assert len(desk.query("select url from urls")) == 3


@pytest.mark.parametrize("kind", ["feed", "listing"])
def test_a_list_in_which_nothing_fits_fails_until_its_pattern_is_mended(desk, new_outlet, kind: str) -> None:
    site = new_outlet()
    paths = {f"/news/story-{n}": n for n in range(4)}
    site.pages |= {path: html(article(n)) for path, n in paths.items()}
    site.pages["/list"] = feed(site, paths) if kind == "feed" else listing(site, paths)
    desk.tables = [source(site, "courier", endpoint(kind, "/list"), article_url_re="/press/[0-9]+")]
    run = desk.crawl(code=1)["courier"]
    assert "none of 4 entries fits article_url_re" in run["reason"]
    desk.tables = [source(site, "courier", endpoint(kind, "/list"), article_url_re="/news/[a-z0-9-]+")]
    assert desk.crawl()["courier"]["failed"] == 0


def newspaper(site, *entries: tuple[str, str, str]) -> bytes:
    """Return a feed of (path, headline, summary)."""
    items = "".join(
        f"<item><link>{site.url}{path}</link><title>{title}</title><description>{summary}</description></item>"
        for path, title, summary in entries
    )
    return f"<rss version='2.0'><channel><title>x</title>{items}</channel></rss>".encode()


def test_a_general_outlet_is_not_asked_for_what_its_headlines_show_to_be_something_else(desk, new_outlet) -> None:
    site = new_outlet()
    site.pages |= {f"/news/{n}": html(article(n)) for n in range(4)}
    football = (
        "The striker scored twice in the second half, and the coach spoke of the best evening of the season so far."
    )
    treaty = (
        "Delegates of the UN committee on outer space weighed rules for satellites, debris and lunar resources today."
    )
    site.pages["/feed"] = newspaper(
        site,
        ("/news/0", "City wins the derby", football),
        ("/news/1", "Delegates weigh space treaty", treaty),
        ("/news/2", "What the evening brought", ""),  # says too little to be judged
    )
    desk.tables = [source(site, "daily", endpoint("feed", "/feed"), focus="general")]
    desk.crawl()
    assert site.count("/news/0") == 0
    assert (site.count("/news/1"), site.count("/news/2")) == (1, 1)
    assert desk.query("select reason from urls where state = 'irrelevant' and url like '%/news/0'") == [
        {"reason": "nothing of space in headline and summary"}
    ]
    desk.crawl()
    assert site.count("/news/0") == 0
    desk.tables = [source(site, "daily", endpoint("feed", "/feed"), focus="space-policy")]
    desk.crawl()
    assert site.count("/news/0") == 1


def test_a_source_watched_for_edits_is_polled_every_hour(desk, new_outlet) -> None:
    site = new_outlet()
    site.pages |= {"/feed": newspaper(site, ("/news/1", "A treaty", "")), "/news/1": html(article(1))}
    desk.tables = [source(site, "daily", endpoint("feed", "/feed"), watch="edits")]
    for _ in range(3):
        desk.crawl()
    (poll,) = desk.query("select interval_s from polls")
    assert poll["interval_s"] == 3600


def test_a_run_whose_pages_gave_no_article_says_why(desk, new_outlet) -> None:
    """It is done, with all that is listed; "done" alone would be taken for no news."""
    site = new_outlet()
    site.pages["/feed"] = feed(site, {f"/{n}": n for n in range(5)})
    site.pages |= {f"/{n}": Answer(b"", status=403) for n in range(4)}
    site.pages["/4"] = html(article(4))
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    run = desk.crawl()["courier"]
    assert (run["outcome"], run["reason"]) == ("done", "4 of 5 pages gave no article (4 x blocked: http 403)")
    site.pages["/feed"] = feed(site, {f"/{n}": n for n in range(4, 9)})
    site.pages |= {f"/{n}": html(article(n)) for n in range(5, 9)}
    assert desk.crawl()["courier"]["reason"] == ""


def test_a_run_says_how_many_pages_wait_because_their_host_asked(desk, new_outlet) -> None:
    """Neither refused nor failed, they were in no count of a run that was done."""
    site = new_outlet()
    site.pages["/feed"] = feed(site, {f"/{n}": n for n in range(3)})
    site.pages |= {"/0": html(article(0))} | {
        f"/{n}": Answer(status=429, headers={"Retry-After": "86400"}) for n in (1, 2)
    }
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    run = desk.crawl()["courier"]
    assert run["outcome"] == "done"
    assert re.fullmatch(r"2 listed pages wait until \S+Z, as the host asked \(http 429\)", run["reason"])
