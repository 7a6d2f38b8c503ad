"""Usage rights of pages and hosts are recorded on every legal basis, and enforced on the user's."""

import gzip
import json
import signal
import time
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from tests.command import run_command
from tests.loopback import Answer
from tests.outlets import article, endpoint, feed, html, listing, source, text, title

TDMREP = "/.well-known/tdmrep.json"
RESERVED = json.dumps([{"location": "/reserved/", "tdm-reservation": 1, "tdm-policy": "https://x.example/terms"}])
ROBOTS = b"User-agent: *\nAllow: /\n\nUser-agent: spacebeat\nAllow: /\nContent-Usage: /unwanted/ bots=n\n"

DECLARED = {
    "/plain/0-story": [],
    "/reserved/1-story": ["tdm-reserved", "tdm-policy=https://x.example/terms"],
    "/unwanted/2-story": ["bots=n"],
    "/meta/3-story": ["noarchive"],
    "/header/4-story": ["nosnippet", "tdm-reserved"],
    "/hidden/5-story": ["follow", "noindex"],
}
WITHHELD = {
    "/reserved/1-story": "tdm reserved",
    "/unwanted/2-story": "content-usage bots=n",
    "/meta/3-story": "noarchive",
    "/header/4-story": "tdm reserved",
}


def outlet(new_outlet: Any) -> Any:
    """Serve an outlet whose pages declare every kind of usage right."""
    site = new_outlet()
    heads = {
        "/meta/3-story": "<meta name='robots' content='max-snippet:-1'><meta name=SpaceBeat content=noarchive>",
        "/hidden/5-story": '<meta content="noindex, follow" name="robots">',
    }
    for number, path in enumerate(DECLARED):
        site.pages[path] = html(article(number, head=heads.get(path, "")))
    packed = gzip.compress(site.pages["/header/4-story"].body)
    fields = {"X-Robots-Tag": "otherbot: noindex, spacebeat: nosnippet", "TDM-Reservation": "1"}
    fields |= {"Content-Type": "text/html; charset=utf-8", "Content-Encoding": "gzip"}
    site.pages["/header/4-story"] = Answer(packed, headers=fields)
    site.pages |= {
        TDMREP: Answer(RESERVED.encode(), headers={"Content-Type": "application/json"}),
        "/robots.txt": ROBOTS,
        "/feed": feed(site, {path: number for number, path in enumerate(DECLARED)}),
    }
    return site


def path_of(row: dict[str, Any]) -> str:
    return "/" + row["url"].split("/", 3)[3]


def kept_bytes(desk: Any) -> bytes:
    """Return everything on the disk after a crawl, decompressed."""
    files = sorted(desk.archive.with_suffix(".warc").glob("*.warc.gz"))
    records = b"".join(gzip.decompress(file.read_bytes()) for file in files)
    return records + b"".join(file.read_bytes() for file in desk.folder.glob("test.db*"))


def change(desk: Any, *statements: str) -> None:
    db = Database(str(desk.archive))
    with db.conn:
        for statement in statements:
            db.execute(statement)
    db.close()


def test_on_the_research_basis_everything_is_stored_and_recorded(desk, new_outlet) -> None:
    site = outlet(new_outlet)
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    run = desk.crawl()["courier"]
    assert (run["fetched"], run["new"]) == (6, 6)
    articles = {path_of(row): row for row in desk.query("select * from articles")}
    assert {path: json.loads(row["rights"]) for path, row in articles.items()} == DECLARED
    assert all(articles[path]["text"].split("\n\n") == text(n) for n, path in enumerate(DECLARED))
    captures = {path_of(row): row for row in desk.query("select * from captures")}
    assert {path: json.loads(row["rights"]) for path, row in captures.items()} == DECLARED
    assert {row["withheld"] for row in captures.values()} == {""}


