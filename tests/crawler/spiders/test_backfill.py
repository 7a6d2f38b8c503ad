"""`spacebeat backfill` as a user runs it, over sites that keep their past in each of the usual ways."""

import json
from urllib.parse import parse_qs, urlsplit

from tests.loopback import Answer
from tests.outlets import article, endpoint, feed, html, listing, published, sitemap, sitemap_index, source, title


def stories(site, numbers, folder: str) -> dict[str, int]:
    paths = {f"/{folder}/{n}-a-story-of-space": n for n in numbers}
    site.pages |= {path: html(article(n)) for path, n in paths.items()}
    return paths


def backfill(desk, *arguments: str, code: int = 0) -> dict:
    desk.crawl_arguments()
    options = ("--catalogue", "catalogue.toml", "--only-catalogue", "--allow-private", "--json", "--workers", "1")
    done = desk.run("backfill", "courier", *options, *arguments)
    assert done.returncode == code, done.stderr + done.stdout
    assert "Traceback" not in done.stderr
    return json.loads(done.stdout)[0]


def site_with_a_past(new_outlet):
    """Ten articles of November in each place, and older ones that nobody asks for."""
    site = new_outlet()
    site.pages["/index.xml"] = sitemap_index(site, ["/map-2026-11.xml", "/map-2026-10.xml", "/map-2027-01.xml"])
    site.pages["/map-2026-11.xml"] = sitemap(site, stories(site, range(2), "map"), published)
    site.pages["/feed"] = feed(site, stories(site, (2, 3), "feed"))
    site.pages["/feed?paged=2"] = feed(site, stories(site, (4, 5), "feed"))
    site.pages["/news"] = listing(site, stories(site, (6, 7), "news"), following="/news?page=1")
    site.pages["/news?page=1"] = listing(site, stories(site, (8, 9), "news"), following="/news?page=2")
    site.pages["/news?page=2"] = listing(site, {"/news/6-a-story-of-space": 6, "/news/7-a-story-of-space": 7})
    posts = [
        {"link": site.url + path, "title": title(n), "date_gmt": f"{published(n):%Y-%m-%dT%H:%M:%S}"}
        for path, n in stories(site, (10, 11), "api").items()
    ]
    span = "after=2026-10-31T00:00:00&before=2026-11-16T23:59:59"
    site.pages[f"/wp-json/wp/v2/posts?per_page=20&{span}"] = Answer(
        json.dumps(posts).encode(), headers={"Content-Type": "application/json", "X-WP-TotalPages": "1"}
    )
    tables = endpoint("sitemap", "/index.xml") + endpoint("feed", "/feed") + endpoint("listing", "/news")
    return site, tables + endpoint("api", "/wp-json/wp/v2/posts?per_page=20", 'type = "wordpress"')


def test_the_past_is_counted_first_and_then_fetched_page_by_page(desk, new_outlet) -> None:
    site, tables = site_with_a_past(new_outlet)
    desk.tables = [source(site, "courier", tables)]
    days = ("--from", "2026-11-01", "--to", "2026-11-15")
    counted = backfill(desk, *days, "--dry-run")
    assert (counted["kind"], counted["discovered"], counted["fetched"]) == ("backfill", 12, 0)
    assert desk.query("select * from urls") == desk.query("select * from list_pages") == []
    assert not {"/map-2026-10.xml", "/map-2027-01.xml", "/feed?paged=4"} & set(site.paths())

    working, site.pages["/news?page=1"] = site.pages["/news?page=1"], Answer(status=403)
    site.log.clear()
    run = backfill(desk, *days, "--limit", "7")
    assert (run["outcome"], run["new"]) == ("done", 7)
    assert "/news?page=1: http 403" in run["reason"]
    site.pages["/news?page=1"] = working
    site.log.clear()
    run = backfill(desk, *days)
    assert run["new"] == 5
    lists = [path for path in site.paths() if "story" not in path and path != "/robots.txt"]
    assert lists == ["/news?page=1", "/news?page=2"]  # all other pages were read before
    site.log.clear()
    assert backfill(desk, *days)["polled"] == 0
    assert set(site.paths()) <= {"/robots.txt"}


