"""An endpoint that takes all the time it is given costs itself, and no other source of the crawl."""

import json

import pytest

from crawler.discovery.feed import read_feed
from crawler.discovery.result import EndpointError, Found
from crawler.discovery.task import read_within_limits
from crawler.spiders.targets import SITEMAP_DEPTH
from tests.loopback import Answer
from tests.outlets import article, endpoint, feed, html, listing, sitemap, sitemap_index, source

# A parser's time grows with the square of the depth: 2 to 8 s, by the machine, for 0.5 MB.
DEEP = b"<rss version='2.0'><channel><item>" + b"<a>" * 150_000


def test_a_hostile_feed_holds_up_no_other_source(desk, new_outlet) -> None:
    hostile = new_outlet()
    hostile.pages["/feed"] = Answer(DEEP, headers={"Content-Type": "application/rss+xml"})
    desk.tables = [source(hostile, "hostile", endpoint("feed", "/feed"))]
    for name, kind, listed in (("one", "feed", feed), ("two", "sitemap", sitemap)):
        site = new_outlet()
        paths = {f"/news/{name}-{n}": n for n in range(5)}
        site.pages |= {path: html(article(n, outlet=name)) for path, n in paths.items()}
        site.pages["/list"] = listed(site, paths)
        desk.tables.append(source(site, name, endpoint(kind, "/list")))
    done = desk.run(*desk.crawl_arguments("--json", "--workers", "2"))
    runs = {run["source_id"]: run for run in json.loads(done.stdout)}
    assert [runs[name]["new"] for name in ("one", "two")] == [5, 5]
    assert max(runs[name]["finished_at"] for name in ("one", "two")) < runs["hostile"]["finished_at"]


def test_an_endpoint_that_takes_all_its_time_fails_with_that_reason() -> None:
    url = "https://hostile.example.org/feed"

    def read() -> Found:
        return read_feed(DEEP, url)

    with pytest.raises(EndpointError, match=r"/feed cannot be read: it took longer than 1 s"):
        read_within_limits(url, read, seconds=1)


def test_traps_of_a_list_and_circles_of_sitemaps_end(desk, new_outlet) -> None:
    site = new_outlet()
    stories = {f"/news/story-{n}": n for n in range(3)}
    traps = {"/calendar/2026/11": 3, "/news/news/news/news/story": 4, "/news/1901/5/": 5}
    site.pages |= {path: html(article(n)) for path, n in (stories | traps).items()}
    site.pages["/list"] = listing(site, stories | traps, following="/list/list/list/list/list")
    site.pages["/a.xml"] = sitemap_index(site, ["/b.xml", "/deep-0.xml"])
    site.pages["/b.xml"] = sitemap_index(site, ["/a.xml", "/b.xml"])
    site.pages |= {f"/deep-{n}.xml": sitemap_index(site, [f"/deep-{n + 1}.xml"]) for n in range(20)}
    desk.tables = [source(site, "courier", endpoint("listing", "/list") + endpoint("sitemap", "/a.xml"))]
    assert desk.crawl()["courier"]["new"] == 3
    asked = site.paths()
    assert {path for path in asked if path.endswith("story")} | set(asked) & traps.keys() == set()
    assert "/list/list/list/list/list" not in asked
    assert (asked.count("/a.xml"), asked.count("/b.xml")) == (1, 1)
    assert max(int(path[6:-4]) for path in asked if path.startswith("/deep-")) < SITEMAP_DEPTH
    assert {desk.states()[path[1:]] for path in traps if path[1:] in desk.states()} <= {"not-article"}
