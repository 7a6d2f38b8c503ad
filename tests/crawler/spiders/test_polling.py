"""What a crawl asks of endpoints that it knows, over real servers: no more than it must, and all that it must."""

import json
from datetime import UTC, datetime

import pytest
from sqlite_utils import Database

from archive.reports.coverage import UNSEEN
from tests.loopback import Answer
from tests.outlets import (
    article,
    conditional,
    endpoint,
    feed,
    html,
    listing,
    published,
    sitemap,
    sitemap_index,
    source,
    title,
)

MAPS = ("/index.xml", "/new.xml", "/old.xml")
INDEX = "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{}</sitemapindex>"


def index(site, children: dict[str, str]) -> object:
    """Return a sitemap index with the `lastmod` of each child, where there is one."""
    stated = {path: f"<lastmod>{day}</lastmod>" if day else "" for path, day in children.items()}
    maps = "".join(f"<sitemap><loc>{site.url}{path}</loc>{day}</sitemap>" for path, day in stated.items())
    return conditional(INDEX.format(maps).encode(), "application/xml")


def stories(site, numbers, folder: str = "news") -> dict[str, int]:
    paths = {f"/{folder}/{n}-a-story-of-space": n for n in numbers}
    site.pages |= {path: html(article(n)) for path, n in paths.items()}
    return paths


def poll(desk, *arguments: str, code: int = 0) -> dict:
    """Crawl without fetching articles; they count as settled afterwards."""
    runs = desk.crawl("--dry-run", *arguments, code=code)
    change(desk, "update urls set state = 'blocked', last_tried_at = first_seen_at")
    return runs


def make_due(desk, url: str) -> None:
    change(desk, "update polls set next_due_at = '2026-01-01T00:00:00Z' where url = ?", url)


def change(desk, sql: str, *values: str) -> None:
    db = Database(str(desk.archive))
    with db.conn:
        db.execute(sql, list(values))
    db.close()


def test_an_index_that_states_when_its_sitemaps_changed_costs_one_request(desk, new_outlet) -> None:
    site = new_outlet()
    site.pages["/one.xml"] = sitemap(site, stories(site, range(2)))
    site.pages["/two.xml"] = sitemap(site, stories(site, range(2, 4)))
    site.pages["/index.xml"] = index(site, {"/one.xml": "2026-11-01", "/two.xml": "2026-11-02"})
    desk.tables = [source(site, "courier", endpoint("sitemap", "/index.xml"))]
    assert poll(desk)["courier"]["discovered"] == 4
    site.log.clear()
    poll(desk)
    assert [path for path in site.paths() if path != "/robots.txt"] == ["/index.xml"]
    site.log.clear()
    site.pages["/two.xml"] = sitemap(site, stories(site, range(2, 5)))
    site.pages["/index.xml"] = index(site, {"/one.xml": "2026-11-01", "/two.xml": "2026-11-03"})
    assert poll(desk)["courier"]["discovered"] == 1
    assert "/one.xml" not in site.paths()


def test_sitemaps_of_an_index_without_lastmod_are_asked_whether_they_changed(desk, new_outlet) -> None:
    site = new_outlet()
    site.pages["/one.xml"] = sitemap(site, stories(site, range(2)))
    site.pages["/index.xml"] = sitemap_index(site, ["/one.xml"])
    desk.tables = [source(site, "courier", endpoint("sitemap", "/index.xml"))]
    poll(desk)
    site.log.clear()
    site.pages["/one.xml"] = sitemap(site, stories(site, range(3)))
    assert poll(desk)["courier"]["discovered"] == 1
    assert "if-none-match" in next(asked for asked in site.log if asked.path == "/one.xml").headers


