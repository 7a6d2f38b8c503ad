"""Timeline, facets, files and feeds of a search count the same articles as SQL does."""

import re
import sqlite3
from typing import Any

import msgspec
import pytest
from lxml import etree, html

from archive.archive import Archive
from archive.datasette.pages import search, search_totals
from archive.datasette.pages.search_export import saved_search
from archive.datasette.pages.search_overview import count_within, timeline
from archive.search.filters import Selection
from archive.search.saved import load_saved_search
from archive.store.alarms import update_alarms
from tests.archive.datasette.conftest import fill, site_over

ATOM = "{http://www.w3.org/2005/Atom}"


def facet(page: Any, title: str) -> dict[str, int]:
    items = page.xpath("//div[@id='facets-of-all']//section[h2=$title]//li", title=title)
    return {item.xpath("string(a/span)"): int(item.xpath("string(span)")) for item in items}


def test_facets_count_the_whole_result(site: Any) -> None:
    page = html.fromstring(site.get("/-/search").text)
    assert facet(page, "Source") == {"Outlet One": 3, "Outlet Two": 2, "Outlet Three": 1}
    assert facet(page, "Country") == {"France": 6, "India": 6}
    assert facet(page, "Actor") == {"CNES": 6, "ISRO": 6}
    narrowed = html.fromstring(site.get("/-/search?q=dialogue&source=one").text)
    assert facet(narrowed, "Source") == {"Outlet One": 3}


def test_a_facet_leads_to_as_many_articles_as_it_says(site: Any) -> None:
    page = html.fromstring(site.get("/-/search?originals=1").text)
    links = page.xpath("//div[@id='facets-of-all']//li")
    assert links
    for item in links:
        found = html.fromstring(site.get(item.xpath("string(a/@href)")).text)
        assert len(found.xpath("//ul[contains(@class, 'results')]/li")) == int(item.xpath("string(span)"))


def test_a_facet_with_a_value_chosen_links_no_number_that_is_another_search(site: Any) -> None:
    page = html.fromstring(site.get("/-/search?country=FR").text)
    items = page.xpath("//div[@id='facets-of-all']//section[h2='Country']//li")
    (chosen, other) = (item.text_content().split() for item in items)
    assert (chosen[0], other) == ("France", ["India", "6"])  # articles on both, not those on India
    assert [link.get("href") for item in items for link in item.iter("a")] == ["/-/search"]


def test_bars_of_the_timeline_add_up_and_lead_to_their_articles(site: Any) -> None:
    page = html.fromstring(site.get("/-/search?q=dialogue").text)
    bars = page.xpath("//figure[contains(@class, 'timeline')]//*[local-name()='a']")
    assert sum(int(bar.get("aria-label").rpartition(": ")[2]) for bar in bars) == 6
    for bar in bars:
        found = html.fromstring(site.get(bar.get("href")).text)
        assert found.xpath("string(//span[@id='total'])").startswith(bar.get("aria-label").rpartition(": ")[2])


@pytest.mark.parametrize(
    ("last", "columns", "name"),
    [
        ("2026-01-31", 31, "Day"),
        ("2026-12-31", 53, "Week of"),
        ("2036-12-31", 132, "Month"),
        ("2095-12-31", 70, "Year"),
    ],
)
def test_the_period_of_a_timeline_grows_with_its_span(last: str, columns: int, name: str) -> None:
    chart, spans = timeline({"2026-01-01": 2, last: 3}, lambda **days: str(days))
    assert (len(spans), chart.column_name) == (columns, name)
    assert [bar.label.rpartition(": ")[2] for bar in chart.bars] == ["2", "3"]


def test_a_column_leads_to_no_day_before_the_first_match_or_after_the_last() -> None:
    chart, spans = timeline({"2026-01-15": 2, "2026-12-16": 3}, lambda **days: " to ".join(days.values()))
    assert (spans[0], spans[-1]) == (("2026-01-15", "2026-01-18"), ("2026-12-14", "2026-12-16"))
    assert [bar.href for bar in chart.bars] == ["2026-01-15 to 2026-01-18", "2026-12-14 to 2026-12-16"]
    assert chart.bars[0].label == "Articles, 2026-01-12: 2"


