"""Sources whose endpoints fail or move: over real servers."""

import re

from tests.loopback import Answer
from tests.outlets import article, endpoint, feed, html, listing, source


def home(*feeds: str) -> Answer:
    links = "".join(f"<link rel='alternate' type='application/rss+xml' href='{path}'>" for path in feeds)
    return html(f"<html><head><title>Courier</title>{links}</head><body><h1>Courier</h1></body></html>".encode())


def stories(site, *numbers: int) -> dict[str, int]:
    paths = {f"/news/story-{n}": n for n in numbers}
    site.pages |= {path: html(article(n)) for path, n in paths.items()}
    return paths


def asked(site, path: str) -> int:
    return sum(1 for request in site.log if request.path == path)


def later_week(desk) -> None:
    desk.change("update endpoint_searches set next_at = searched_at")


def test_a_feed_that_is_gone_is_replaced_by_the_one_the_home_page_names(desk, new_outlet) -> None:
    site = new_outlet()
    site.pages |= {"/": home("/rss.xml"), "/rss.xml": feed(site, stories(site, 0, 1))}
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    run = desk.crawl()["courier"]
    assert (run["outcome"], run["new"]) == ("done", 2)
    assert f"found {site.url}/rss.xml (feed, 2 articles) in place of {site.url}/feed" in run["reason"]
    site.pages["/rss.xml"] = feed(site, stories(site, 0, 1, 2))
    assert desk.crawl()["courier"]["new"] == 1
    assert asked(site, "/") == 1
    shown = desk.run("status").stdout
    assert re.search(r"courier\s+moved", shown)
    assert f'found by a crawl; to keep it, add to the catalogue: [[source.feed]] url = "{site.url}/rss.xml"' in shown


def test_a_replacement_is_left_when_the_stated_endpoint_answers_again(desk, new_outlet) -> None:
    site = new_outlet()
    site.pages |= {"/": home("/rss.xml"), "/rss.xml": feed(site, stories(site, 0))}
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    desk.crawl()
    site.pages["/feed"] = feed(site, stories(site, 0, 1))
    assert desk.crawl()["courier"]["new"] == 1
    assert desk.query("select url from found_endpoints") == []
    site.log.clear()
    desk.crawl()
    assert asked(site, "/rss.xml") == 0


def test_a_list_in_which_nothing_fits_is_replaced_by_one_in_which_something_does(desk, new_outlet) -> None:
    site = new_outlet()
    site.pages["/"] = home("/blog.xml", "/news.xml")
    site.pages["/blog.xml"] = site.pages["/feed"] = feed(site, {f"/blog/{n}": n for n in range(4)})
    site.pages["/news.xml"] = feed(site, stories(site, 0, 1))
    pattern = f"^{re.escape(site.url)}/news/"
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"), article_url_re=pattern)]
    assert desk.crawl()["courier"]["new"] == 2
    assert desk.query("select url, replaces from found_endpoints") == [
        {"url": f"{site.url}/news.xml", "replaces": f"{site.url}/feed"}
    ]


def test_a_site_is_searched_once_a_week(desk, new_outlet) -> None:
    site = new_outlet()
    site.pages["/"] = home()
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    reason = desk.crawl(code=1)["courier"]["reason"]
    assert reason == f"{site.url}/feed: http 404"
    desk.crawl(code=1)
    assert asked(site, "/") == 1
    later_week(desk)
    desk.crawl(code=1)
    assert asked(site, "/") == 2
    assert "no other endpoint found" in desk.query("select outcome from endpoint_searches")[0]["outcome"]


def test_a_short_failure_starts_no_search(desk, new_outlet) -> None:
    site = new_outlet()
    site.pages |= {"/": home("/rss.xml"), "/feed": Answer(b"", status=503)}
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    desk.crawl(code=1)
    assert asked(site, "/") == 0
    desk.change("update polls set failures = 4")
    site.pages["/rss.xml"] = feed(site, stories(site, 0))
    assert desk.crawl()["courier"]["new"] == 1


def test_articles_at_a_new_domain_fit_the_pattern_of_the_old_one(desk, new_outlet) -> None:
    site, new_site = new_outlet(), new_outlet()
    new_site.pages["/feed"] = feed(new_site, stories(new_site, 0, 1, 2))
    site.pages["/feed"] = Answer(b"", status=301, headers={"Location": f"{new_site.url}/feed"})
    pattern = f"^{re.escape(site.url)}/news/"
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"), article_url_re=pattern)]
    assert desk.crawl()["courier"]["new"] == 3
    new_site.pages["/feed"] = feed(new_site, stories(new_site, 0, 1, 2, 3))
    assert desk.crawl()["courier"]["new"] == 1


