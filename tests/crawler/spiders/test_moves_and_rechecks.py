"""Endpoints that move for good, and second looks at articles: over real servers."""

from datetime import timedelta

from tests.loopback import Answer, Site
from tests.outlets import article, conditional, endpoint, feed, html, recent, sitemap, source, title


def moved(url: str, status: int = 301) -> Answer:
    return Answer(b"", status=status, headers={"Location": url})


def make_due(desk) -> None:
    desk.change("update polls set next_due_at = '2026-01-01T00:00:00Z'")


def stories(site, *numbers: int) -> dict[str, int]:
    paths = {f"/news/story-{n}": n for n in numbers}
    site.pages |= {path: html(article(n)) for path, n in paths.items()}
    return paths


def test_a_feed_that_has_moved_is_found_when_its_old_address_is_gone(desk, new_outlet) -> None:
    site, new_site = new_outlet(), new_outlet()
    new_site.pages["/rss"] = feed(site, stories(site, 0))
    site.pages["/feed"] = moved(f"{new_site.url}/rss")
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    assert desk.crawl()["courier"]["new"] == 1
    site.pages["/feed"] = Answer(b"", status=410)
    new_site.pages["/rss"] = feed(site, stories(site, 1))
    assert desk.crawl()["courier"]["new"] == 1
    shown = desk.run("status")
    assert f"{site.url}/feed has moved to {new_site.url}/rss" in shown.stdout


def test_a_move_back_is_learnt(desk, new_outlet) -> None:
    site = new_outlet()
    site.pages["/rss"] = feed(site, stories(site, 0))
    site.pages["/feed"] = moved(f"{site.url}/rss")
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    desk.crawl()
    site.pages["/feed"] = feed(site, stories(site, 1))
    site.pages["/rss"] = moved(f"{site.url}/feed")
    assert desk.crawl()["courier"]["new"] == 1
    assert desk.query("select moved_to from polls") == [{"moved_to": ""}]


def test_a_new_address_that_fails_gives_way_to_the_old_one(desk, new_outlet) -> None:
    site = new_outlet()
    site.pages["/rss"] = feed(site, stories(site, 0))
    site.pages["/feed"] = moved(f"{site.url}/rss")
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    desk.crawl()
    site.pages["/rss"] = Answer(b"", status=404)
    site.pages["/feed"] = feed(site, stories(site, 1))
    desk.crawl(code=1)
    assert desk.crawl()["courier"]["new"] == 1


def test_a_redirect_for_now_is_no_move(desk, new_outlet) -> None:
    site = new_outlet()
    site.pages["/rss"] = feed(site, stories(site, 0))
    site.pages["/feed"] = moved(f"{site.url}/rss", 302)
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    desk.crawl()
    assert desk.query("select moved_to from polls") == [{"moved_to": ""}]


def outlet_to_look_at_again(desk, new_outlet) -> Site:
    """Return an outlet of one archived article, whose page has a validator and is due."""
    site = new_outlet()
    paths = stories(site, 0)
    site.pages["/news/story-0"] = conditional(article(0), "text/html; charset=utf-8")
    site.pages["/feed"] = feed(site, paths)
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    desk.crawl()
    desk.change("update urls set next_try_at = '2026-01-01T00:00:00Z'")
    return site


def test_an_article_that_has_not_changed_costs_one_conditional_request(desk, new_outlet) -> None:
    site = outlet_to_look_at_again(desk, new_outlet)
    site.log.clear()
    run = desk.crawl()["courier"]
    assert (run["fetched"], run["unchanged"], run["bytes"]) == (1, 1, 0)
    asked = [request for request in site.log if request.path == "/news/story-0"]
    assert [bool(request.headers.get("if-none-match")) for request in asked] == [True]
    assert desk.query("select state, next_try_at > '2026-11-01' as due from urls") == [{"state": "unchanged", "due": 1}]