def test_a_list_of_hundreds_of_pages_is_walked_to_its_end(desk, new_outlet) -> None:
    site = new_outlet()
    for number in range(230):
        following = f"/news?page={number + 1}" if number < 229 else ""
        page = listing(site, {f"/news/{number}-a-story": number}, following=following)
        site.pages[f"/news?page={number}" if number else "/news"] = page
    desk.tables = [source(site, "courier", endpoint("listing", "/news", 'link = "li a"'))]
    assert backfill(desk, "--from", "2026-10-01", "--dry-run")["discovered"] == 230


def test_numbered_addresses_are_tried_within_their_bounds(desk, new_outlet) -> None:
    site = new_outlet()
    site.pages = {f"/article/{n}/1": html(article(n)) for n in (3, 4, 6)}
    site.pages["/feed"] = b"<rss version='2.0'><channel><title>x</title></channel></rss>"
    table = source(site, "courier", endpoint("feed", "/feed"))
    numbered = f'numbered = {{ url = "{site.url}/article/{{n}}/1", first = 3, last = 6 }}\n[[source.feed]]'
    desk.tables = [table.replace("[[source.feed]]", numbered, 1)]
    run = backfill(desk, "--from", "2026-11-01")
    assert (run["discovered"], run["new"], run["rejected"]) == (4, 3, 1)
    assert desk.states()["article/5/1"] == "gone"
    assert {row["found_by"] for row in desk.query("select found_by from urls")} == {"number"}


def test_the_web_archive_is_asked_last_slowly_and_its_copies_are_marked(desk, new_outlet, monkeypatch) -> None:
    site, archive = new_outlet(), new_outlet()
    site.pages = {"/feed": feed(site, {"/news/1-a-lost-story-of-space": 1})}
    site.pages["/news/1-a-lost-story-of-space"] = Answer(status=404)
    originals = {n: f"{site.url}/news/{n}-a-lost-story-of-space" for n in (1, 2)}
    rows = [["timestamp", "original"], *([f"2026110{n}000000", url] for n, url in originals.items())]
    asked: list[dict[str, list[str]]] = []

    def index(request) -> Answer:
        query = parse_qs(urlsplit(request.path).query)
        asked.append(query)
        page = [*rows, [], ["more"]] if "resumeKey" not in query else [["timestamp", "original"]]
        return Answer(json.dumps(page).encode(), headers={"Content-Type": "application/json"})

    class Pages(dict):
        def get(self, path, default=None):
            return index if path.startswith("/cdx/search/cdx?") else super().get(path, default)

    archive.pages = Pages({f"/web/2026110{n}000000id_/{url}": html(article(n)) for n, url in originals.items()})
    monkeypatch.setenv("SPACEBEAT_WEB_ARCHIVE", archive.url)
    monkeypatch.setenv("SPACEBEAT_WEB_ARCHIVE_DELAY", "1")
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    desk.crawl()
    run = backfill(desk, "--from", "2026-11-01", "--to", "2026-11-05", "--web-archive")
    assert run["new"] == 2
    assert (asked[0]["from"], asked[0]["limit"]) == (["20261101"], ["2000"])
    assert asked[1]["resumeKey"] == ["more"]
    assert min(archive.gaps()[1:]) > 0.95
    captures = desk.query("select url, requested_url from captures")
    assert {row["requested_url"] for row in captures} == set(originals.values())
    assert all(row["url"].startswith(f"{archive.url}/web/2026110") for row in captures)
    assert {row["url"] for row in desk.query("select url from articles")} == set(originals.values())
    assert {row["found_by"] for row in desk.query("select found_by from urls")} == {"archive"}
