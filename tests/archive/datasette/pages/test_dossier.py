"""A dossier shows the life of one instrument, on its page and on the command line."""

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from lxml import html

from archive.archive import Archive
from archive.records import Article, Enrichment, Mention, Source
from archive.reports.dossier import dossier
from archive.store.articles import Origin, add
from crawler.cli import spacebeat


def page(site: Any, address: str) -> Any:
    response = site.get(address)
    assert response.status_code == 200
    return html.fromstring(response.text)


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def rows(found: Any, path: str = "") -> list[list[str]]:
    return [[words(cell) for cell in row] for row in found.xpath(f"{path}//tbody/tr")]


def section(found: Any, title: str) -> list[list[str]]:
    return rows(found, f"//section[h2='{title}']")


def test_all_cited_instruments_are_listed_and_lead_to_their_dossiers(site: Any) -> None:
    found = page(site, "/-/dossiers")
    assert rows(found) == [["Outer Space Treaty", "treaty", "6"]]
    assert found.xpath("//tbody//a/@href") == ["/-/dossier?instrument=ost"]
    assert page(site, "/-/dossiers?q=treaty").xpath("//tbody/tr")
    assert not page(site, "/-/dossiers?q=100%25").xpath("//tbody/tr")


def test_a_dossier_has_first_mention_coverage_and_what_is_named_with_it(site: Any) -> None:
    found = page(site, "/-/dossier?instrument=Outer+Space+Treaty")
    assert "6 articles at 3 outlets in 1 language; 1 copy among them" in words(found.xpath("//p[@class='facts']")[0])
    first, latest = (words(one) for one in found.xpath("//dl[contains(@class, 'life')]/dd"))
    assert first.endswith("Outlet Three: India and France meet, number 5")
    assert latest.endswith("Outlet Two: India and France meet, number 1")
    assert section(found, "Outlets by country") == [["India", "6"]]
    assert section(found, "Languages") == [["English", "6"]]
    assert section(found, "Outlets") == [["Outlet One", "3"], ["Outlet Two", "2"], ["Outlet Three", "1"]]
    assert section(found, "Actors named with it") == [["CNES", "6"], ["ISRO", "6"]]


@pytest.mark.parametrize("link", ["CSV", "BibTeX", "Atom feed", "All articles"])
def test_the_links_of_a_dossier_have_all_its_articles(site: Any, link: str) -> None:
    (address,) = page(site, "/-/dossier?instrument=ost").xpath(f"//p[@class='actions']/a[text()='{link}']/@href")
    assert site.get(address).text.count("number 5") > 0
    assert site.get(address.replace("=ost", "=none")).status_code in (200, 400)


def test_the_reports_of_a_step_within_weeks_are_one_event(site: Any) -> None:
    found = page(site, "/-/dossier?instrument=ost")
    ((_, *step),) = section(found, "Steps")
    assert step == ["ratified", "Ratification of", "6", "3", "Outlet Three: India and France meet, number 5"]
    table = list(csv.DictReader(site.get("/-/dossier.csv?instrument=ost").text.splitlines()))
    assert [(row["event"], row["articles"]) for row in table] == [("first-mention", "1"), ("ratified", "6")]


def test_reports_far_apart_are_of_two_events(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        archive.add_source(Source("one", "One", "https://one.test/", "IN", ("en",), "agency", "space"))
        for number, day in enumerate(("2024-06-01", "2024-06-20", "2026-01-05")):
            about = Mention("talks", 1, "dialogue", "Talks", (("held", "held"),))
            with archive.transaction():
                article = Article(f"https://one.test/{number}", "Talks held", f"Text {number}.", published_at=day)
                article = replace(article, enrichment=Enrichment(1, True, instruments=(about,)))
                add(archive.db, article, Origin("one", (article.url,), f"{day}T00:00:00Z", None, "1"))
        found = dossier(archive.db.conn, "talks")
    assert found is not None
    assert [(one.first.moment, one.articles) for one in found.steps] == [("2024-06-01", 2), ("2026-01-05", 1)]


def test_each_column_of_the_timeline_leads_to_its_articles(site: Any) -> None:
    links = page(site, "/-/dossier?instrument=ost").xpath("//a[contains(@class, 'bar')]/@href")
    shown = [page(site, link).xpath("//ul[contains(@class, 'results')]/li") for link in links]
    assert sum(map(len, shown)) == 6
    assert all(shown)


def test_an_unknown_instrument_is_explained(site: Any) -> None:
    response = site.get("/-/dossier?instrument=Outer+Space+Tready")
    assert response.status_code == 404
    assert "did you mean ost?" in response.text


def test_the_command_line_shows_the_same(site: Any) -> None:
    arguments = ["dossier", "--archive", str(site.path), "outer space treaty"]
    shown = CliRunner().invoke(spacebeat, arguments)
    assert shown.exit_code == 0
    assert "6 articles at 3 outlets, 1 copy among them" in shown.output
    assert "ratified       " in shown.output
    assert "actors named with it: CNES 6, ISRO 6" in shown.output
    found = json.loads(CliRunner().invoke(spacebeat, [*arguments, "--json"]).output)
    assert (found["id"], found["articles"], sum(found["days"].values())) == ("ost", 6, 6)