def test_on_the_general_basis_reserved_pages_are_stored_without_text(desk, new_outlet) -> None:
    site = outlet(new_outlet)
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    run = desk.crawl("--basis", "general")["courier"]
    assert (run["fetched"], run["new"], run["rejected"]) == (6, 5, 1)
    articles = {path_of(row): row for row in desk.query("select * from articles")}
    assert set(articles) == set(DECLARED) - {"/hidden/5-story"}
    for path, row in articles.items():
        assert (row["title"], json.loads(row["rights"])) == (title(list(DECLARED).index(path)), DECLARED[path])
        assert row["authors"] == '["Ana Ruiz"]'
        assert row["published_precision"] == "second"
        assert row["access"] == ("withheld" if path in WITHHELD else "full")
        assert bool(row["text"]) == (path not in WITHHELD)
    urls = {path_of(row): (row["state"], row["reason"]) for row in desk.query("select * from urls")}
    assert urls["/hidden/5-story"] == ("blocked", "noindex")
    assert {path: urls[path] for path in WITHHELD} == {
        path: ("archived", f"metadata only: {why}") for path, why in WITHHELD.items()
    }
    captures = {path_of(row): row["withheld"] for row in desk.query("select * from captures")}
    assert captures == WITHHELD | {"/plain/0-story": "", "/hidden/5-story": "noindex"}


def test_on_the_general_basis_no_reserved_text_is_in_any_row_or_record(desk, new_outlet) -> None:
    site = outlet(new_outlet)
    full = "".join(f"<p>{part}</p>" for part in text(1))
    request = type("Asked", (), {"headers": {}})
    body = site.pages["/feed"](request).body.replace(
        b"<pubDate>", f"<description><![CDATA[{full}]]></description><pubDate>".encode()
    )
    site.pages["/feed"] = Answer(body, headers={"Content-Type": "application/rss+xml"})
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    desk.crawl("--basis", "general")
    change(desk, "vacuum")
    kept = kept_bytes(desk)
    assert text(0)[1].encode() in kept
    for number in (2, 3, 4, 5):
        assert text(number)[1].encode() not in kept
    withheld = desk.query("select lead from urls where reason <> ''")
    assert len(withheld) == 5
    assert all(text(1)[1] not in row["lead"] for row in withheld)


@pytest.mark.parametrize(("basis", "kept"), [("research", 1), ("general", 0)])
def test_endpoints_are_stored_on_the_same_legal_basis(desk, new_outlet, basis: str, kept: int) -> None:
    site = outlet(new_outlet)
    site.pages[TDMREP] = b'[{"location": "/feed", "tdm-reservation": 1}]'
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    desk.crawl("--keep-endpoints", "--basis", basis, "--limit", "1")
    assert desk.query("select count(*) as n from captures where outcome = 'endpoint'") == [{"n": kept}]


def test_the_environment_sets_the_legal_basis(desk, new_outlet, monkeypatch) -> None:
    site = outlet(new_outlet)
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    monkeypatch.setenv("SPACEBEAT_TDM_BASIS", "general")
    assert desk.crawl()["courier"]["rejected"] == 1


@pytest.mark.parametrize("command", ["crawl", "backfill", "ingest", "reextract", "snapshot rehydrate", "demo"])
def test_an_unknown_legal_basis_is_a_usage_error_in_one_line(desk, monkeypatch, command: str) -> None:
    monkeypatch.setenv("SPACEBEAT_TDM_BASIS", "wishful")
    desk.archive.unlink()
    needed = {"backfill": ["spacenews", "--from", "2026-01-01"], "ingest": [__file__]}.get(command, [])
    needed += [str(desk.folder)] if "rehydrate" in command else []
    done = desk.run(*command.split(), *needed)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "research or general, not 'wishful'" in done.stderr
    assert not desk.archive.exists()


def test_a_new_reservation_is_recorded_and_earlier_text_is_kept(desk, new_outlet) -> None:
    site = outlet(new_outlet)
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    desk.crawl("--basis", "general")
    site.pages["/plain/0-story"] = html(article(0, head="<meta name=tdm-reservation content=1>"))
    change(desk, "update urls set next_try_at = '2026-01-01T00:00:00Z'")
    desk.crawl("--basis", "general")
    (row,) = desk.query("select text, access, rights from articles where url like '%plain%'")
    assert row == {"text": "\n\n".join(text(0)), "access": "full", "rights": '["tdm-reserved"]'}


