"""The main job, end to end: a crawl as a process over real servers, and what lies in the archive afterwards."""

import csv
import gzip
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.command import run_command
from tests.loopback import Answer, wait_until
from tests.outlets import (
    article,
    endpoint,
    feed,
    html,
    listing,
    published,
    sitemap,
    sitemap_index,
    source,
    text,
    title,
)


def outlet_with_feed(new_outlet, count: int = 4):
    site = new_outlet()
    paths = {f"/news/{n}-story.html": n for n in range(count)}
    site.pages = {path: html(article(n)) for path, n in paths.items()}
    site.pages["/feed"] = feed(site, paths)
    return site, paths


def test_every_advertised_article_is_one_row_with_title_text_author_and_date(desk, new_outlet) -> None:
    desk.archive.unlink()  # the first crawl makes it
    site, paths = outlet_with_feed(new_outlet)
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    run = desk.crawl()["courier"]
    assert (run["outcome"], run["discovered"], run["fetched"], run["new"]) == ("done", 4, 4, 4)
    rows = {row["url"]: row for row in desk.query("select * from articles")}
    assert set(rows) == {site.url + path for path in paths}
    for path, number in paths.items():
        row = rows[site.url + path]
        assert row["title"] == title(number)
        assert row["text"].split("\n\n") == text(number)
        assert row["authors"] == '["Ana Ruiz"]'
        assert row["published_at"] == f"{published(number):%Y-%m-%dT%H:%M:%SZ}"
        assert row["language"] == "en"
    assert set(desk.states().values()) == {"archived"}


def test_the_second_crawl_asks_for_no_article_and_only_for_changes(desk, new_outlet) -> None:
    site, _ = outlet_with_feed(new_outlet)
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    desk.crawl()
    site.log.clear()
    run = desk.crawl()["courier"]
    assert (run["outcome"], run["fetched"], run["new"]) == ("done", 0, 0)
    assert set(site.paths()) <= {"/robots.txt", "/feed"}
    assert "if-none-match" in site.log[-1].headers


def test_feeds_without_validators_cost_no_article_request_either(desk, new_outlet) -> None:
    site, paths = outlet_with_feed(new_outlet)
    site.pages["/feed"] = feed(site, paths, validators=False)
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    desk.crawl()
    site.log.clear()
    assert desk.crawl()["courier"]["fetched"] == 0
    assert set(site.paths()) <= {"/robots.txt", "/feed"}


def test_sitemap_indexes_gzip_and_plain_sitemaps_are_read_to_the_end(desk, new_outlet) -> None:
    site = new_outlet()
    first, second = {f"/a/{n}": n for n in range(3)}, {f"/b/{n}": n for n in range(3, 6)}
    site.pages = {path: html(article(n)) for path, n in (first | second).items()}
    site.pages["/index.xml"] = sitemap_index(site, ["/one.xml", "/two.xml.gz"])
    site.pages["/one.xml"] = sitemap(site, first)
    packed = gzip.compress(sitemap(site, second)(type("Asked", (), {"headers": {}})).body)
    site.pages["/two.xml.gz"] = Answer(packed, headers={"Content-Type": "application/x-gzip"})
    desk.tables = [source(site, "courier", endpoint("sitemap", "/index.xml"))]
    assert desk.crawl()["courier"]["new"] == 6
    site.log.clear()
    assert desk.crawl()["courier"]["fetched"] == 0


def test_listing_pages_are_followed_to_the_last_one(desk, new_outlet) -> None:
    site = new_outlet()
    paths = {f"/2026/11/report-number-{n}-on-space/": n for n in range(9)}
    site.pages = {path: html(article(n)) for path, n in paths.items()}
    chunks = [dict(list(paths.items())[i : i + 3]) for i in (0, 3, 6)]
    site.pages["/news/"] = listing(site, chunks[0], following="/news/page/2/")
    site.pages["/news/page/2/"] = listing(site, chunks[1], following="/news/page/3/")
    site.pages["/news/page/3/"] = listing(site, chunks[2])
    desk.tables = [source(site, "courier", endpoint("listing", "/news/"))]
    assert desk.crawl()["courier"]["new"] == 9
    site.log.clear()
    assert desk.crawl()["courier"]["fetched"] == 0
    assert "/news/page/2/" not in site.paths()