def test_many_matches_are_counted_by_a_request_of_their_own(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = html.fromstring(site.get("/-/search?topic=bilateral").text)
    part = html.fromstring(site.get("/-/search/overview?topic=bilateral").text)
    assert facet(part, "Source") == facet(at_once, "Source")
    monkeypatch.setattr("archive.datasette.pages.search_query.BOUND", 1)
    page = html.fromstring(site.get("/-/search?topic=bilateral&country=FR").text)
    assert page.xpath("string(//span[@id='total'])") == "At least 1 article"
    (later,) = page.xpath("//*[@data-overview]/@data-overview")
    assert html.fromstring(site.get(later).text).xpath("string(//span[@id='total'])") == "6 articles"
    (everything,) = page.xpath("//*[@id='counting']/a/@href")
    assert html.fromstring(site.get(everything).text).xpath("string(//span[@id='total'])") == "6 articles"


@pytest.mark.parametrize("include_copies", [True, False])
@pytest.mark.parametrize(
    "chosen",
    [
        {},
        {"since": "2000-01-01", "until": "2100-12-31"},
        {"since": "2026-01-05", "until": "2100-01-03"},
        {"sources": ("one",)},
        {"sources": ("one", "two"), "languages": ("en",)},
        {"kinds": ("agency",)},
        {"countries": ("FR",)},
        {"topics": ("bilateral",)},
    ],
)
def test_counters_have_the_number_that_sql_counts(filled: Any, chosen: dict[str, Any], include_copies: bool) -> None:
    connection = sqlite3.connect(f"file:{filled[0]}?mode=ro", uri=True)
    selection = Selection(**chosen, include_copies=include_copies)
    where, values = selection.where()
    counted = connection.execute(f"select count(*) from articles a where {where}", values).fetchone()[0]
    assert search_totals.known_total(connection, selection, "") == counted
    connection.close()


@pytest.mark.parametrize(
    "chosen", [{"actors": ("isro",)}, {"since": "2026-01-07"}, {"countries": ("FR", "IN")}, {"access": ("full",)}]
)
def test_what_no_counter_has_is_not_known(filled: Any, chosen: dict[str, Any]) -> None:
    connection = sqlite3.connect(f"file:{filled[0]}?mode=ro", uri=True)
    assert search_totals.known_total(connection, Selection(**chosen, include_copies=True), "") is None
    connection.close()


def test_a_count_out_of_time_is_an_error_that_is_explained(filled: Any) -> None:
    connection = sqlite3.connect(f"file:{filled[0]}?mode=ro", uri=True)
    endless = "(with recursive c(x) as (select 1 union all select x + 1 from c) select sum(x) from c) > a.id"
    with pytest.raises(sqlite3.OperationalError, match="interrupted") as caught:
        count_within(connection, endless, [], 1)
    assert "too long" in search._explain(caught.value)
    connection.close()


def test_a_hit_shows_the_clock_of_the_outlet_and_what_it_is_a_copy_of(site: Any) -> None:
    page = html.fromstring(site.get("/-/search").text)
    facts = [
        " ".join(one.text_content().split())
        for one in page.xpath("//ul[contains(@class, 'results')]//p[@class='facts']")
    ]
    assert any(re.search(r"\d\d:\d\d UTC \(\d\d:\d\d \+05:30", one) for one in facts)
    assert [one for one in facts if "copy of Outlet One" in one]
    assert page.xpath("//ul[@class='tags about']//a/text()")[:2] == ["India", "France"]


def test_the_oldest_come_first_on_demand(site: Any) -> None:
    page = html.fromstring(site.get("/-/search?order=oldest").text)
    newest = html.fromstring(site.get("/-/search").text)
    titles = "//ul[contains(@class, 'results')]//a[@class='title']/text()"
    assert page.xpath(titles)[0] == newest.xpath(titles)[-1]


@pytest.mark.parametrize("form", ["csv", "jsonl", "markdown", "bibtex", "ris", "csl-json"])
@pytest.mark.parametrize("which", ["site", "public_site"])
def test_all_matches_are_exported(form: str, which: str, request: pytest.FixtureRequest) -> None:
    answer = request.getfixturevalue(which).get(f"/-/search/export/{form}?q=dialogue&source=two")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["content-disposition"]
    assert [n for n in range(1, 6) if f"India and France meet, number {n}" in answer.text] == [1, 4]


def test_exports_in_public_keep_closed_texts_back(public_site: Any) -> None:
    assert "Secret end" not in public_site.get("/-/search/export/jsonl").text


def test_a_refused_export_says_why(site: Any) -> None:
    answer = site.get("/-/search/export/csv?country=Frnace")
    assert (answer.status_code, "did you mean France?" in answer.text) == (400, True)
    assert site.get("/-/search/export/xlsx").status_code == 404


def test_a_search_has_a_feed(site: Any) -> None:
    page = html.fromstring(site.get("/-/search?source=one").text)
    (address,) = page.xpath("//link[@type='application/atom+xml']/@href")
    feed = etree.fromstring(site.get(address).content)
    assert len(feed.findall(f"{ATOM}entry")) == 3
    assert feed.findtext(f"{ATOM}id")


def test_a_saved_search_selects_the_same(site: Any, tmp_path: Any) -> None:
    page = html.fromstring(site.get('/-/search?q="space+dialogue"&source=one&country=france&since=2000-01-01').text)
    (tmp_path / "searches.toml").write_text(page.xpath("string(//details//pre)"))
    saved = load_saved_search(tmp_path / "searches.toml", "my-search")
    assert saved.search == '"space dialogue"'
    assert (saved.sources, saved.countries, saved.since) == (("one",), ("FR",), "2000-01-01")


@pytest.mark.parametrize("words", ['"a"', "a\\b", "a\nb", "\x07", "\u2028", "\U0001f680", "\U000e0001"])
def test_any_words_can_be_saved(words: str, tmp_path: Any) -> None:
    (tmp_path / "searches.toml").write_text(saved_search(Selection(), words), "utf-8")
    assert load_saved_search(tmp_path / "searches.toml", "my-search").search == words


class State(msgspec.Struct):
    source_id: str
    condition: str
    reason: str
    is_alarming: bool


def test_alarms_have_a_feed(tmp_path: Any, runner: Any) -> None:
    ids = fill(tmp_path / "news.db")
    with Archive(tmp_path / "news.db") as archive:
        update_alarms(archive.db, [State("two", "failing", "HTTP 503", True)], "2026-03-01T10:00:00Z")
        update_alarms(archive.db, [State("two", "well", "", False)], "2026-03-02T10:00:00Z")
    feed = etree.fromstring(site_over(tmp_path / "news.db", ids, runner, public=False).get("/-/alarms.atom").content)
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.findall(f"{ATOM}entry")]
    assert titles == ["Outlet Two: failing is over", "Outlet Two: failing"]
    assert feed.findtext(f"{ATOM}updated") == "2026-03-02T10:00:00Z"
