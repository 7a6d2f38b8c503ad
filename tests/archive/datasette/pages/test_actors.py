"""The actors that articles name together are drawn, listed and served as CSV, for any search."""

import csv
from typing import Any

from lxml import html


def table(found: Any) -> list[list[str]]:
    return [[" ".join(cell.text_content().split()) for cell in row] for row in found.xpath("//tbody/tr")]


def test_actors_that_are_named_together_are_drawn_and_lead_to_their_articles(site: Any) -> None:
    found = html.fromstring(site.get("/-/actors").text)
    circles = found.xpath("//a[circle]")
    assert [circle.get("href") for circle in circles] == ["/-/search?actor=cnes", "/-/search?actor=isro"]
    assert len(found.xpath("//line[contains(@class, 'tie')]")) == 1
    ((one, other, number, strength),) = table(found)
    assert (one, other, number, strength) == ("CNES 6", "ISRO 6", "6", "1.00")


def test_the_network_is_that_of_a_search(site: Any) -> None:
    found = html.fromstring(site.get("/-/search?q=india").text)
    (address,) = found.xpath("//a[text()='Who is named together']/@href")
    assert address == "/-/actors?q=india"
    narrowed = html.fromstring(site.get(f"{address}&source=two").text)
    assert narrowed.xpath("//input[@name='q']/@value") == ["india"]
    assert table(narrowed)[0][2] == "2"
    assert "No article matches" in site.get("/-/actors?q=nothingness").text


def test_the_pairs_are_served_as_csv(site: Any) -> None:
    response = site.get("/-/actors.csv")
    assert list(csv.DictReader(response.text.splitlines())) == [
        {
            "actor_1": "cnes",
            "actor_1_name": "CNES",
            "actor_2": "isro",
            "actor_2_name": "ISRO",
            "articles": "6",
            "articles_1": "6",
            "articles_2": "6",
            "strength": "1.0",
        }
    ]


def test_wrong_arguments_are_explained(site: Any) -> None:
    assert "did you mean bilateral" in site.get("/-/actors?topic=bilateral+cooperatino").text
    assert site.get("/-/actors.csv?since=yesterday").status_code == 400