def test_wordpress_interface_is_read_page_by_page(desk, new_outlet) -> None:
    import json

    site = new_outlet()
    paths = {f"/story-{n}/": n for n in range(5)}
    site.pages = {path: html(article(n)) for path, n in paths.items()}
    posts = [
        {"link": site.url + p, "title": {"rendered": title(n)}, "date_gmt": f"{published(n):%Y-%m-%dT%H:%M:%S}"}
        for p, n in paths.items()
    ]
    headers = {"X-WP-TotalPages": "2", "Content-Type": "application/json"}
    site.pages["/wp-json/wp/v2/posts?per_page=3"] = Answer(json.dumps(posts[:3]).encode(), headers=headers)
    site.pages["/wp-json/wp/v2/posts?per_page=3&page=2"] = Answer(json.dumps(posts[3:]).encode(), headers=headers)
    api = endpoint("api", "/wp-json/wp/v2/posts?per_page=3", 'type = "wordpress"')
    desk.tables = [source(site, "courier", api)]
    assert desk.crawl()["courier"]["new"] == 5


def test_each_address_that_is_no_article_has_a_row_that_says_why(desk, new_outlet) -> None:
    site, paths = outlet_with_feed(new_outlet, 1)
    odd = {
        "/gone": Answer(status=410),
        "/missing": Answer(status=404),
        "/forbidden": Answer(status=403),
        "/broken": Answer(status=500),
        "/empty": html(b""),
        "/picture": Answer(b"\x89PNG\r\n\x1a\n" + b"\0" * 100, headers={"Content-Type": "image/png"}),
    }
    site.pages |= odd
    site.pages["/robots.txt"] = b"User-agent: *\nDisallow: /private/\n"
    site.pages["/feed"] = feed(site, paths | {path: 50 + n for n, path in enumerate([*odd, "/private/x"])})
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    run = desk.crawl()["courier"]
    states = desk.states()
    assert states["gone"] == states["missing"] == "gone"
    assert states["forbidden"] == states["private/x"] == "blocked"
    assert states["broken"] == "failed"
    assert states["empty"] in ("failed", "not-article")
    assert states["picture"] == "not-article"
    assert run["new"] == 1
    assert run["fetched"] == sum(run[name] for name in ("new", "revised", "unchanged", "rejected", "failed"))
    assert all(row["reason"] for row in desk.query("select reason from urls where state <> 'archived'"))
    assert "/private/x" not in site.paths()


def test_a_redirected_address_is_known_the_second_time(desk, new_outlet) -> None:
    site, _ = outlet_with_feed(new_outlet, 1)
    site.pages["/?p=1"] = Answer(status=301, headers={"Location": "/news/0-story.html"})
    site.pages["/feed"] = feed(site, {"/?p=1": 0})
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    desk.crawl()
    assert [row["url"] for row in desk.query("select url from articles")] == [f"{site.url}/news/0-story.html"]
    site.log.clear()
    site.pages["/feed"] = feed(site, {"/?p=1": 0, "/news/0-story.html": 0})
    assert desk.crawl()["courier"]["fetched"] == 0


def test_a_copy_at_another_outlet_points_to_the_first(desk, new_outlet) -> None:
    first, second = new_outlet(), new_outlet()
    first.pages = {"/a": html(article(3)), "/feed": feed(first, {"/a": 3})}
    second.pages = {"/b": html(article(3)), "/feed": feed(second, {"/b": 3})}
    desk.tables = [source(first, "courier", endpoint("feed", "/feed"))]
    desk.crawl()
    desk.tables.append(source(second, "gazette", endpoint("feed", "/feed")))
    assert desk.crawl()["gazette"]["copies"] == 1
    rows = desk.query("select source_id, copy_of from articles order by id")
    assert rows == [{"source_id": "courier", "copy_of": None}, {"source_id": "gazette", "copy_of": 1}]


def test_one_source_that_fails_stops_no_other_and_is_named(desk, new_outlet) -> None:
    site, _ = outlet_with_feed(new_outlet)
    dead = new_outlet()
    dead.pages["/feed"] = Answer(status=500)
    desk.tables = [
        source(site, "courier", endpoint("feed", "/feed")),
        source(dead, "gazette", endpoint("feed", "/feed")),
    ]
    runs = desk.crawl(code=3)
    assert (runs["courier"]["outcome"], runs["courier"]["new"]) == ("done", 4)
    assert runs["gazette"]["outcome"] == "failed"
    assert "500" in runs["gazette"]["reason"]


def test_a_host_that_cannot_be_reached_is_one_line_and_exit_code_1(desk, new_outlet) -> None:
    site = new_outlet()
    table = source(site, "courier", endpoint("feed", "/feed"))
    desk.tables = [table.replace(f":{site.port}", ":9")]  # the discard port: nobody listens
    done = desk.run(*desk.crawl_arguments())
    assert done.returncode == 1
    assert "cannot reach" in done.stderr
    assert "Traceback" not in done.stderr