def test_entries_lost_between_polls_are_caught_up_from_the_sitemap_that_was_not_due(desk, new_outlet) -> None:
    site = new_outlet()
    site.pages["/feed"] = feed(site, stories(site, range(2)))
    site.pages["/map.xml"] = sitemap(site, stories(site, range(2)))
    desk.tables = [source(site, "courier", endpoint("feed", "/feed") + endpoint("sitemap", "/map.xml"))]
    poll(desk)
    assert poll(desk, "--due") == {}
    make_due(desk, f"{site.url}/feed")
    site.pages["/feed"] = feed(site, stories(site, range(6, 8)))
    site.pages["/map.xml"] = sitemap(site, stories(site, range(8)))
    site.log.clear()
    run = poll(desk, "--due")["courier"]
    assert run["discovered"] == 6
    assert "came and went between polls" in run["reason"]


def test_without_sitemap_and_listing_the_past_of_the_feed_itself_is_read(desk, new_outlet) -> None:
    site = new_outlet()
    site.pages["/feed"] = feed(site, stories(site, range(2)))
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    poll(desk)
    for page, numbers in (
        ("/feed", (6, 7)),
        ("/feed?paged=2", (4, 5)),
        ("/feed?paged=3", (2, 3)),
        ("/feed?paged=4", (0, 1)),
    ):
        site.pages[page] = feed(site, stories(site, numbers))
    site.pages["/feed?paged=5"] = feed(site, stories(site, (90,)))
    run = poll(desk)["courier"]
    assert run["discovered"] == 6
    assert UNSEEN not in run["reason"]
    assert "/feed?paged=5" not in site.paths()


@pytest.mark.parametrize("older", [(6, 7), (4, 5), ()], ids=["the same page", "too few pages", "none"])
def test_a_feed_whose_past_is_lost_says_so(desk, new_outlet, older) -> None:
    site = new_outlet()
    site.pages["/feed"] = feed(site, stories(site, range(2)))
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    poll(desk)
    site.pages["/feed"] = feed(site, stories(site, (6, 7)))
    if older:
        site.pages["/feed?paged=2"] = feed(site, stories(site, older))
    run = poll(desk)["courier"]
    assert run["outcome"] == "done"
    assert run["reason"].endswith(f"entries of {site.url}/feed {UNSEEN}: its older pages do not have them")


def test_what_is_not_due_is_not_asked(desk, new_outlet) -> None:
    site = new_outlet()
    site.pages["/feed"] = feed(site, stories(site, range(2)))
    site.pages["/map.xml"] = sitemap(site, stories(site, range(2)))
    desk.tables = [source(site, "courier", endpoint("feed", "/feed") + endpoint("sitemap", "/map.xml"))]
    poll(desk)
    make_due(desk, f"{site.url}/feed")
    site.log.clear()
    assert poll(desk, "--due")["courier"]["polled"] == 1
    assert "/map.xml" not in site.paths()


def test_pagers_that_lead_in_circles_or_never_end_are_left(desk, new_outlet) -> None:
    """A pager that shows page 0 again, one that makes up pages, one by offset: to their end, and no further."""
    site = new_outlet()
    chunks = [stories(site, range(i, i + 3), "circle") for i in (0, 3)]
    site.pages["/circle"] = listing(site, chunks[0], following="/circle?page=1")
    site.pages["/circle?page=1"] = listing(site, chunks[1], following="/circle?page=2")
    site.pages["/circle?page=2"] = listing(site, chunks[0], following="/circle?page=3")
    site.pages["/circle?page=3"] = listing(site, chunks[0], following="/circle?page=4")
    for n in range(4, 12):
        site.pages[f"/circle?page={n}"] = listing(site, chunks[0], following=f"/circle?page={n + 1}")
    offset = [stories(site, range(i, i + 2), "offset") for i in (10, 12)]
    site.pages["/offset"] = listing(site, offset[0], following="/offset?start=2")
    site.pages["/offset?start=2"] = listing(site, offset[1], following="/offset?start=4")
    for n in range(4, 30, 2):
        site.pages[f"/offset?start={n}"] = listing(site, {}, following=f"/offset?start={n + 2}")
    numbered = [stories(site, range(i, i + 2), "form") for i in (20, 22)]
    site.pages["/form/"] = listing(site, numbered[0])
    site.pages["/form/page/2/"] = listing(site, numbered[1])  # and page 3 is not there
    form = endpoint("listing", "/form/", 'page = "SITE/form/page/{n}/"')
    desk.tables = [source(site, "courier", endpoint("listing", "/circle") + endpoint("listing", "/offset") + form)]
    run = poll(desk)["courier"]
    assert (run["outcome"], run["discovered"], run["reason"]) == ("done", 6 + 4 + 4, "")
    assert "/circle?page=4" not in site.paths()
    assert "/offset?start=8" not in site.paths()
    assert site.count("/form/page/3/") == 1


