"""`spacebeat sources probe, add, check, record, import, export` as a user runs them, over a web on loopback."""

import json
import resource
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime

import pytest

from archive.records import Article
from crawler.catalogue.load import load_catalogue, parse
from crawler.cli.sources.probe import show_probed
from crawler.probe.site import Probed
from tests.command import run_command
from tests.faults.faults import Limit
from tests.loopback import Answer
from tests.outlets import article, endpoint, feed, html, listing, sitemap, source, text, title


@dataclass
class Outlet:
    url: str


HOME = b"""<html lang="en"><head><title>Orbit Courier - Home</title>
<link rel="alternate" type="application/rss+xml" href="/rss"></head><body><a href="/news">News</a></body></html>"""


def site_to_find(new_outlet):
    site = new_outlet()
    paths = {f"/2026/11/story-number-{n}/": n for n in range(6)}
    site.pages = {path: html(article(n)) for path, n in paths.items()}
    site.pages |= {"/": html(HOME), "/rss": feed(site, paths), "/maps/news.xml": sitemap(site, paths)}
    site.pages["/robots.txt"] = f"User-agent: *\nDisallow: /feed/\nSitemap: {site.url}/maps/news.xml\n".encode()
    return site


def test_an_unknown_site_is_probed_and_its_entry_can_be_crawled(desk, new_outlet) -> None:
    site = site_to_find(new_outlet)
    done = desk.run("sources", "probe", "--allow-private", "--delay", "0", site.url)
    assert done.returncode == 0, done.stderr
    (entry,) = tomllib.loads(done.stdout)["source"]
    assert [table["url"] for table in entry["feed"]] == [f"{site.url}/rss"]
    assert [table["url"] for table in entry["sitemap"]] == [f"{site.url}/maps/news.xml"]
    assert "2026-11-01" in done.stderr
    assert any(f"Sample: {title(n)}" in done.stderr for n in range(6))
    assert "/feed/" not in site.paths()  # robots.txt closes it
    (desk.folder / "found.toml").write_text(done.stdout)
    added = desk.run("sources", "add", "found.toml", "--to", "mine.toml")
    assert added.returncode == 0, added.stderr
    again = desk.run("sources", "add", "found.toml", "--to", "mine.toml")
    assert (again.returncode, "used twice" in again.stderr) == (1, True)
    done = desk.run("crawl", "--catalogue", "mine.toml", "--only-catalogue", "--allow-private", "--dry-run", "--json")
    assert json.loads(done.stdout)[0]["discovered"] == 6


def test_an_unreachable_site_is_reported_in_one_line(desk, new_outlet) -> None:
    site = new_outlet()
    done = desk.run("sources", "probe", "--allow-private", site.url)
    assert (done.returncode, done.stdout) == (1, "")
    assert "cannot probe" in done.stderr
    assert "Traceback" not in done.stderr
    refused = desk.run("sources", "probe", site.url)
    assert "--allow-private" in refused.stderr


def test_check_reports_endpoints_as_alive_stale_empty_or_gone(desk, new_outlet) -> None:
    site = new_outlet()
    item = "<item><title>a</title><link>{}/a</link><pubDate>{}</pubDate></item>"
    for path, day in (("/alive", datetime.now(UTC)), ("/stale", datetime(2020, 3, 3, tzinfo=UTC))):
        body = item.format(site.url, format_datetime(day))
        site.pages[path] = f"<rss version='2.0'><channel>{body}</channel></rss>".encode()
    site.pages["/empty"] = b"<rss version='2.0'><channel><title>x</title></channel></rss>"
    site.pages["/broken"] = html(b"<html><body>Welcome to our new site, it has no feeds</body></html>")
    site.pages["/down"] = Answer(status=403)
    names = ("alive", "stale", "empty", "gone", "broken", "down")
    desk.tables = [source(site, "courier", "".join(endpoint("feed", f"/{n}") for n in names))]
    desk.crawl_arguments()
    done = desk.run(
        *("sources", "check", "--catalogue", "catalogue.toml", "--only-catalogue"),
        *("--allow-private", "--delay", "0", "--json"),
    )
    assert done.returncode == 3, done.stderr
    states = {checked["url"].rsplit("/", 1)[1]: checked["verdict"] for checked in json.loads(done.stdout)}
    assert states == {
        "alive": "alive",
        "stale": "stale",
        "empty": "empty",
        "gone": "gone",
        "broken": "broken",
        "down": "unreachable",
    }


def test_check_reports_that_the_links_of_a_list_must_not_be_followed(desk, new_outlet) -> None:
    site = new_outlet()
    site.pages["/news/"] = listing(site, {f"/2026/11/report-number-{n}-on-space/": n for n in range(3)})
    site.pages["/news/"].headers["X-Robots-Tag"] = "nofollow"
    desk.tables = [source(site, "courier", endpoint("listing", "/news/"))]
    desk.crawl_arguments()
    done = desk.run(
        *("sources", "check", "--catalogue", "catalogue.toml", "--only-catalogue"),
        *("--allow-private", "--delay", "0", "--json"),
    )
    (checked,) = json.loads(done.stdout)
    assert (checked["verdict"], "nofollow" in checked["reason"]) == ("empty", True)


