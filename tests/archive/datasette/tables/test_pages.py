"""Table pages of an archive too large to read completely can still be searched, filtered, paged and faceted."""

import asyncio
import csv
import io
import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from archive.datasette.pages import questions
from archive.datasette.server import desk_over
from archive.datasette.tables import counts, view
from archive.datasette.tables.keyset import Order
from archive.datasette.tables.request import LIMITS, TableQuery
from archive.datasette.tables.rows import find_rows
from archive.db.connection import connect, transaction

COUNT = 5_600  # more than are few


def fill(path: Path) -> None:
    db = connect(path)
    with transaction(db):
        for source in ("one", "two"):
            db.execute(
                "insert into sources (id, name, homepage, country, languages, kind, focus) "
                "values (?, ?, 'https://a.test/', 'IN', '[]', 'agency', 'space')",
                [source, f"Outlet {source}"],
            )
        db.conn.executemany(
            "insert into articles (id, url, url_key, source_id, title, published_at, language, section, word_count, "
            "text, text_hash, first_seen_at, last_seen_at) values (?, ?, ?, ?, ?, ?, 'en', ?, 9, ?, '', ?, '')",
            [_row(number) for number in range(1, COUNT + 1)],
        )
    db.close()


def _row(n: int) -> tuple[Any, ...]:
    day = f"20{n * 7 % 26:02}-01-01T00:00:00Z"
    text = "everywhere" + " seldom" * (n % 100 == 0)
    section = "law" if n % 2 else "policy"
    return (n, f"https://a.test/{n}", f"a.test/{n}", "one" if n % 10 else "two", f"Title {n}", day, section, text, day)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "large.db"
    fill(path)
    return path


@pytest.fixture(scope="module")
def ask(large: Path, runner: asyncio.Runner) -> Any:
    desk = desk_over(large)

    def ask(address: str) -> Any:
        response = runner.run(desk.client.get(address, follow_redirects=True))
        assert response.status_code == 200, (address, response.text)
        return response

    return ask


@pytest.mark.parametrize("table", ["articles", "unique_articles"])
@pytest.mark.parametrize(
    "query",
    [
        "_size=1000",
        "_size=1000&_search=everywhere",
        "_size=1000&_search=everywhere&section=law",
        "_size=500&section=law",
        "_size=9&_search=seldom",
    ],
)
def test_the_link_to_the_next_page_leads_through_all_rows(ask: Any, table: str, query: str) -> None:
    """Whether few or many match, and although most rows share their date with others."""
    ids: list[int] = []
    address = f"/large/{table}.json?_shape=objects&{query}"
    while address:
        page = ask(address).json()
        ids += [row["id"] for row in page["rows"]]
        address = (page["next_url"] or "").removeprefix("http://localhost")
    step = 100 if "seldom" in query else 1
    matching = [n for n in range(step, COUNT + 1, step) if n % 2 or "law" not in query]
    assert ids == sorted(matching, key=lambda n: (-(n * 7 % 26), n))


def test_common_matches_are_not_counted_to_the_end(ask: Any) -> None:
    page = ask("/large/articles?word_count=9").text
    assert "More than 5,000 rows where word_count = 9 sorted by published_at descending" in page
    assert "Next page" in page
    assert ask("/large/articles.json?word_count=9").json()["filtered_table_rows_count"] is None