def test_private_addresses_are_refused_unless_allowed(desk, new_outlet) -> None:
    site, _ = outlet_with_feed(new_outlet)
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    arguments = [a for a in desk.crawl_arguments() if a != "--allow-private"]
    done = desk.run(*arguments)
    assert done.returncode == 1
    assert "--allow-private" in done.stderr
    assert site.log == []


@contextmanager
def crawl_at_work(desk, new_outlet) -> Iterator[int]:
    """Keep a crawl at work, and yield the number of its process."""
    site, _ = outlet_with_feed(new_outlet)
    site.pages["/feed"] = Answer(status=200, wait=15)
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    first = desk.start(*desk.crawl_arguments())
    try:
        wait_until(lambda: site.log)
        yield first.pid
    finally:
        first.kill()
        first.communicate()


def listening_sockets(pid: int) -> list[str]:
    """Return the addresses at which a process accepts connections, by the kernel's tables (proc(5))."""
    sockets = set()
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed since then
            sockets.add(os.readlink(descriptor))
    tables = (Path(f"/proc/{pid}/net/{name}").read_text("ascii") for name in ("tcp", "tcp6"))
    lines = [line.split() for table in tables for line in table.splitlines()]
    return [line[1] for line in lines if line[3] == "0A" and f"socket:[{line[9]}]" in sockets]


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_crawl_accepts_no_connection(desk, new_outlet) -> None:
    """No remote control, no console: both run code."""
    with crawl_at_work(desk, new_outlet) as pid:
        assert listening_sockets(os.getpid())  # those of the outlet
        assert listening_sockets(pid) == []


def test_two_crawls_at_once_the_second_says_who_writes(desk, new_outlet) -> None:
    with crawl_at_work(desk, new_outlet) as pid:
        second = desk.run(*desk.crawl_arguments())
    assert second.returncode == 1
    assert f"process {pid}" in second.stderr


def captured_stories(desk) -> list[str]:
    """Return the paths of the stories that have been committed as captures."""
    return [urlsplit(row["url"]).path for row in desk.query("select url from captures where url like '%/news/%'")]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -9)])
def test_a_crawl_that_is_stopped_goes_on_where_it_was(desk, new_outlet, number, code) -> None:
    site, paths = outlet_with_feed(new_outlet, 12)
    for path, n in paths.items():
        site.pages[path] = html(article(n), wait=0.05)
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    process = desk.start(*desk.crawl_arguments())
    wait_until(lambda: len(site.log) > 4 and len(captured_stories(desk)) > 2)
    process.send_signal(number)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == code, errors
    assert "Traceback" not in errors
    captured = captured_stories(desk)
    desk.crawl()
    assert len(desk.query("select id from articles")) == 12
    assert {site.paths().count(path) for path in captured} == {1}  # what is in the archive is fetched no second time
    for run in desk.query("select * from runs where outcome <> 'running'"):
        assert run["fetched"] == sum(run[name] for name in ("new", "revised", "unchanged", "rejected", "failed"))


def test_a_limit_leaves_the_rest_for_the_next_crawl_and_says_so(desk, new_outlet) -> None:
    site, _ = outlet_with_feed(new_outlet, 6)
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    run = desk.crawl("--limit", "2")["courier"]
    assert run["new"] == 2
    assert "2 articles" in run["reason"]
    assert desk.crawl()["courier"]["new"] == 4


def test_a_dry_run_finds_and_fetches_nothing(desk, new_outlet) -> None:
    site, _ = outlet_with_feed(new_outlet)
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    run = desk.crawl("--dry-run")["courier"]
    assert (run["discovered"], run["fetched"]) == (4, 0)


def test_pages_that_break_extraction_are_recorded_and_stop_nothing(desk, new_outlet) -> None:
    site, paths = outlet_with_feed(new_outlet, 2)
    nested = b"<html><body>" + b"<div>" * 60_000 + b"x" + b"</div>" * 60_000
    wide = b"<html><body><p " + b" ".join(b"a%d=1" % n for n in range(60_000)) + b">x</p></body></html>"
    latin = "<p>d\xe9bris \xff\xfe".encode("latin-1")
    site.pages |= {"/nested": html(nested), "/wide": html(wide), "/latin": html(latin)}
    odd = ("http://example.com:abc/a", "https://a|b.example/", "//host:port/a", "https://courier.example:99999/a")
    canonical = {f"/canonical-{n}": n for n in range(30, 30 + len(odd))}
    for (path, n), href in zip(canonical.items(), odd, strict=True):
        site.pages[path] = html(article(n, head=f"<link rel=canonical href='{href}'>"))
    site.pages["/feed"] = feed(site, paths | canonical | {"/nested": 20, "/wide": 21, "/latin": 22})
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    assert desk.crawl()["courier"]["new"] == 2 + len(odd)
    assert set(desk.states().values()) <= {"archived", "failed", "not-article"}