def test_exported_feeds_can_be_imported_again(desk, new_outlet) -> None:
    site = new_outlet()
    desk.tables = [source(site, "courier", endpoint("feed", "/rss"))]
    desk.crawl_arguments()
    out = desk.run("sources", "export", "--catalogue", "catalogue.toml", "--only-catalogue", "-o", "feeds.opml")
    assert out.returncode == 0, out.stderr
    back = desk.run("sources", "import", "feeds.opml")
    (entry,) = tomllib.loads(back.stdout)["source"]
    assert (entry["id"], entry["feed"][0]["url"]) == ("courier", f"{site.url}/rss")
    assert desk.run("sources", "import", "feeds.opml", "--to", "mine.toml").returncode == 0
    assert "courier" in (desk.folder / "mine.toml").read_text()


def test_check_names_patterns_that_refuse_articles_without_a_request(desk) -> None:
    desk.tables = [
        """
        [[source]]
        id = "courier"
        name = "Courier"
        homepage = "https://courier.example/"
        country = "US"
        languages = ["en"]
        kind = "agency"
        focus = "space"
        unverified = true
        article_url_re = '^https://courier\\.example/news/\\d+'
        """
    ]
    (desk.folder / "catalogue.toml").write_text(desk.tables[0])
    done = desk.run("sources", "check", "--catalogue", "catalogue.toml", "--only-catalogue", "--no-requests")
    assert done.returncode == 3
    assert done.stderr.splitlines() == [
        "courier: article_url_re demands one scheme at courier.example: begin it with ^https?://",
        "courier: article_url_re admits courier.example but not www.courier.example: write (?:www\\.)?",
    ]


def test_a_page_is_recorded_with_its_article_for_review(desk, new_outlet) -> None:
    site = new_outlet()
    site.pages = {"/news/story-1": html(article(1)), "/gone": Answer(b"", status=404), "/empty": html(b"<p>Soon.</p>")}
    desk.tables = [source(site, "courier", endpoint("feed", "/feed"))]
    catalogue = desk.crawl_arguments()[1:-1]
    record = ("sources", "record", *catalogue, "--allow-private", "--to", "pages", "courier")
    done = desk.run(*record, f"{site.url}/news/story-1")
    assert done.returncode == 0, done.stderr
    assert f"title: {title(1)}\nauthors: Ana Ruiz\n" in done.stdout
    golden = json.loads((desk.folder / "pages/courier/news-story-1.json").read_text("utf-8"))
    assert (golden["expected"]["title"], golden["expected"]["text"]) == (title(1), text(1))
    assert (desk.folder / "pages/courier/news-story-1.page").read_bytes() == article(1)
    for path, reason in (("/gone", "cannot be fetched: http 404"), ("/empty", "has no article: not-article, no text")):
        done = desk.run(*record, f"{site.url}{path}")
        assert (done.returncode, reason in done.stderr) == (1, True), done.stderr
    assert len(list((desk.folder / "pages/courier").iterdir())) == 2


def test_a_catalogue_of_another_editor_is_added_to_or_refused_in_one_line(desk) -> None:
    mine, entry = (source(Outlet(f"https://{name}.example"), name, endpoint("feed", "/feed")) for name in "ab")
    (desk.folder / "found.toml").write_text(entry, "utf-8")
    (desk.folder / "mine.toml").write_text(mine, "utf-8-sig")
    done = desk.run("sources", "add", "found.toml", "--to", "mine.toml")
    assert (done.returncode, done.stderr) == (0, "")
    assert [source.id for source in load_catalogue([desk.folder / "mine.toml"], builtin=False)] == ["a", "b"]
    (desk.folder / "mine.toml").write_text(mine + "# café\n", "latin-1")
    done = desk.run("sources", "add", "found.toml", "--to", "mine.toml")
    assert (done.returncode, done.stderr) == (1, "spacebeat: mine.toml: is not UTF-8 text\n")


def test_a_catalogue_that_cannot_be_written_whole_stays_as_it_was(desk) -> None:
    mine, *found = (source(Outlet(f"https://{n}.example"), f"s{n}", endpoint("feed", "/feed")) for n in range(60))
    (desk.folder / "found.toml").write_text("\n".join(found), "utf-8")
    (desk.folder / "mine.toml").write_text(mine, "utf-8")
    before = sorted(desk.folder.iterdir())
    added = ("sources", "add", "found.toml", "--to", "mine.toml")
    full = Limit(resource.RLIMIT_FSIZE, 4096)
    done = run_command(added, folder=desk.folder, environment=desk.environment(), timeout=60, fault=full)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
    assert "no space left to write" in done.stderr
    assert "mine.toml: free some disk space" in done.stderr
    assert (sorted(desk.folder.iterdir()), (desk.folder / "mine.toml").read_text("utf-8")) == (before, mine)


def test_words_of_a_sample_are_counted_in_scripts_without_spaces(capsys: pytest.CaptureFixture[str]) -> None:
    chinese = Article(url="https://a.example/1", title="航天法", text="国家航天局今天发布航天法草案。")
    (a,) = parse(source(Outlet("https://a.example"), "a", endpoint("feed", "/feed")), "a.toml")
    show_probed(Probed(a, (), chinese))
    assert "; 14 words" in capsys.readouterr().err