def test_a_list_that_broke_off_is_read_on_from_where_it_was_not_recorded(desk, new_outlet) -> None:
    site = new_outlet()
    site.pages["/news"] = listing(site, stories(site, (0, 1)))
    desk.tables = [source(site, "courier", endpoint("listing", "/news"))]
    poll(desk)
    site.pages["/news"] = listing(site, stories(site, (6, 7)), following="/news?page=1")
    site.pages["/news?page=1"] = Answer(status=403)
    assert poll(desk, code=1)["courier"]["discovered"] == 2
    site.pages["/news?page=1"] = listing(site, stories(site, (4, 5)), following="/news?page=2")
    site.pages["/news?page=2"] = listing(site, stories(site, (0, 1)), following="/news?page=3")
    assert poll(desk)["courier"]["discovered"] == 2
    assert "/news?page=3" not in site.paths()


def test_an_interface_by_offset_is_read_to_its_total(desk, new_outlet) -> None:
    site = new_outlet()
    paths = list(stories(site, range(5)).items())
    for start in (0, 2, 4):
        results = [
            {"link": path, "title": title(n), "public_timestamp": f"{published(n):%Y-%m-%dT%H:%M:%SZ}"}
            for path, n in paths[start : start + 2]
        ]
        path = "/search.json?count=2" + (f"&start={start}" if start else "")
        site.pages[path] = Answer(
            json.dumps({"results": results, "total": 5}).encode(), headers={"Content-Type": "application/json"}
        )
    desk.tables = [source(site, "courier", endpoint("api", "/search.json?count=2", 'type = "govuk"'))]
    assert poll(desk)["courier"]["discovered"] == 5
    assert [path for path in site.paths() if "search" in path][-1].endswith("start=4")


class Endless(dict):
    """Pages of a site that makes up a new page for every number, with a new story and a calendar on each."""

    def __init__(self, site) -> None:
        super().__init__()
        self.site = site

    def get(self, path, default=None):
        if not path.startswith("/all"):
            return super().get(path, default)
        page = int(path.partition("page=")[2] or 0)
        body = listing(self.site, {f"/news/{page}-a-new-story-on-space": page}, following=f"/all?page={page + 1}").body
        month = f"<h3><a href='/calendar/{2000 + page % 20}/01/'>Events of the month of January in space</a></h3>"
        return html(body.replace(b"</ul>", f"<li class='card'>{month}</li></ul>".encode()))


def test_an_endless_list_is_left_at_the_bound_and_the_run_says_so(desk, new_outlet) -> None:
    site = new_outlet()
    site.pages = Endless(site)
    desk.tables = [source(site, "courier", endpoint("listing", "/all"))]
    run = poll(desk)["courier"]
    assert (run["outcome"], run["polled"], run["discovered"]) == ("done", 200, 200)
    assert f"stopped at 200 pages of {site.url}/all" in run["reason"]
    assert not [path for path in site.paths() if "calendar" in path]
    assert desk.query("select reason from polls") == [{"reason": "bounded"}]


def test_a_pager_that_grows_a_folder_at_each_step_is_left(desk, new_outlet) -> None:
    site = new_outlet()
    for n in range(30):
        site.pages["/news/" + "more/" * n] = listing(site, stories(site, range(n * 2, n * 2 + 2)), following="more/")
    desk.tables = [source(site, "courier", endpoint("listing", "/news/"))]
    trap = f"{site.url}/news/more/more/more/"
    assert poll(desk)["courier"]["reason"] == f"stopped at {trap}, which looks like a trap: repeated path segments"
    assert site.paths()[-1] == "/news/more/more/"


