"""`spacebeat snapshot rehydrate` as a user runs it, over an outlet that went on living after the snapshot."""

import json
from pathlib import Path

import pytest

from archive.records import Lead
from archive.records import Source as ArchivedSource
from archive.snapshot import Expected
from archive.urls.canonical import UrlError
from crawler.catalogue.catalogue import Catalogue
from crawler.catalogue.load import parse
from crawler.reprocess.rehydrate import assign
from tests.loopback import Answer
from tests.outlets import article, endpoint, feed, html, source


def news(site, numbers) -> None:
    paths = {f"/news/{n}-story.html": n for n in numbers}
    site.pages = {path: html(article(n)) for path, n in paths.items()}
    site.pages["/feed"] = feed(site, paths)


@pytest.fixture
def frozen(desk, new_outlet):
    """Return a shareable snapshot of two outlets, and the outlets."""
    courier, gazette = new_outlet(), new_outlet()
    news(courier, range(5))
    news(gazette, range(5, 7))
    desk.tables = [
        source(site, name, endpoint("feed", "/feed")) for name, site in (("courier", courier), ("g", gazette))
    ]
    desk.crawl()
    done = desk.run("snapshot", "set", "--shareable")
    assert done.returncode == 0, done.stderr
    courier.log.clear()
    gazette.log.clear()
    return courier, gazette


def rehydrate(desk, *arguments: str, code: int = 0) -> dict:
    catalogue = ("--catalogue", "catalogue.toml", "--only-catalogue", "--allow-private", "--workers", "1")
    done = desk.run("snapshot", "rehydrate", "set", *catalogue, "--json", *arguments)
    assert done.returncode == code, done.stderr + done.stdout
    assert "Traceback" not in done.stderr
    return json.loads(done.stdout) if done.stdout else {"said": done.stderr}


def test_it_tells_what_is_the_same_changed_gone_closed_and_broken(desk, frozen) -> None:
    courier, gazette = frozen
    desk.tables.pop()  # the second outlet is known from the snapshot alone
    desk.crawl_arguments()
    courier.pages["/news/1-story.html"] = html(article(1, extra="<p>The vote was put off by another year.</p>"))
    courier.pages["/news/2-story.html"] = Answer(status=410)
    courier.pages["/news/3-story.html"] = Answer(status=403)
    courier.pages["/robots.txt"] = b"User-agent: *\nDisallow: /news/4\n"
    told = rehydrate(desk)
    outcomes = {row["url"].rsplit("/", 1)[1].partition("-")[0]: row["outcome"] for row in told["articles"]}
    expected = {"0": "same", "1": "changed", "2": "gone", "3": "blocked", "4": "blocked", "5": "same", "6": "same"}
    assert outcomes == expected
    assert told["counts"] == {"same": 3, "changed": 1, "gone": 1, "blocked": 2, "failed": 0, "unasked": 0}
    assert told["sources"]["g"]["same"] == 2
    assert all(row["asked_at"] for row in told["articles"])
    assert "/feed" not in courier.paths() + gazette.paths()
    assert {file.name for file in desk.folder.iterdir() if file.suffix == ".db"} == {"test.db"}


def test_a_source_that_fails_is_named_and_stops_no_other(desk, frozen) -> None:
    _, gazette = frozen
    gazette.pages = {path: Answer(status=404 if path == "/feed" else 500) for path in gazette.pages}
    catalogue = ("--catalogue", "catalogue.toml", "--only-catalogue", "--allow-private", "--workers", "1")
    done = desk.run("snapshot", "rehydrate", "set", *catalogue)
    assert done.returncode == 3
    assert "g: http 500" in done.stderr
    lines = {line.split()[0]: line.split()[1:] for line in done.stdout.splitlines()}
    assert lines["courier"] == ["5", "0", "0", "0", "0", "0"]
    assert lines["g"] == ["0", "0", "0", "0", "2", "0"]


def test_what_was_bounded_goes_on_in_the_archive_that_was_kept(desk, frozen) -> None:
    courier, _ = frozen
    told = rehydrate(desk, "--archive", "again.db", "--limit", "3")
    assert (told["counts"]["same"], told["counts"]["unasked"]) == (5, 2)
    told = rehydrate(desk, "--archive", "again.db")
    assert told["counts"]["same"] == 7  # though what the first ones have in common was learnt as template
    assert len([path for path in courier.paths() if path.startswith("/news/")]) == 5


def test_an_archive_with_a_past_of_its_own_is_left_alone(desk, frozen) -> None:
    courier, _ = frozen
    said = rehydrate(desk, "--archive", str(desk.archive), code=1)["said"]
    assert "name a new file" in said
    assert courier.log == []


def test_a_snapshot_that_is_not_what_it_was_is_not_compared(desk, frozen) -> None:
    (desk.folder / "set" / "sources.csv").write_text("id\n")
    assert "sources.csv" in rehydrate(desk, code=1)["said"]


CATALOGUE = """
[[source]]
id = "{id}"
name = "{id}"
homepage = "https://{id}.example/"
country = "US"
languages = ["en"]
kind = "trade-press"
focus = "general"
[[source.feed]]
url = "https://{id}.example/feed"
"""


def test_sources_are_found_by_id_then_by_host_then_in_the_snapshot() -> None:
    known = parse(CATALOGUE.format(id="courier") + CATALOGUE.format(id="gazette"), "test.toml")
    catalogue = Catalogue({found.id: found for found in known})
    outlets = {"herald": ArchivedSource("herald", "The Herald", "https://herald.example/", "FR", ("fr",), "x", "space")}
    addresses = {
        "https://elsewhere.example/1": "courier",
        "https://gazette.example/2": "the-gazette",
        "https://herald.example/3": "herald",
        "https://nobody.example/4": "nobody",
    }
    articles = [Expected(url, "", "", source_id) for url, source_id in addresses.items()]
    sources, leads = assign(articles, catalogue, outlets)
    assert [found.id for found in sources] == ["courier", "gazette", "herald", "nobody"]
    assert [found.homepage for found in sources[2:]] == ["https://herald.example/", "https://nobody.example/"]
    assert (sources[2].name, sources[2].languages) == ("The Herald", ("fr",))
    assert leads["gazette"] == [Lead("https://gazette.example/2")]


def test_only_addresses_of_the_web_are_asked_for(tmp_path: Path) -> None:
    with pytest.raises(UrlError):
        assign([Expected("file:///etc/passwd", "", "", "x")], Catalogue({}), {})