def test_words_are_counted_by_the_index(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connection = sqlite3.connect(f"file:{large}?mode=ro", uri=True)
    query = TableQuery("articles", Order("published_at"), 50, words='"everywhere"')
    hasty = replace(LIMITS, few=10, read=10, listed=10)
    monkeypatch.setattr(view, "find_rows", lambda connection, query: find_rows(connection, query, hasty))
    found = view.look_up(connection, query, "_search=everywhere")
    connection.close()
    assert (found.rows.total, found.count) == (None, COUNT)


def test_rare_or_tallied_rows_are_counted(ask: Any) -> None:
    def count(query: str) -> int:
        return int(ask(f"/large/articles.json?{query}").json()["filtered_table_rows_count"])

    assert count("") == COUNT
    assert count("source_id=two") == count("source_id__exact=two") == 560
    assert count("_search=seldom&_size=0") == 56
    assert count("_search=everywhere") == COUNT
    assert count("_search=everywhere&source_id=two&section=policy") == 560


def test_facets_of_many_rows_are_labelled_as_partial(ask: Any) -> None:
    facets = ask("/large/articles.json?_search=everywhere").json()["facet_results"]
    (name,) = [name for name in facets if name.startswith("source")]
    counted = {one["value"]: one["count"] for one in facets[name]["results"]}
    assert name == f"source, of the first {sum(counted.values()):,}"
    assert sum(counted.values()) > 500
    asked = ask("/large/articles.json?_search=everywhere&_facet=section").json()
    assert re.search(r"; facets count the first [\d,]+$", asked["human_description_en"])
    few = ask("/large/articles.json?_search=seldom&_facet=section").json()["facet_results"]
    assert [(one["value"], one["count"]) for one in few["section"]["results"]] == [("policy", 56)]
    assert [(one["value"], one["count"]) for one in few["source"]["results"]] == [("two", 56)]


def test_the_sql_behind_a_page_finds_the_same(ask: Any) -> None:
    for query in ("_search=seldom", "_search=seldom&source_id=two", "source_id=two", "", "_search_title=Title"):
        page = ask(f"/large/articles.json?{query}").json()
        values = {"sql": page["query"]["sql"], **page["query"]["params"]}
        rows = ask("/large.json?" + urlencode(values)).json()["rows"]
        assert len(rows) == 51
        assert rows[: len(page["rows"])] == page["rows"]


def test_the_words_stay_in_the_form_and_in_the_links(ask: Any) -> None:
    page = ask("/large/articles?_search=everywhere&section=law").text
    assert 'name="_search" value="everywhere"' in page
    assert "_search=everywhere&amp;section=law&amp;_next=" in page


def test_an_empty_search_box_searches_for_nothing(ask: Any) -> None:
    page = ask("/large/articles.json?_search=&section=law&_size=1").json()
    assert len(page["rows"]) == 1
    assert page["human_description_en"].startswith('where section = "law"')


def test_columns_and_raw_expressions_can_be_searched(ask: Any) -> None:
    def ids(query: str) -> set[int]:
        page = ask(f"/large/articles.json?_shape=objects&{query}").json()
        return {row["id"] for row in page["rows"]}

    assert ids("_search_title=77&_search_text=everywhere") == {77}
    assert ids("_search_text=77") == set()
    assert ids("_search=title:77&_searchmode=escaped") == {77}
    assert ids("_searchmode=raw&_search=title%20:%20%22Title%2077%22") == {77}


def test_a_stream_of_csv_has_all_rows(ask: Any) -> None:
    stream = ask("/large/articles.csv?_search=everywhere&_stream=1&_size=max").text
    rows = list(csv.DictReader(io.StringIO(stream)))
    assert sorted(int(row["id"]) for row in rows) == list(range(1, COUNT + 1))


def test_long_tables_are_not_counted_for_the_list_of_tables(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(sqlite3.connect(large)) as connection:
        assert counts.counts(connection)["sources"] == 2
        monkeypatch.setattr(counts, "COUNTED", 1)
        counted = counts.counts(connection)
    assert counted["sources"] is None
    assert counted["articles"] == COUNT
    assert counted["runs"] == 0


def test_a_long_view_of_coverage_is_answered_by_the_question(
    ask: Any, large: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "/large/daily_coverage" not in str(ask("/large/coverage").url)
    monkeypatch.setattr(questions, "COUNTED", -1)
    assert str(ask("/large/coverage").url).endswith("/large/daily_coverage")
    assert "/large/daily_coverage" not in str(ask("/large/coverage?source_id=one").url)
    ask("/large/coverage.json")
