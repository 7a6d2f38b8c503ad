"""The front page has charts whose bars link to the rows behind them."""

import re
from html import unescape
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from lxml import html


@pytest.fixture(scope="module")
def front(site: Any) -> str:
    response = site.get("/")
    assert response.status_code == 200
    return str(response.text)


def test_counts_what_is_in_the_archive(front: str) -> None:
    (totals,) = html.fromstring(front).xpath("//ul[@class='totals']")
    said = " ".join(totals.text_content().split())
    assert said.startswith("6 articles 3 sources 1 copy 1 later version ")


def test_later_versions_lead_to_as_many_rows(site: Any, front: str) -> None:
    (link,) = html.fromstring(front).xpath("//ul[@class='totals']//a[contains(., 'later version')]")
    rows = site.get(link.get("href").replace("/revisions?", "/revisions.json?")).json()
    assert rows["filtered_table_rows_count"] == 1


def test_the_chart_has_bars_and_a_table_of_the_same_numbers(front: str) -> None:
    (figure,) = html.fromstring(front).xpath("//figure[@id='by-kind']")
    bars = figure.xpath(".//*[local-name()='a'][starts-with(@class, 'bar')]")
    cells = list(figure.xpath(".//td/a"))
    assert bars
    assert sorted(b.get("href") for b in bars) == sorted(a.get("href") for a in cells)
    said = sum(int(bar.get("aria-label").rpartition(": ")[2]) for bar in bars)
    assert said == sum(int(cell.text) for cell in cells) == 6


def test_a_bar_links_to_as_many_articles_as_it_shows(site: Any, front: str) -> None:
    for bar in html.fromstring(front).xpath("//*[local-name()='a'][starts-with(@class, 'bar')]"):
        said = int(bar.get("aria-label").rpartition(": ")[2])
        found = site.get(unescape(bar.get("href"))).text
        counted = re.search(r'id="total">([\d,]+) article', found)
        assert counted, found
        assert int(counted[1]) == said, bar.get("href")


def test_names_failing_sources_and_most_copied_stories(front: str, site: Any) -> None:
    page = html.fromstring(front)
    trouble = page.xpath("//ul[contains(@class, 'trouble')]/li")
    assert ["Outlet Two" in one.text_content() and "HTTP 503" in one.text_content() for one in trouble] == [True]
    assert not page.xpath("//*[@class='pair']//section[@aria-labelledby='health']")  # its length would leave a hole
    copied = page.xpath("//section[@aria-labelledby='copied']//a[@class='title']/@href")
    assert copied == [f"/-/article/{site.ids.plain}"]


def test_says_what_is_new_and_who_is_spoken_of(front: str, site: Any) -> None:
    page = html.fromstring(front)
    (new,) = page.xpath("//section[@aria-labelledby='new']")
    assert len(new.xpath(".//a[@class='title']")) == 5  # the copy is left out
    chips = page.xpath("//section[@aria-labelledby='spoken']//li")
    assert [chip.xpath("string(a)") for chip in chips] == ["CNES", "ISRO", "France", "India"]
    for chip in chips:
        found = html.fromstring(site.get(chip.xpath("string(a/@href)")).text)
        assert found.xpath("string(//span[@id='total'])").split()[0] == chip.xpath("string(span)")


@pytest.mark.parametrize(("heading", "name"), [("topics", "Bilateral cooperation"), ("sources", "Outlet One")])
def test_topics_and_sources_have_a_line_each(front: str, heading: str, name: str) -> None:
    rows = html.fromstring(front).xpath(f"//section[@aria-labelledby='{heading}']//tbody/tr")
    assert rows[0].xpath("string(th)") == name
    assert sum(int(row.xpath("string(td[@class='n'])")) for row in rows) == 6


def test_there_is_one_search_field(front: str) -> None:
    assert len(html.fromstring(front).xpath("//input[@name='q']")) == 1


def test_all_sources_have_a_line_of_health(site: Any) -> None:
    page = html.fromstring(site.get("/-/sources").text)
    assert page.xpath("//h2/@id") == ["failing", "well", "new"]
    assert len(page.xpath("//tbody/tr")) == 3


def test_an_empty_archive_has_a_front_page_too(tmp_path: Any, runner: Any) -> None:
    from archive.datasette.server import desk_over
    from archive.db.connection import connect

    connect(tmp_path / "empty.db").close()
    desk = desk_over(tmp_path / "empty.db")
    for address in ("/", "/-/search", "/-/sources", "/-/questions", "/empty/articles"):
        assert runner.run(desk.client.get(address)).status_code == 200, address
    assert "There are no articles yet" in runner.run(desk.client.get("/-/search?q=moon")).text


def test_no_page_of_a_second_archive_leads_to_the_first(site: Any, write_archive: Any, runner: Any) -> None:
    """An article has another number there, so a link without the archive shows another article."""
    from archive.datasette.server import desk_over

    desk = desk_over(site.path, others=[write_archive("old & new.db", [{"url": "https://courier.example/old"}])])
    name = "old+%26+new"
    pages = ["", "-/article/1", *(f"-/{one}" for one in ("search", "sources", "questions", "actors", "countries"))]
    pages += ["-/dossiers", "-/compare"]
    tables = [f"/old+~26+new{one}" for one in ("", "/articles", "/articles_by_source_and_month")]
    for address in [*(f"/{one}?archive={name}" for one in pages), *tables]:
        page = html.fromstring(runner.run(desk.client.get(address)).text)
        links = [
            link
            for link in page.xpath("//a[not(ancestor::nav[@aria-label='Breadcrumbs'])]/@href")
            if link == "/" or link.startswith(("/-/", "/?", "/news"))
        ]
        assert len(links) > 5, address
        assert [link for link in links if f"archive={name}" not in link and link != "/?archive=news"] == [], address
        for form in page.xpath("//form[starts-with(@action, '/-/')]"):
            assert form.xpath(".//input[@name='archive']/@value") == ["old & new"], address
    row = runner.run(desk.client.get("/old+~26+new/articles/1"))
    assert row.headers["location"] == f"/-/article/1?archive={name}"


def test_several_archives_are_served_together_and_counted_together(site: Any, write_archive: Any, runner: Any) -> None:
    from archive.datasette.server import desk_over

    other = write_archive("old.db", [{"url": "https://courier.example/old", "title": "An old story"}])
    desk = desk_over(site.path, others=[other, site.path])

    def get(address: str) -> httpx.Response:
        return runner.run(desk.client.get(address))

    assert "An old story" not in get("/").text
    (link,) = html.fromstring(get("/").text).xpath("//p[contains(., 'Also served here')]/a/@href")
    assert link == "/?archive=old"
    assert "An old story" in get(link).text
    assert "An old story" in get("/-/search?archive=old&q=story").text
    counted = "select (select count(*) from [news].articles) - 1 + (select count(*) from [old].articles)"
    (rows,) = get(f"/_memory.json?_shape=arrays&sql={quote(counted)}").json()["rows"]
    assert rows == [len(site.get("/news/articles.json?_shape=array&_size=max").json())]
    public = desk_over(site.path, True, [other])
    assert runner.run(public.client.get(f"/_memory.json?sql={quote(counted)}")).status_code in (403, 404)
