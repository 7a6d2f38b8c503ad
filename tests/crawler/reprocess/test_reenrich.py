"""The data of enrichment were edited: the enrichment of the articles follows, and nothing else changes."""

import asyncio
from pathlib import Path

import pytest

from archive.archive import Archive
from crawler.engine.workers import Workers
from crawler.enrich import data_files
from crawler.enrich.enrich import actors, topics
from crawler.reprocess.reenrich import Plan, reenrich
from tests.foreign import AtOnce, source, stories


@pytest.fixture
def enrich(bench):
    def enrich(**fields):
        return asyncio.run(reenrich(Plan(bench.archive, workers=Workers(2, AtOnce), **fields)))

    return enrich


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return the folder of data with one actor more: the committee of the articles."""
    folder = tmp_path / "data"
    folder.mkdir()
    text = (data_files.BUILT_IN / "actors.toml").read_text("utf-8")
    more = 'id = "delegates"\nname = "Working group"\ntype = "body"\ncountry = "INT"'
    (folder / "actors.toml").write_text(f"{text}\n[[actor]]\n{more}\n", "utf-8")
    return folder


def linked(bench, actor: str) -> int:
    return bench.query(f"select count(*) as n from article_actors where actor_id = '{actor}'")[0]["n"]


def test_the_same_data_change_nothing(bench, enrich) -> None:
    bench.ingest(bench.file("x.warc.gz", stories(5)))
    findings = enrich()
    assert (findings.read, findings.changed) == (5, 0)


def test_edited_data_are_followed_and_the_pages_stay_as_they_were(bench, enrich, data) -> None:
    bench.ingest(bench.file("x.warc.gz", stories(5)))
    pages = bench.query("select title, text, extractor, last_seen_at from articles")
    assert enrich(data=data, apply=False).fields["courier", "actors"] == 5
    assert linked(bench, "delegates") == 0
    assert enrich(data=data).changed == 5
    assert linked(bench, "delegates") == 5
    assert enrich(data=data).changed == 0
    assert bench.query("select title, text, extractor, last_seen_at from articles") == pages
    assert len(bench.query("select 1 from revisions")) == 5
    enrich()
    assert linked(bench, "delegates") == 0
    assert not bench.query("select 1 from actors where id = 'delegates'")


def test_instruments_are_named_as_the_data_name_them_and_those_that_nothing_cites_go(bench, enrich) -> None:
    bench.ingest(bench.file("x.warc.gz", stories(2)))
    with Archive(bench.archive) as archive, archive.transaction():
        archive.db.execute("update articles set text = 'Parliament ratified the Outer Space Treaty. ' || id")
    enrich()
    named = bench.query("select * from instruments")
    with Archive(bench.archive) as archive, archive.transaction():
        archive.db.execute("update instruments set name = 'As an earlier version called it', kind = ''")
        archive.db.execute("insert into instruments (id, name, kind) values ('gone', 'No longer known', 'law')")
    assert enrich().changed == 0
    assert bench.query("select * from instruments") == named != []


def test_articles_that_are_irrelevant_now_are_reported_and_stay(bench, enrich) -> None:
    bench.ingest(bench.file("x.warc.gz", stories(2)))
    with Archive(bench.archive) as archive, archive.transaction():
        archive.db.execute("update articles set title = 'Cake', text = 'Flour and eggs. ' || id, summary = ''")
        archive.db.execute("update sources set focus = 'general'")
    findings = enrich()
    assert sum(findings.refused.values()) == 2
    assert len(bench.titles()) == 2


def test_all_names_are_in_the_archive_before_an_article_has_one(bench) -> None:
    bench.sources = [source()]
    bench.ingest(bench.file("x.warc.gz", stories(1)))
    rows = bench.query("select id, name, type, country from actors")
    assert {tuple(row.values()) for row in rows} == {(a.id, a.name, a.type, a.country) for a in actors()}
    assert {row["id"] for row in bench.query("select id from topics")} == {topic.id for topic in topics()}