def test_tdmrep_json_is_requested_at_most_once_a_day(desk, new_outlet) -> None:
    site = outlet(new_outlet)
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    desk.crawl()
    assert site.count(TDMREP) == 1
    site.log.clear()
    desk.crawl()
    assert set(site.paths()) <= {"/robots.txt", "/feed"}
    site.pages["/reserved/7-story"] = html(article(7))
    site.pages["/feed"] = feed(site, {"/reserved/7-story": 7} | {path: n for n, path in enumerate(DECLARED)})
    desk.crawl("--basis", "general")
    assert set(site.paths()) <= {"/robots.txt", "/feed", "/reserved/7-story"}
    assert desk.query("select access from articles where url like '%/7-story'") == [{"access": "withheld"}]


@pytest.mark.parametrize("how", ["meta", "header"])
def test_a_nofollow_listing_yields_no_links_and_the_run_reports_it(desk, new_outlet, how: str) -> None:
    site = new_outlet()
    paths = {f"/2026/11/report-number-{n}-on-space/": n for n in range(3)}
    page = listing(site, paths, following="/news/page/2/")
    if how == "meta":
        page.body = page.body.replace(b"<title>", b"<meta name=robots content='noindex,nofollow'><title>")
    else:
        page.headers["X-Robots-Tag"] = "spacebeat: nofollow"
    site.pages = {path: html(article(n)) for path, n in paths.items()} | {"/news/": page}
    desk.tables = [source(site, "courier", endpoint("listing", "/news/"))]
    run = desk.crawl()["courier"]
    assert (run["outcome"], run["discovered"], run["fetched"]) == ("done", 0, 0)
    assert f"links of {site.url}/news/ that ask not to be followed were left" in run["reason"]
    desk.crawl()
    assert desk.query("select reason from polls") == [{"reason": "nofollow"}]
    assert set(site.paths()) == {"/robots.txt", "/news/"}


def test_a_nofollow_link_is_skipped_but_may_be_found_in_a_feed(desk, new_outlet) -> None:
    site = new_outlet()
    paths = {f"/2026/11/report-number-{n}-on-space/": n for n in range(4)}
    page = listing(site, paths)
    marked = "/2026/11/report-number-2-on-space/"
    page.body = page.body.replace(f"<a href='{marked}'".encode(), f"<a rel='nofollow' href='{marked}'".encode())
    site.pages = {path: html(article(n)) for path, n in paths.items()} | {"/news/": page}
    desk.tables = [source(site, "courier", endpoint("listing", "/news/"))]
    run = desk.crawl()["courier"]
    assert run["new"] == 3
    assert f"links of {site.url}/news/ that ask not to be followed were left" in run["reason"]
    assert marked not in site.paths()
    site.pages["/feed"] = feed(site, {marked: 2})
    desk.tables = [source(site, "courier", endpoint("listing", "/news/") + endpoint("feed", "/feed"))]
    assert desk.crawl()["courier"]["new"] == 1


def test_a_backfill_follows_no_nofollow_links(desk, new_outlet) -> None:
    site = new_outlet()
    paths = {f"/2026/11/report-number-{n}-on-space/": n for n in range(3)}
    page = listing(site, paths, following="/news/page/2/")
    page.headers["X-Robots-Tag"] = "nofollow"
    site.pages["/news/"] = page
    desk.tables = [source(site, "courier", endpoint("listing", "/news/"))]
    arguments = ("courier", *desk.crawl_arguments()[1:], "--from", "2026-01-01", "--json")
    done = desk.run("backfill", *arguments)
    (run,) = json.loads(done.stdout)
    assert "that ask not to be followed were left" in run["reason"]
    assert set(site.paths()) == {"/robots.txt", "/news/"}


def test_text_stored_for_research_is_not_reextracted_on_the_general_basis(desk, new_outlet) -> None:
    site = outlet(new_outlet)
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    desk.crawl()
    done = desk.run("reextract", "--apply", "--json", "--basis", "general")
    assert done.returncode == 0, done.stderr
    assert "tdm reserved" in done.stdout
    assert desk.query("select count(*) as n from articles where text <> ''") == [{"n": 6}]
    runs = desk.query("select fetched, rejected from runs where kind = 'reextract'")
    assert runs == [{"fetched": 6, "rejected": 5}]


