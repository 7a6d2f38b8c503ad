"""Canned queries return results with and without values, and have useful defaults."""

import re
import sqlite3
from contextlib import closing
from datetime import datetime
from typing import Any

import pytest
from lxml import html
from markupsafe import Markup

from archive.datasette.pages.questions import answer_cells, columns_of_numbers
from archive.datasette.queries import questions

NAMES = list(questions())


@pytest.mark.parametrize("name", NAMES)
def test_a_question_without_values_uses_its_defaults(site: Any, name: str) -> None:
    response = site.get(f"/news/{name}", follow_redirects=True)
    assert response.status_code == 200
    page = html.fromstring(response.text)
    assert not page.xpath("//p[@class='problem']")
    for parameter in questions()[name].parameters:
        assert page.xpath(f"//input[@name='{parameter.name}']/@value") == [parameter.default]
    assert page.xpath("//h1")[0].text == questions()[name].title


@pytest.mark.parametrize("name", NAMES)
def test_a_question_with_nothing_filled_in_is_no_error(site: Any, name: str) -> None:
    response = site.get(f"/news/{name}.json?_shape=array")
    assert response.status_code == 200


def rows(site: Any, question: str, **values: str) -> list[dict[str, Any]]:
    response = site.get(f"/news/{question}.json", params={"_shape": "array", **values})
    assert response.status_code == 200
    found = response.json()
    assert isinstance(found, list)
    return found


def test_first_to_publish_names_the_first_and_the_next(site: Any) -> None:
    (story,) = rows(site, "first_to_publish")
    assert (story["first_outlet"], story["next_outlet"], story["followers"]) == ("Outlet One", "Outlet Two", 1)
    assert story["hours_later"] == 12.0


def test_a_dialogue_over_time_counts_articles_of_both_countries(site: Any) -> None:
    found = rows(site, "coverage_of_a_dialogue", phrase="Strategic Space Dialogue", country_1="in", country_2="FR")
    assert sum(row["articles"] for row in found) == 6
    assert sum(row["with_both"] for row in found) == 6
    assert sum(row["copies"] for row in found) == 1
    assert rows(site, "coverage_of_a_dialogue", phrase="no such words", country_1="", country_2="") == []
    assert rows(site, "coverage_of_a_dialogue", phrase='a " b', country_1="", country_2="") == []


def test_the_articles_of_a_dialogue_show_the_first_the_copies_and_the_edits(site: Any) -> None:
    found = rows(site, "articles_of_a_dialogue", phrase="Strategic Space Dialogue", country_1="IN", country_2="FR")
    by_id = {row["article"]: row for row in found}
    assert [row["published"] for row in found] == sorted(row["published"] for row in found)
    first, copy = by_id[site.ids.plain], by_id[site.ids.copy]
    assert (first["copy_of"], first["copied_by"], copy["copy_of"]) == (None, 1, site.ids.plain)
    assert (by_id[site.ids.edited]["edits"], first["edits"]) == (1, 0)
    there = datetime.fromisoformat(first["outlet_time"].replace(" +", "+"))
    assert there == datetime.fromisoformat(first["published"]).replace(second=0)
    assert by_id[site.ids.undated]["outlet_time"] == ""


def test_a_treaty_is_found_under_any_of_its_names(site: Any) -> None:
    """No text has this phrase, but all name the instrument."""
    found = rows(site, "articles_of_a_dialogue", phrase="outer space treaty", country_1="", country_2="")
    assert len(found) == 6
    counted = rows(site, "coverage_of_a_dialogue", phrase="Outer Space Treaty", country_1="", country_2="")
    assert sum(row["articles"] for row in counted) == 6


def test_silent_edits_lists_the_edit(site: Any) -> None:
    assert [row["article"] for row in rows(site, "silent_edits")] == [site.ids.edited]
    assert rows(site, "silent_edits", corrections="only") == []


def test_the_chart_of_shares_draws_percentages(site: Any) -> None:
    page = html.fromstring(site.get("/news/share_of_voice?countries=&from_month=&to_month=").text)
    (figure,) = page.xpath("//figure[@id='share_of_voice']")
    labels = figure.xpath(".//*[local-name()='a']/@aria-label")
    assert labels
    assert all(re.fullmatch(r"[A-Z]{2}, \d{4}-\d{2}( \(not over yet\))?: \d+\.\d %", label) for label in labels)
    assert "100 %" in figure.xpath(".//*[local-name()='text']/text()")
    assert "% on average" in figure.xpath("string(.//ul[@class='legend'])")


def test_a_query_out_of_time_keeps_its_sql(site: Any) -> None:
    sql = "with recursive c(x) as (select 1 union all select x + 1 from c) select sum(x) from c where x <> :one"
    answer = site.get("/news", params={"sql": sql, "one": "17", "_timelimit": "50"})
    page = html.fromstring(answer.text)
    assert answer.status_code == 400
    assert page.xpath("string(//textarea[@name='sql'])") == sql
    assert page.xpath("//input[@name='one']/@value") == ["17"]
    assert "too long" in page.xpath("string(//*[@role='alert'])")