def test_what_breaks_a_crawl_off_is_named(desk, new_outlet) -> None:
    outlet_to_look_at_again(desk, new_outlet)
    desk.change("update urls set lead = '{'")
    run = desk.crawl(code=1)["courier"]
    assert (run["outcome"], run["reason"].startswith("the crawl broke off (JSONDecodeError: ")) == ("failed", True)


def test_an_edit_behind_a_validator_is_seen(desk, new_outlet) -> None:
    site = outlet_to_look_at_again(desk, new_outlet)
    edited = article(0, extra="<p>The office denied on Friday that any of its three satellites had been lost.</p>")
    site.pages["/news/story-0"] = conditional(edited, "text/html; charset=utf-8")
    assert desk.crawl()["courier"]["revised"] == 1


def test_an_edit_that_is_listed_is_seen_although_a_later_article_was_asked_for_meanwhile(desk, new_outlet) -> None:
    site = new_outlet()
    paths = stories(site, 0, 1)
    site.pages["/sitemap.xml"] = sitemap(site, paths)
    desk.tables = [source(site, "courier", endpoint("sitemap", "/sitemap.xml"))]
    desk.crawl()
    desk.change("update urls set next_try_at = '2026-01-01T00:00:00Z' where url like '%/story-1'")
    desk.change("update urls set next_try_at = null, last_tried_at = '2026-01-01T00:00:00Z' where url like '%/story-0'")
    make_due(desk)
    site.pages["/news/story-0"] = html(
        article(0, extra="<p>Correction: it was the office for outer space affairs.</p>")
    )
    site.pages["/sitemap.xml"] = sitemap(site, paths, lambda number: recent(number) + timedelta(hours=9 - 9 * number))
    run = desk.crawl()["courier"]
    assert (run["fetched"], run["revised"], run["unchanged"]) == (2, 1, 1)


def test_an_article_that_has_moved_is_not_fetched_again_when_its_new_address_is_listed(desk, new_outlet) -> None:
    site = new_outlet()
    site.pages["/feed"] = feed(site, stories(site, 0, 1))
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    desk.crawl()
    site.pages["/2026/story-0"] = site.pages["/news/story-0"]
    site.pages["/news/story-0"] = moved(f"{site.url}/2026/story-0")
    desk.change("update urls set next_try_at = '2026-01-01T00:00:00Z'")
    make_due(desk)
    run = desk.crawl()["courier"]
    assert (run["new"], run["unchanged"], run["copies"]) == (0, 2, 0)
    site.pages["/feed"] = feed(site, {"/2026/story-0": 0, "/news/story-1": 1})
    make_due(desk)
    site.log.clear()
    assert desk.crawl()["courier"]["new"] == 0
    assert [request.path for request in site.log if request.path != "/robots.txt"] == ["/feed"]


def test_articles_are_distinguished_by_what_they_are_and_not_by_the_guids_of_a_feed(desk, new_outlet) -> None:
    """Read a feed whose entries share a guid, and then one with another address under it and another guid besides."""
    site = new_outlet()
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    for entries in ({"/a": (0, "1"), "/b": (1, "1")}, {"/c": (0, "1"), "/b": (1, "2")}):
        site.pages |= {path: html(article(number)) for path, (number, _) in entries.items()}
        items = "".join(
            f"<item><title>{title(n)}</title><link>{site.url}{path}</link><guid>{guid}</guid></item>"
            for path, (n, guid) in entries.items()
        )
        site.pages["/feed"] = Answer(f"<rss version='2.0'><channel>{items}</channel></rss>".encode())
        counts = desk.crawl()["courier"]
        make_due(desk)
    assert [site.count(path) for path in ("/a", "/b", "/c")] == [1, 1, 1]
    assert (counts["new"], counts["revised"], counts["unchanged"]) == (0, 0, 1)
    assert desk.query("select count(*) as n from revisions") == [{"n": 2}]