def test_what_a_huge_feed_lists_beyond_the_bound_is_counted(desk, new_outlet) -> None:
    site = new_outlet()
    site.pages["/feed"] = feed(site, {f"/news/{n}": n for n in range(2_003)})
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    run = poll(desk)["courier"]
    assert run["discovered"] == 2_000
    assert run["reason"] == f"stopped at 2,000 entries of {site.url}/feed, which has 3 more"


def test_of_more_sitemaps_than_a_run_reads_the_next_run_reads_the_others(desk, new_outlet) -> None:
    site = new_outlet()
    names = [f"/map-{n}.xml" for n in range(202)]
    site.pages |= {name: sitemap(site, {f"/news{name}-story": 1}) for name in names}
    desk.tables = [source(site, "courier", endpoint("sitemap", "/index.xml"))]
    site.pages["/index.xml"] = sitemap_index(site, names)
    assert poll(desk)["courier"]["discovered"] == 199
    site.pages["/index.xml"] = sitemap_index(site, [*names, "/index.xml"])
    assert poll(desk)["courier"]["discovered"] == 3


def test_indexes_within_indexes_end_at_a_depth(desk, new_outlet) -> None:
    site = new_outlet()
    for level in range(8):
        site.pages[f"/{level}.xml"] = index(site, {f"/{level + 1}.xml": ""})
    desk.tables = [source(site, "courier", endpoint("sitemap", "/0.xml"))]
    run = poll(desk)["courier"]
    assert "stopped at sitemap indexes 3 deep" in run["reason"]
    assert "/4.xml" not in site.paths()


def test_the_first_crawl_goes_back_a_month_in_sitemaps_and_as_far_as_feeds_reach(desk, new_outlet) -> None:
    site = new_outlet()
    long_ago = datetime(2020, 5, 1, tzinfo=UTC)
    site.pages["/old.xml"] = sitemap(site, stories(site, range(3)), lambda _: long_ago)
    site.pages["/new.xml"] = sitemap(site, stories(site, range(3, 5)))
    site.pages["/feed"] = feed(site, stories(site, (5,)))
    endpoints = endpoint("sitemap", "/old.xml") + endpoint("sitemap", "/new.xml") + endpoint("feed", "/feed")
    desk.tables = [source(site, "courier", endpoints)]
    run = desk.crawl()["courier"]
    assert run["new"] == 3
    assert "3 entries of" in run["reason"]
    assert desk.crawl()["courier"]["new"] == 0
    assert desk.crawl("--since", "2020-01-01")["courier"]["new"] == 3


def test_since_asks_for_whole_answers_only_where_something_wanted_was_left_out(desk, new_outlet) -> None:
    site = new_outlet()
    site.pages["/old.xml"] = sitemap(site, stories(site, range(3)), lambda n: datetime(2018 + n, 5, 1, tzinfo=UTC))
    site.pages["/new.xml"] = sitemap(site, stories(site, range(3, 5)))
    site.pages["/index.xml"] = index(site, {"/old.xml": "2026-01-01", "/new.xml": "2026-01-02"})
    desk.tables = [source(site, "courier", endpoint("sitemap", "/index.xml"))]

    def since(day: str) -> tuple[int, list[str]]:
        """Return how many addresses a poll since a day adds, and what is asked for whole."""
        site.log.clear()
        added = poll(desk, "--since", day)["courier"]["discovered"]
        return added, sorted(ask.path for ask in site.log if ask.path in MAPS and "if-none-match" not in ask.headers)

    assert since("2020-01-01") == (3, list(MAPS))
    assert since("2020-01-01") == (0, [])
    assert since("2018-01-01") == (2, ["/old.xml"])
    assert since("2010-01-01") == (0, [])