def test_scrapy_crawl_does_the_same_job(desk, new_outlet) -> None:
    site, paths = outlet_with_feed(new_outlet)
    site.pages["/about"] = html(b"<p>An about page.</p>")
    site.pages["/feed"] = feed(site, paths | {"/about": 9})
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    desk.crawl_arguments()
    environment = desk.environment() | {
        "SPACEBEAT_CATALOGUE": str(desk.folder / "catalogue.toml"),
        "SPACEBEAT_ONLY_CATALOGUE": "1",
        "SPACEBEAT_ALLOW_PRIVATE": "1",
    }
    root = Path(__file__).parents[3]
    items = desk.folder / "items.csv"
    for arguments in (["list"], ["crawl", "courier", "-o", str(items)]):
        done = run_command(arguments, folder=root, environment=environment, timeout=60, program="scrapy")
        assert done.returncode == 0, done.stderr
        if arguments == ["list"]:
            assert done.stdout.split() == ["courier"]
    assert [run["outcome"] for run in desk.query("select outcome from runs")] == ["done"]
    stored = desk.query("select url, title, text, published_at from articles order by url")
    assert len(stored) == 4
    with items.open(encoding="utf-8", newline="") as file:
        exported = sorted(csv.DictReader(file), key=lambda item: item["url"])
    assert [{name: item[name] for name in stored[0]} for item in exported] == stored
    assert exported[0]["authors"] == "Ana Ruiz"


def test_endpoints_are_kept_as_records_when_asked(desk, new_outlet) -> None:
    site, _ = outlet_with_feed(new_outlet, 1)
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    desk.crawl("--keep-endpoints")
    kept = desk.query("select url, outcome from captures order by id")
    assert kept == [
        {"url": f"{site.url}/feed", "outcome": "endpoint"},
        {"url": f"{site.url}/news/0-story.html", "outcome": "new"},
    ]


def test_a_crawl_ends_when_its_time_is_over_and_loses_nothing(desk, new_outlet) -> None:
    """A host that wants ten seconds between two requests."""
    site, paths = outlet_with_feed(new_outlet, 3)
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"), delay=10)]
    run = desk.crawl("--max-time", "5s")["courier"]
    assert (run["outcome"], run["reason"]) == (
        "interrupted",
        "stopped after 5 seconds (--max-time); the next crawl goes on from here",
    )
    waiting = desk.query("select count(*) as n from urls where state = 'pending'")[0]["n"]
    assert waiting + run["fetched"] == len(paths) or waiting == 0
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    desk.crawl()
    assert desk.query("select count(*) as n from articles") == [{"n": 3}]


def test_a_timer_that_finds_a_crawl_at_work_ends_well_with_one_line(desk, new_outlet) -> None:
    with crawl_at_work(desk, new_outlet):
        second = desk.run(*desk.crawl_arguments("--due"))
    assert second.returncode == 0
    (line,) = second.stderr.splitlines()
    assert line.startswith("nothing crawled: ")


def test_a_source_that_leaves_the_catalogue_is_retired_and_comes_back(desk, new_outlet) -> None:
    site, _ = outlet_with_feed(new_outlet)
    both = [source(site, name, endpoint("feed", "/feed")) for name in ("courier", "gazette")]
    retired = "select id from sources where retired_at is not null"
    desk.tables = both
    desk.crawl()
    desk.tables = both[:1]
    desk.crawl()
    assert desk.query(retired) == [{"id": "gazette"}]
    desk.crawl("courier")
    assert desk.query(retired) == [{"id": "gazette"}]
    desk.tables = both
    desk.crawl()
    assert desk.query(retired) == []


def test_sources_that_end_together_make_room_for_others(desk, new_outlet) -> None:
    """A crawler that is made and waits for its first turn is asked for nothing, which Scrapy takes for an error."""
    sites = [new_outlet() for _ in range(16)]
    desk.tables = [source(site, f"outlet-{n}", endpoint("feed", "/feed")) for n, site in enumerate(sites)]
    desk.crawl("--parallel", "8", code=1)
    assert [row["outcome"] for row in desk.query("select outcome from runs")] == ["failed"] * len(sites)
