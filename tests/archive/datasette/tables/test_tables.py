"""Datasette's own pages of an archive: described, faceted from tallies, and current while a crawl writes."""

import re
import sqlite3
from contextlib import closing
from typing import Any

from lxml import html

from archive.datasette.server import desk_over
from archive.db.column_descriptions import TABLE_DESCRIPTIONS
from archive.db.connection import connect, transaction
from archive.records import Article
from archive.store.articles import Origin, add

FTS5_PARTS = ("data", "idx", "content", "docsize", "config")


def test_the_list_of_tables_counts_as_sql_does(site: Any) -> None:
    tables = site.get("/news.json?_show_hidden=1").json()["tables"]
    counted = {table["name"]: table["count"] for table in tables if table["count"] is not None}
    assert {table["name"] for table in tables} - set(counted) <= {f"articles_fts_{part}" for part in FTS5_PARTS}
    with closing(sqlite3.connect(site.path)) as connection:
        for name, count in counted.items():
            assert connection.execute(f"select count(*) from [{name}]").fetchone() == (count,), name


def facets(site: Any, query: str) -> dict[str, dict[str, int]]:
    found = site.get(f"/news/articles.json?{query}").json()
    return {
        name: {one["value"]: one["count"] for one in facet["results"]} for name, facet in found["facet_results"].items()
    }


def test_facets_are_counted_under_filters_and_searches(site: Any) -> None:
    assert facets(site, "")["source"] == {"one": 3, "two": 2, "three": 1}
    assert facets(site, "source_id=two") == {"source": {"two": 2}, "language": {"en": 2}}
    assert facets(site, "_search=secret")["source"] == {"three": 1}
    assert facets(site, "published_at__gte=2000-01-01")["source"] == {"one": 3, "two": 1, "three": 1}


def test_facets_of_the_view_without_copies_leave_copies_out(site: Any) -> None:
    found = site.get("/news/unique_articles.json").json()["facet_results"]["source"]["results"]
    assert {one["value"]: one["count"] for one in found} == {"one": 3, "two": 1, "three": 1}


def test_no_facet_suggestions_are_tried(site: Any) -> None:
    site.get("/")
    assert site.get("/news/articles.json").json()["suggested_facets"] == []


def test_tables_are_described(site: Any) -> None:
    tables = site.get("/-/metadata.json").json()["databases"]["news"]["tables"]
    for name, description in TABLE_DESCRIPTIONS.items():
        if not tables[name].get("hidden"):
            assert tables[name]["description"] == description
    shown = html.fromstring(site.get("/news").text).xpath("//table[@class='tables']//th/a/text()")
    assert {"articles", "sources", "runs"} <= set(shown)
    assert not {"source_weeks", "list_pages", "template_lines", "host_pauses"} & set(shown)
    (folded,) = html.fromstring(site.get("/news/articles").text).xpath("//details[summary]/dl")
    assert len(folded.xpath("dt")) > 20
    assert "one row per canonical URL" in site.get("/news/articles").text
    internal = html.fromstring(site.get("/news?_show_hidden=1").text).xpath("//table[@class='tables']//th/a/text()")
    assert {"articles", "source_weeks", "template_lines"} <= set(internal)


def test_sizes_and_durations_have_units(site: Any) -> None:
    assert re.search(r'class="col-warc_length [^"]*">[\d.]+&nbsp;k?B<', site.get("/news/captures").text)


def test_every_table_has_a_page(site: Any) -> None:
    for name in TABLE_DESCRIPTIONS:
        assert site.get(f"/news/{name}").status_code == 200, name


def test_an_invalid_url_is_a_client_error(site: Any) -> None:
    for query in ("_sort=text", "_col=nothing", "_size=x", "_sort=authors"):
        assert site.get(f"/news/articles?{query}").status_code == 400, query


def test_new_articles_of_a_crawl_are_visible_at_once(filled: Any, tmp_path: Any, runner: Any) -> None:
    path = tmp_path / "live.db"
    writer = connect(filled[0])
    writer.execute("vacuum into ?", [str(path)])
    writer.close()
    desk = desk_over(path)
    before = runner.run(desk.client.get("/live/articles.json?_size=0")).json()["filtered_table_rows_count"]
    db = connect(path)
    one = Article("https://one.test/77", "A late story", "It came while somebody was reading.")
    with transaction(db):
        add(db, one, Origin("one", ("https://one.test/77",), "2026-01-01T00:00:00Z"))
        during = runner.run(desk.client.get("/live/articles.json?_size=0")).json()["filtered_table_rows_count"]
    after = runner.run(desk.client.get("/live/articles.json?_size=0")).json()["filtered_table_rows_count"]
    assert (during, after) == (before, before + 1)
