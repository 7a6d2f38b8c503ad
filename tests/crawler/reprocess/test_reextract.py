"""Stored captures read again: first reported, then written, then no difference any more."""

import asyncio
import json

import pytest

from crawler.catalogue.source import Rule
from crawler.engine.workers import Workers
from crawler.reprocess.reextract import Plan, reextract
from tests.foreign import URL, AtOnce, record, source, stories, story
from tests.outlets import article, published, title

TABLES = (
    "articles",
    "revisions",
    "date_evidence",
    "links",
    "article_actors",
    "article_topics",
    "runs",
    "captures",
    "urls",
)


@pytest.fixture
def read_again(bench):
    def read_again(**fields):
        sources = {source.id: source for source in bench.sources}
        return asyncio.run(reextract(Plan(bench.archive, sources, workers=Workers(4, AtOnce), **fields)))

    return read_again


def damage(bench, sql: str) -> None:
    """Leave the archive as an earlier extractor would have."""
    from archive.archive import Archive

    with Archive(bench.archive) as archive, archive.transaction():
        archive.db.execute(sql)


def everything(bench):
    return {table: bench.query(f"select * from {table}") for table in TABLES}


def test_what_today_reads_alike_is_not_reported_and_not_changed(bench, read_again) -> None:
    bench.ingest(bench.file("x.warc.gz", stories(3)))
    before = everything(bench)
    findings = read_again()
    assert (findings.read, findings.changed, dict(findings.fields)) == (3, 0, {})
    assert everything(bench) == before


def test_without_apply_differences_are_reported_and_nothing_changes(bench, read_again) -> None:
    bench.ingest(bench.file("x.warc.gz", stories(3)))
    damage(bench, "update articles set authors = '[]', published_at = '2001-01-01T00:00:00Z' where id < 3")
    before = everything(bench)
    findings = read_again()
    assert findings.changed == 2
    assert dict(findings.fields) == {("courier", "authors"): 2, ("courier", "published_at"): 2}
    assert findings.examples["courier", "authors"][0].old == "[]"
    assert findings.examples["courier", "authors"][0].new == '["Ana Ruiz"]'
    assert everything(bench) == before


def test_apply_keeps_what_was_as_a_revision_and_does_nothing_the_second_time(bench, read_again) -> None:
    bench.ingest(bench.file("x.warc.gz", stories(2)))
    damage(
        bench,
        "update articles set title = 'Menu', published_at = '2001-01-01T00:00:00Z', extractor = 'old' where id = 1",
    )
    damage(bench, "update revisions set title = 'Menu' where article_id = 1")
    read_again(apply=True)
    row = bench.query("select title, published_at, extractor from articles where id = 1")[0]
    assert (row["title"], row["published_at"]) == (title(0), f"{published(0):%Y-%m-%dT%H:%M:%SZ}")
    assert row["extractor"] != "old"
    first, second = bench.query("select * from revisions where article_id = 1 order by number")
    assert (first["title"], first["change"]) == ("Menu", "first")
    assert (second["title"], second["change"]) == (title(0), "reextracted")
    assert json.loads(second["replaced"]) == {"published_at": "2001-01-01T00:00:00Z"}
    assert len(bench.query("select 1 from revisions")) == 3
    (run,) = bench.query("select * from runs where kind = 'reextract'")
    assert (run["fetched"], run["revised"], run["unchanged"], run["outcome"]) == (2, 1, 1, "done")
    before = {name: rows for name, rows in everything(bench).items() if name != "runs"}
    assert read_again(apply=True).changed == 0
    assert {name: rows for name, rows in everything(bench).items() if name != "runs"} == before


def test_evidence_and_links_are_those_of_today(bench, read_again) -> None:
    bench.ingest(bench.file("x.warc.gz", story(1)))
    before = everything(bench)
    damage(bench, "delete from article_topics")
    damage(bench, "delete from date_evidence")
    damage(bench, "update articles set extractor = 'old'")
    assert ("courier", "topics") in read_again(apply=True).fields
    after = everything(bench)
    for table in ("article_topics", "date_evidence", "revisions"):
        assert after[table] == before[table]