def test_columns_of_numbers_are_right_aligned(site: Any) -> None:
    page = html.fromstring(site.get("/news/share_of_voice?countries=&from_month=&to_month=").text)
    aligned = page.xpath("//table[@class='answer']//th[@class='n']/text()")
    assert aligned == ["articles", "share percent"]
    assert columns_of_numbers([("a", 3, None, 1), ("b", 2.5, None, "x"), ("c", None, 7, 2)]) == {1, 2}


def test_cells_of_an_answer_are_escaped_and_named_after_their_columns() -> None:
    cells = answer_cells(["first_outlet", "articles"], [["<b> & Co", Markup('<a href="/1">1</a>')]], {1})
    first, second = html.fromstring(f"<table>{cells}</table>").xpath("//tr/td")
    assert (first.get("class"), first.get("data-column")) == ("col-first_outlet", "first outlet")
    assert first.text == "<b> & Co"
    assert (second.get("class"), second.get("data-column")) == ("col-articles n", "articles")
    assert second.xpath("a/@href") == ["/1"]


def test_share_of_voice_adds_up(site: Any) -> None:
    found = rows(site, "share_of_voice")
    for month in {row["month"] for row in found}:
        assert round(sum(row["share_percent"] for row in found if row["month"] == month)) == 100
    assert {row["country"] for row in rows(site, "share_of_voice", countries="fr, us")} == {"FR"}


def test_instruments_are_found_by_a_part_of_their_name(site: Any) -> None:
    assert len(rows(site, "articles_that_cite", instrument="outer space")) == 6
    assert len(rows(site, "articles_that_cite", instrument="ost", originals="yes")) == 5


def test_dates_in_conflict_are_listed(site: Any) -> None:
    assert {row["others"] for row in rows(site, "uncertain_dates")} == {"2001-01-01 (text)"}


def test_results_link_to_article_pages_and_show_a_chart(site: Any) -> None:
    response = site.get("/news/coverage_of_a_dialogue", follow_redirects=True)
    page = html.fromstring(response.text)
    assert page.xpath("//td[starts-with(@class, 'col-article')]/a/@href")[0].startswith("/-/article/")
    assert page.xpath("//figure//*[local-name()='a'][starts-with(@class, 'bar')]")


@pytest.mark.parametrize("name", [name for name, one in questions().items() if one.chart])
def test_a_bar_links_to_as_many_articles_as_it_shows(site: Any, name: str) -> None:
    page = html.fromstring(site.get(f"/news/{name}", follow_redirects=True).text)
    bars = page.xpath("//figure//*[local-name()='a'][starts-with(@class, 'bar')]")
    assert bars
    for bar in bars:
        said = bar.get("aria-label").rpartition(": ")[2]
        behind = html.fromstring(site.get(bar.get("href")).text)
        rows = behind.xpath("//ul[contains(@class, 'results')]/li | //table[@class='answer']/tbody/tr")
        assert rows if said.endswith("%") else len(rows) == int(said), bar.get("href")


@pytest.mark.parametrize(
    ("question", "value", "explanation"),
    [
        ("share_of_voice", "from_month=2025-1", "“2025-1” is no month; write it as 2026-03"),
        ("new_actors", "month=2025-13", "“2025-13” is no month; write it as 2026-03"),
        ("first_to_publish", "since=2025-02-30", "“2025-02-30” is no day; write it as 2026-03-04"),
        ("coverage_gaps", "at_least=two", "“two” is no number; write it as 2"),
        ("silent_edits", "corrections=onyl", "Corrections can be with, without or only, not “onyl”"),
    ],
)
def test_a_value_that_sql_would_misread_is_refused(site: Any, question: str, value: str, explanation: str) -> None:
    answer = site.get(f"/news/{question}?{value}")
    assert answer.status_code == 400
    found = html.fromstring(answer.text)
    assert found.xpath("//p[@class='problem']")[0].text == explanation
    name, _, given = value.partition("=")
    assert found.xpath(f"//form[@class='ask']//input[@name='{name}']/@value") == [given]
    assert site.get(f"/news/{question}.csv?{value}").status_code == 400


def test_the_first_article_on_a_new_actor_is_the_first_published(site: Any) -> None:
    month = min(row["month"] for row in rows(site, "articles_by_source_and_month"))
    first = "select min(coalesce(published_at, first_seen_at)), id from articles join article_actors on article_id = id"
    with closing(sqlite3.connect(site.path)) as db:
        (_, expected) = db.execute(first).fetchone()
    assert {row["article"] for row in rows(site, "new_actors", month=month)} == {expected}


def test_the_list_has_all_questions(site: Any) -> None:
    links = html.fromstring(site.get("/-/questions").text).xpath("//dl[@class='questions']/dt/a/@href")
    assert links == [f"/news/{name}" for name in NAMES]


def test_the_share_of_releases_of_an_outlet_is_that_of_its_texts(site: Any) -> None:
    (two,) = rows(site, "releases_by_outlet", source="two")
    assert two["with_release"] <= two["all_articles"]
    assert two["mostly_release"] >= 1
    assert 0 < two["percent_of_their_text"] <= 100
    assert rows(site, "releases_by_outlet", source="nobody") == []