def test_a_site_whose_home_page_leads_to_a_new_domain_is_found_there(desk, new_outlet) -> None:
    site, new_site = new_outlet(), new_outlet()
    site.pages["/"] = Answer(b"", status=301, headers={"Location": f"{new_site.url}/"})
    new_site.pages |= {"/": home("/rss.xml"), "/rss.xml": feed(new_site, stories(new_site, 0, 1))}
    pattern = f"^{re.escape(site.url)}/news/"
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"), article_url_re=pattern)]
    assert desk.crawl()["courier"]["new"] == 2
    new_site.pages["/rss.xml"] = feed(new_site, stories(new_site, 0, 1, 2))
    assert desk.crawl()["courier"]["new"] == 1


def test_a_frozen_feed_is_replaced_once_its_silence_is_unusual(desk, new_outlet) -> None:
    """The outlet has a new feed, and the old one answers as ever, with what it had."""
    site = new_outlet()
    site.pages["/feed"] = feed(site, stories(site, *range(20)))
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    desk.crawl()
    desk.change(
        "update articles set first_seen_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now', (-60 + 2 * id) || ' days'),"
        " published_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now', (-60 + 2 * id) || ' days')"
    )
    desk.change("update runs set started_at = '2026-01-01T00:00:00Z'")
    site.pages |= {"/": home("/new.xml"), "/new.xml": dated_feed(site, stories(site, 21))}
    assert desk.crawl()["courier"]["new"] == 1
    assert asked(site, "/") == 1


def dated_feed(site, paths: dict[str, int]) -> Answer:
    """Return a feed whose entries are of today."""
    from datetime import UTC, datetime
    from email.utils import format_datetime

    today = format_datetime(datetime.now(UTC))
    items = "".join(f"<item><link>{site.url}{path}</link><pubDate>{today}</pubDate></item>" for path in paths)
    return Answer(f"<rss version='2.0'><channel><title>x</title>{items}</channel></rss>".encode())


def test_a_list_that_lists_nothing_any_more_has_failed(desk, new_outlet) -> None:
    site = new_outlet()
    site.pages["/news"] = listing(site, stories(site, 0, 1, 2, 3))
    desk.tables = [source(site, "courier", endpoint("listing", "/news", "link = 'h3 a'"))]
    assert desk.crawl()["courier"]["new"] == 4
    site.pages["/news"] = html(b"<html><body><main><h1>News</h1><div id='app'></div></main></body></html>")
    assert "lists nothing any more" in desk.crawl()["courier"]["reason"]
    desk.crawl()
    assert re.search(r"courier\s+changed", desk.run("status").stdout)


def test_a_page_that_never_listed_anything_is_no_quiet_success(desk, new_outlet) -> None:
    scripted, empty, broken = new_outlet(), new_outlet(), new_outlet()
    broken.pages["/feed"] = b""
    scripted.pages["/news"] = html(b"<html><body><main><h1>News</h1><div id='app'></div></main></body></html>")
    empty.pages["/feed"] = feed(empty, {})
    desk.tables = [
        source(scripted, "courier", endpoint("listing", "/news")),
        source(empty, "gazette", endpoint("feed", "/feed")),
        source(broken, "herald", endpoint("feed", "/feed")),
    ]
    runs = desk.crawl(code=3)
    assert "/news: lists nothing that looks like an article" in runs["courier"]["reason"]
    assert runs["gazette"]["reason"] == ""  # a feed may be empty
    assert f"{broken.url}/feed: is empty" in runs["herald"]["reason"], "the address once"
    assert re.search(r"courier\s+changed", desk.run("status").stdout)
    scripted.pages["/news"] = listing(scripted, stories(scripted, 0, 1, 2))
    run = desk.crawl(code=3)["courier"]
    assert (run["new"], run["reason"]) == (3, "")


def test_a_source_without_endpoints_finds_its_own_or_says_that_there_are_none(desk, new_outlet) -> None:
    site, bare = new_outlet(), new_outlet()
    site.pages |= {"/": home("/rss.xml"), "/rss.xml": feed(site, stories(site, 0, 1))}
    bare.pages["/"] = home()
    desk.tables = [source(s, name, "", unverified=True) for name, s in (("courier", site), ("gazette", bare))]
    runs = desk.crawl(code=3)
    assert runs["courier"]["new"] == 2
    assert runs["gazette"]["reason"].startswith("no endpoint found: none of ")
    site.pages["/rss.xml"] = feed(site, stories(site, 0, 1, 2))
    desk.change("update polls set next_due_at = '2026-01-01T00:00:00Z'")
    runs = desk.crawl("--due", code=0)
    assert list(runs) == ["courier"]
    assert runs["courier"]["new"] == 1
    assert re.search(r"gazette\s+failing", desk.run("status").stdout)