def test_the_full_text_index_follows(bench, read_again) -> None:
    bench.ingest(bench.file("x.warc.gz", story(1)))
    damage(bench, "update articles set text = 'wrong'")
    read_again(apply=True)
    assert bench.query("select rowid from articles_fts where articles_fts match 'delegates'")
    assert not bench.query("select rowid from articles_fts where articles_fts match 'wrong'")


def test_an_article_that_would_be_none_is_reported_and_stays(bench, read_again) -> None:
    bench.ingest(bench.file("x.warc.gz", stories(2)))
    bench.sources = [source(focus="general")]
    damage(bench, "update captures set warc_offset = 1 where id = 1")
    findings = read_again(apply=True)
    assert sum(findings.refused.values()) >= 1
    assert len(bench.titles()) == 2


def test_the_date_is_that_of_the_first_state_the_text_that_of_the_latest(bench, read_again) -> None:
    later = article(1).replace(b"3 hours", b"9 hours").replace(b"2026-11-01T10:30", b"2026-11-09T10:30")
    bench.ingest(bench.file("x.warc.gz", story(1)))
    bench.ingest(bench.file("y.warc.gz", record(URL.format(1), later, at="2026-11-12T08:00:00Z")))
    assert read_again().changed == 0
    damage(bench, "update articles set published_at = null, text = 'x'")
    read_again(apply=True)
    (row,) = bench.query("select published_at, text from articles")
    assert row["published_at"] == f"{published(1):%Y-%m-%dT%H:%M:%SZ}"
    assert "9 hours" in row["text"]


def test_a_rule_reads_only_the_captures_of_its_time(bench, read_again) -> None:
    wrong = Rule(title="footer", until="2026-11-09")
    bench.ingest(bench.file("x.warc.gz", story(1)))  # fetched on the 10th
    bench.sources = [source(rule=(wrong,))]
    assert read_again().changed == 0
    bench.sources = [source(rule=(Rule(title="footer", until="2026-11-10"),))]
    assert ("courier", "title") in read_again().fields


def test_captures_that_were_rejected_are_reconsidered_when_asked_for(bench, read_again) -> None:
    bench.sources = [source(focus="general")]
    page = article(1).replace(b"space", b"garden").replace(b"satellite", b"flower").replace(b"orbit", b"shed")
    for word in (b"launch", b"debris", b"lunar", b"spectrum", b"licensing"):
        page = page.replace(word, b"tulip")
    bench.ingest(bench.file("x.warc.gz", record(URL.format(1), page)))
    assert bench.titles() == []
    bench.sources = [source()]  # the catalogue says now that it is all about space policy
    assert read_again().read == 0
    findings = read_again(rejected=True)
    assert sum(findings.accepted.values()) == 1
    assert bench.titles() == []
    read_again(rejected=True, apply=True)
    assert len(bench.titles()) == 1
    assert bench.query("select outcome from captures") == [{"outcome": "new"}]
    assert read_again(rejected=True, apply=True).accepted == {}
    for run in bench.query("select * from runs"):
        assert run["fetched"] == sum(run[name] for name in ("new", "revised", "unchanged", "rejected", "failed"))


def test_only_the_named_sources_and_so_many_are_read(bench, read_again) -> None:
    bench.sources.append(source("gazette"))
    bench.ingest(bench.file("x.warc.gz", stories(3) + record("https://gazette.example/a", article(9))))
    assert read_again(names=("gazette",)).read == 1
    assert read_again(limit=2).read == 2
    damage(bench, "update articles set extractor = 'old' where id = 2")
    assert read_again(outdated=True).read == 1


def test_sources_that_the_catalogue_has_lost_are_read_all_the_same(bench, read_again) -> None:
    bench.ingest(bench.file("x.warc.gz", stories(2)))
    bench.sources = []
    assert (read_again().read, read_again().changed) == (2, 0)


def test_structure_that_was_never_read_is_added_without_a_revision(bench, read_again) -> None:
    bench.ingest(bench.file("x.warc.gz", story(1)))
    before = everything(bench)
    assert before["articles"][0]["blocks"]
    damage(bench, "update articles set blocks = null, extractor = 'old'")
    damage(bench, "delete from links")
    assert read_again(apply=True).changed == 0
    after = everything(bench)
    for table in ("articles", "links", "revisions"):
        assert after[table] == before[table]
