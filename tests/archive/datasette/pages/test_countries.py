"""The countries that articles speak of are drawn on a map, listed and served as CSV, for any search."""

import csv
from typing import Any

from lxml import html


def test_countries_are_drawn_and_lead_to_their_articles(site: Any) -> None:
    found = html.fromstring(site.get("/-/countries?q=india").text)
    drawn = {link.get("aria-label"): link.get("href") for link in found.xpath("//svg//a")}
    assert drawn["India: 6 articles"] == "/-/search?q=india&country=IN"
    assert drawn["France: 6 articles"] == "/-/search?q=india&country=FR"
    listed = [[" ".join(cell.text_content().split()) for cell in row] for row in found.xpath("//tbody/tr")]
    assert ["France", "6"] in listed
    assert "No article matches" in site.get("/-/countries?q=nothingness").text


def test_the_search_leads_to_its_map(site: Any) -> None:
    found = html.fromstring(site.get("/-/search?q=india&source=one").text)
    assert found.xpath("//a[text()='World map']/@href") == ["/-/countries?q=india&source=one"]


def test_the_countries_are_served_as_csv(site: Any) -> None:
    rows = list(csv.DictReader(site.get("/-/countries.csv").text.splitlines()))
    assert {"country": "IN", "name": "India", "articles": "6"} in rows
    assert site.get("/-/countries.csv?source=nowhere").status_code == 400