def test_reextract_records_the_rights_of_older_captures(desk, new_outlet) -> None:
    site = outlet(new_outlet)
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    desk.crawl()
    change(desk, "update captures set rights = null", "update articles set rights = null")
    done = desk.run("reextract", "--apply")
    assert done.returncode == 0, done.stderr
    articles = {path_of(row): json.loads(row["rights"]) for row in desk.query("select url, rights from articles")}
    without_host: dict[str, list[str]] = {
        "/reserved/1-story": [],
        "/unwanted/2-story": [],
    }  # the declarations of their host at that time are unknown
    assert articles == DECLARED | without_host
    assert all("rights" not in row["replaced"] for row in desk.query("select replaced from revisions"))


@pytest.mark.parametrize("basis", ["research", "general"])
def test_foreign_files_are_read_on_the_same_legal_basis(desk, new_outlet, basis: str) -> None:
    site = outlet(new_outlet)
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    desk.crawl()
    (warc,) = desk.archive.with_suffix(".warc").glob("*.warc.gz")
    foreign = warc.rename(desk.folder / "foreign.warc.gz")
    for left in desk.folder.glob("test.db*"):
        left.unlink()
    catalogue = str(desk.folder / "catalogue.toml")
    arguments = ("ingest", str(foreign), "--catalogue", catalogue, "--only-catalogue", "--json", "--basis", basis)
    done = desk.run(*arguments)
    assert done.returncode == 0, done.stderr
    (run,) = json.loads(done.stdout)["runs"]
    articles = {path_of(row): row for row in desk.query("select * from articles")}
    declared_by_hosts = ("/reserved/1-story", "/unwanted/2-story")
    assert all(
        json.loads(row["rights"]) == DECLARED[path] for path, row in articles.items() if path not in declared_by_hosts
    )
    bare = {path for path, row in articles.items() if row["access"] == "withheld"}
    assert run["fetched"] == 6
    if basis == "research":
        assert (run["new"], bare) == (6, set())
        return
    assert (run["new"], run["rejected"], bare) == (5, 1, {"/meta/3-story", "/header/4-story"})
    assert text(4)[1].encode() not in kept_bytes(desk)
    assert json.loads(desk.run(*arguments).stdout)["runs"] == []


def test_pages_not_stored_by_a_killed_crawl_are_fetched_again(desk, new_outlet) -> None:
    site = new_outlet()
    paths = {f"/{n}-story": n for n in range(8)}
    head = "<meta name=tdm-reservation content=1>"
    site.pages = {path: html(article(n, head=head), wait=0.05) for path, n in paths.items()}
    site.pages["/feed"] = feed(site, paths)
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    process = desk.start(*desk.crawl_arguments("--basis", "general"))
    end = time.monotonic() + 30
    while len(site.log) < 6 and time.monotonic() < end:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=30)
    desk.crawl("--basis", "general")
    assert [row["access"] for row in desk.query("select access from articles")] == ["withheld"] * 8
    assert set(desk.states().values()) == {"archived"}
    for run in desk.query("select * from runs where outcome = 'done'"):
        assert run["fetched"] == sum(run[name] for name in ("new", "revised", "unchanged", "rejected", "failed"))


def test_a_page_that_crashes_its_worker_is_recorded_even_if_it_may_not_be_stored(desk, new_outlet) -> None:
    site = new_outlet()
    head = "<meta name=tdm-reservation content=1>"
    nested = f"<html><head>{head}</head><body>".encode() + b"<div>" * 60_000 + b"x"
    site.pages = {"/0-story": html(article(0, head=head)), "/nested": html(nested)}
    site.pages["/feed"] = feed(site, {"/0-story": 0, "/nested": 1})
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    run = desk.crawl("--basis", "general")["courier"]
    assert (run["fetched"], run["new"]) == (2, 1)
    assert desk.states()["nested"] in ("failed", "not-article")


def test_scrapy_reports_a_wrong_legal_basis(desk, new_outlet) -> None:
    site = outlet(new_outlet)
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    desk.crawl_arguments()
    environment = desk.environment() | {
        "SPACEBEAT_CATALOGUE": str(desk.folder / "catalogue.toml"),
        "SPACEBEAT_ONLY_CATALOGUE": "1",
        "SPACEBEAT_ALLOW_PRIVATE": "1",
        "SPACEBEAT_TDM_BASIS": "wishful",
    }
    root = Path(__file__).parents[4]
    done = run_command(["crawl", "courier"], folder=root, environment=environment, timeout=60, program="scrapy")
    assert "research or general, not 'wishful'" in done.stderr
    assert site.log == []
