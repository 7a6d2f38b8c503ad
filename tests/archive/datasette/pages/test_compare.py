"""The comparison page draws two to six searches, and each point leads to its articles."""

import csv
import re
from typing import Any

import pytest
from click.testing import CliRunner
from lxml import html

from crawler.cli import spacebeat

ADDRESS = "/-/compare?q1=dialogue&q2=budget&source2=one&by=day"


def page(site: Any, address: str) -> Any:
    response = site.get(address)
    assert response.status_code == 200
    return html.fromstring(response.text)


def test_each_search_has_a_line_and_its_points_lead_to_its_articles(site: Any) -> None:
    found = page(site, ADDRESS)
    assert len(found.xpath("//polyline")) == 2
    points = found.xpath("//a[@class='bar'][circle]")
    for point in points:
        shown = page(site, point.get("href")).xpath("//ul[contains(@class, 'results')]/li")
        assert len(shown) == int(point.get("aria-label").rpartition(": ")[2])
    labels = [point.get("aria-label") for point in points]
    assert sum(label.startswith("dialogue,") for label in labels) >= 5
    assert sum(label.startswith("budget (one),") for label in labels) >= 2


def test_a_period_that_is_cut_off_leads_to_the_articles_that_it_counts(site: Any) -> None:
    found = page(site, "/-/compare?q1=dialogue&q2=budget&source2=one&by=month&since=2026-11-26&until=2026-11-27")
    for link in found.xpath("//a[@class='bar'] | //details[@class='numbers']//td[1]/a | //ul[@class='legend']//a"):
        shown = page(site, link.get("href")).xpath("//ul[contains(@class, 'results')]/li")
        assert len(shown) == (2 if "dialogue" in link.get("href") else 1)


def test_the_address_has_the_whole_form(site: Any) -> None:
    found = page(site, ADDRESS + "&unit=share&originals=1")
    values = {one.get("name"): one.get("value") for one in found.xpath("//form[contains(@class, 'compare')]//input")}
    assert (values["q1"], values["q2"], values["source2"], values["q3"]) == ("dialogue", "budget", "one", "")
    chosen = found.xpath("//form[contains(@class, 'compare')]//option[@selected]/@value")
    assert chosen == ["day", "share"]
    assert "Share of all articles" in found.xpath("//figure//h2")[0].text_content()


def test_the_table_as_csv_adds_up(site: Any) -> None:
    (address,) = page(site, ADDRESS).xpath("//a[text()='CSV of each day']/@href")
    rows = list(csv.DictReader(site.get(address).text.splitlines()))
    assert sum(int(row["matching"]) for row in rows if row["query"] == "dialogue") == 6
    assert sum(int(row["total"]) for row in rows if row["query"] == "dialogue") == 6
    assert sum(int(row["matching"]) for row in rows if row["query"] == "budget (one)") == 2


def test_a_day_without_articles_has_no_share(site: Any) -> None:
    address = "q1=dialogue&source1=two&q2=budget&source2=two&by=day&unit=share"
    days = list(csv.DictReader(site.get(f"/-/compare.csv?{address}").text.splitlines()))
    assert {row["ratio"] == "" for row in days if row["total"] == "0"} == {True}
    cells = page(site, f"/-/compare?{address}").xpath("//details[@class='numbers']//tr[td]")
    assert {row.xpath("string(td[3])") for row in cells if row.xpath("string(td[2])").startswith("0")} == {""}


def test_heat_tables_lead_to_the_articles_of_their_cells(site: Any) -> None:
    found = page(site, ADDRESS)
    for title, counts in (("Outlets", 4), ("Countries spoken of", 4)):
        cells = found.xpath(f"//section[h2='{title}']//td/a")
        assert len(cells) == counts
        for cell in cells:
            shown = page(site, cell.get("href")).xpath("//ul[contains(@class, 'results')]/li")
            assert len(shown) == int(cell.text)


def test_many_matches_are_left_to_a_second_request(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.datasette.pages.compare.AT_ONCE", 0)
    (address,) = page(site, ADDRESS).xpath("//*[@data-part]/@data-part")
    assert len(page(site, address).xpath("//polyline")) == 2


def test_a_chart_with_longer_periods_than_asked_for_says_so(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "do not fit" not in page(site, ADDRESS).text_content()
    monkeypatch.setattr("archive.datasette.pages.compare.PERIODS", 3)
    found = page(site, ADDRESS)
    assert "by week" in found.xpath("//figure//h2")[0].text_content()
    assert "The chart has a point for each week, since so many days do not fit" in found.text_content()


def test_the_axis_of_numbers_has_whole_numbers(site: Any) -> None:
    ticks = page(site, ADDRESS).xpath("//figure//*[@class='axis'][@x='-6']/text()")
    assert ticks == ["1", "2", "3", "4"]


def test_a_table_that_takes_too_long_is_refused_in_one_line(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.datasette.pages.compare.longest", lambda public: 0)
    answer = site.get("/-/compare.csv?q1=dialogue&q2=budget")
    assert (answer.status_code, answer.text) == (400, "This takes too long. Add a word, a source or a date range.\n")


@pytest.mark.parametrize(
    ("address", "explanation"),
    [
        ("q1=%22open&q2=a", "quotation mark is not closed"),
        ("q1=dialogue&q2=dialogue", "Two searches are the same"),
        ("q1=dialogue&q2=a&source2=nowhere", "no 'nowhere' among its sources"),
        ("q1=zebra&q2=giraffe", "No article matches."),
        ("q1=zebra&q2=giraffe&since=2026-01-01", "No article matches on these days."),
        ("q1=a&q2=b&since=tomorrow", "is not a date"),
    ],
)
def test_what_cannot_be_compared_is_explained(site: Any, address: str, explanation: str) -> None:
    assert explanation in page(site, f"/-/compare?{address}").xpath("//p[@class='problem']")[0].text_content()
    answer = site.get(f"/-/compare.csv?{address}")
    assert answer.status_code == 200 or explanation in answer.text


def test_the_command_line_names_a_search_that_is_given_twice(site: Any) -> None:
    shown = CliRunner().invoke(spacebeat, ["compare", "--archive", str(site.path), "dialogue", "budget", "dialogue"])
    assert str(shown.exception) == "two searches are the same: dialogue"


def test_the_command_line_compares_the_same(site: Any) -> None:
    arguments = ["compare", "--archive", str(site.path), "dialogue", "budget source=one", "--by", "day"]
    shown = CliRunner().invoke(spacebeat, arguments)
    assert shown.exit_code == 0, shown.output
    assert "dialogue: 6 of 6 articles (100.00 %)" in shown.output
    assert re.search(r"budget source=one: 2 of \d articles", shown.output)
    rows = list(csv.DictReader(CliRunner().invoke(spacebeat, [*arguments, "--csv"]).output.splitlines()))
    assert sum(int(row["matching"]) for row in rows if row["query"] == "dialogue") == 6
