"""Search finds articles by words and filters, and no input leads to an error page."""

import re
from typing import Any

import pytest
from lxml import html

from archive.search.saved import load_saved_search

NASTY = [
    '"',
    "''",
    "*",
    "-",
    "(",
    ")",
    "NEAR(",
    "a AND",
    "AND",
    "OR OR",
    "-x",
    "title:",
    "col:x",
    "^",
    "{a}",
    "\\",
    "\x00",
    "%",
    "a" * 5000,
    "🚀",
    "مرحبا",
    "宇宙",
    "<script>",
    "'; drop table articles; --",
    "null",
    '"a" "',
    "+",
    "a NOT",
]


def titles(site: Any, address: str) -> list[str]:
    response = site.get(address)
    assert response.status_code == 200
    return [
        str(a.text)
        for a in html.fromstring(response.text).xpath("//ul[contains(@class, 'results')]//a[@class='title']")
    ]


def test_without_words_all_articles_are_listed_newest_first(site: Any) -> None:
    found = titles(site, "/-/search")
    assert len(found) == 6
    assert found[0] == "India and France meet, number 1"
    assert found[-1] == "India and France meet, number 5"


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("source=two", 2),
        ("source=two&originals=1", 1),
        ("topic=bilateral", 6),
        ("topic=none", 0),
        ("country=FR&actor=isro&language=en", 6),
        ("country=US", 0),
        ("instrument=ost", 6),
        ("since=2000-01-01&until=2001-01-01", 0),
    ],
)
def test_filters_narrow(site: Any, query: str, count: int) -> None:
    assert len(titles(site, f"/-/search?{query}")) == count


def test_words_are_found_and_marked(site: Any) -> None:
    response = site.get("/-/search?q=Strategic+Space+Dialogue&source=one")
    page = html.fromstring(response.text)
    assert len(page.xpath("//li[@class='item']")) == 3
    assert {mark.text.casefold() for mark in page.xpath("//mark")} >= {"dialogue"}


@pytest.mark.parametrize("typed", NASTY)
def test_any_query_gets_a_page(site: Any, typed: str) -> None:
    response = site.get("/-/search", params={"q": typed})
    assert response.status_code == 200
    assert "Traceback" not in response.text
    assert "<script>alert" not in response.text


@pytest.mark.parametrize(
    "address",
    [
        "/-/search?since=yesterday",
        "/-/search?until=%00",
        "/-/search?page=-4",
        "/-/search?page=x",
        "/-/search?page=99999999999999999999",
        "/-/search?page=%D9%A3",
        "/-/search?source=%00",
        "/-/search?order=zzz",
    ],
)
def test_odd_filters_get_a_page(site: Any, address: str) -> None:
    assert site.get(address).status_code == 200


def test_an_invalid_day_is_explained(site: Any) -> None:
    problem = html.fromstring(site.get("/-/search?since=4+March").text).xpath("//p[@class='problem']")
    assert "2026-03-04" in problem[0].text


def test_a_search_of_datasettes_own_table_works_and_does_not_break(site: Any) -> None:
    found = site.get("/news/articles.json?_search=budget&_shape=array").json()
    assert len(found) == 5
    assert site.get('/news/articles?_search="').status_code < 500


def test_snippets_of_open_texts_are_shown_in_public_too(public_site: Any) -> None:
    open_hits = public_site.get("/-/search?q=ministry&source=one").text
    assert "<mark>ministry</mark>" in open_hits
    closed_hits = public_site.get("/-/search?q=ministry&source=three").text
    assert "1 article" in closed_hits
    assert "<mark>" not in closed_hits


def test_a_table_search_has_the_same_query_syntax(site: Any) -> None:
    def count(query: str) -> int:
        address = "/news/articles.json?_size=0&_search="
        return int(site.get(address + query).json()["filtered_table_rows_count"])

    assert count("dialogue") == 6
    assert count("dialogue+-secret") == 5
    assert count("title:dialogue") == 0
    assert count("%22") == 0


def test_hits_link_to_the_same_rows_as_a_table(site: Any) -> None:
    response = site.get("/-/search?source=one&since=2000-01-01&until=2100-01-01")
    link = re.search(r'href="(/news/articles[^"]+)"', response.text)
    assert link
    rows = site.get(link[1].replace("&amp;", "&").replace("articles?", "articles.json?")).json()
    assert rows["filtered_table_rows_count"] == 3


def test_selected_articles_are_found_cited_and_saved_together(site: Any, tmp_path: Any) -> None:
    chosen = sorted((site.ids.plain, site.ids.copy, site.ids.closed))
    address = "ids=" + ",".join(map(str, chosen))
    as_form = "&".join(f"ids={one}" for one in chosen)
    for asked in (address, as_form):
        page = html.fromstring(site.get(f"/-/search?{asked}").text)
        boxes = page.xpath("//ul[contains(@class, 'results')]//input[@name='ids']/@value")
        assert sorted(map(int, boxes)) == chosen
        assert page.xpath("//ul[contains(@class, 'chosen')]//a/text()")[0].strip() == "3 selected articles"
        (ris,) = page.xpath("//a[text()='RIS']/@href")
        assert site.get(ris).text.count("TY  - ") == 3
        (tmp_path / "searches.toml").write_text(page.xpath("string(//details//pre)"))
        assert load_saved_search(tmp_path / "searches.toml", "my-search").ids == tuple(chosen)


@pytest.mark.parametrize("day", ["2026-02-30", "2026-13-01", "20260304", "0000-01-01", "2026-3-4"])
def test_a_day_that_there_is_not_is_explained(site: Any, day: str) -> None:
    problem = html.fromstring(site.get(f"/-/search?since={day}").text).xpath("string(//p[@class='problem'])")
    assert "is not a date; write it as 2026-03-04" in problem


@pytest.mark.parametrize("ids", ["x", "1,", "1;2", "9" * 30, ",".join(map(str, range(1001)))])
def test_a_malformed_selection_is_explained(site: Any, ids: str) -> None:
    problem = html.fromstring(site.get(f"/-/search?ids={ids}").text).xpath("string(//p[@class='problem'])")
    assert "written as ids=12,34" in problem


def test_words_that_name_an_instrument_lead_to_all_that_name_it(site: Any) -> None:
    page = html.fromstring(site.get("/-/search?q=%22outer+space+treaty%22").text)
    (note,) = page.xpath("//p[contains(., 'name the Outer Space Treaty')]")
    assert note.text_content().startswith("6 articles in any language")
    assert note.xpath(".//@href") == ["/-/search?instrument=ost", "/-/dossier?instrument=ost"]
    for other in ("?q=treaty", "?q=outer+space+treaty&instrument=ost", ""):
        assert "in any language name" not in site.get(f"/-/search{other}").text
