"""The counts stay true through every way in which an article comes, changes and goes."""

from pathlib import Path

import pytest
from sqlite_utils import Database

from archive.db.connection import connect, transaction
from archive.records import Article, Enrichment, Mention
from archive.reports import counters
from archive.store.articles import Origin, add

TEXT = "The committee met on Tuesday and agreed on nothing but the date of its next meeting, which is in May."


@pytest.fixture
def db(tmp_path: Path, empty_archive: bytes) -> Database:
    (tmp_path / "a.db").write_bytes(empty_archive)
    db = connect(tmp_path / "a.db")
    with transaction(db):
        for source in ("one", "two"):
            db.execute(
                "insert into sources (id, name, homepage, country, languages, kind, focus)"
                " values (?, ?, 'https://e.test/', 'US', '[\"en\"]', 'agency', 'space')",
                [source, source],
            )
    return db


def article(number: int, published: str = "2026-03-04T10:00:00Z", **fields: object) -> Article:
    about = Enrichment(1.0, True, (Mention("law", 1.0),), (), (Mention("FR", 2), Mention("IN", 1)))
    values: dict[str, object] = {
        "url": f"https://e.test/{number}",
        "title": f"Title {number}",
        "text": f"{TEXT} Number {number} said so.",
        "published_at": published,
        "published_precision": "second" if published else "",
        "language": "en",
        "enrichment": about,
    }
    return Article(**(values | fields))  # type: ignore[arg-type]


def put(db: Database, one: Article, source: str = "one", at: str = "2026-03-05T00:00:00Z") -> int:
    with transaction(db):
        return add(db, one, Origin(source, (one.url,), at)).article_id


def test_counts_an_article_under_its_week_month_source_topic_and_countries(db: Database) -> None:
    put(db, article(1))
    put(db, article(2))
    put(db, article(3, published=""), source="two")
    assert db.execute("select * from source_weeks").fetchall() == [
        ("2026-03-02", "one", 2, 0),
        ("2026-03-02", "two", 1, 0),
    ]
    assert db.execute("select * from topic_weeks").fetchall() == [("2026-03-02", "law", 3, 0)]
    assert db.execute("select country, articles from country_months").fetchall() == [("FR", 3), ("IN", 3)]
    assert counters.drifted(db) == []


def test_follows_a_change_of_date_a_copy_and_a_deletion(db: Database) -> None:
    first, second = put(db, article(1)), put(db, article(2))
    with transaction(db):
        db.execute("update articles set copy_of = ? where id = ?", [first, second])
    assert db.execute("select articles, copies from source_weeks").fetchall() == [(2, 1)]
    with transaction(db):
        db.execute("update articles set published_at = '2025-01-01T00:00:00Z' where id = ?", [second])
    assert db.execute("select month, articles from country_months where country = 'FR'").fetchall() == [
        ("2025-01", 1),
        ("2026-03", 1),
    ]
    assert counters.drifted(db) == []
    with transaction(db):
        for table in ("article_topics", "article_countries", "revisions", "date_evidence"):
            db.execute(f"delete from {table} where article_id = ?", [second])
        db.execute("delete from articles where id = ?", [second])
    assert counters.drifted(db) == []


def test_follows_a_revision_that_is_about_something_else(db: Database) -> None:
    put(db, article(1))
    other = Enrichment(1.0, True, (Mention("debris", 1.0),), (), (Mention("JP", 2),))
    put(db, article(1, text=TEXT.replace("nothing", "everything"), enrichment=other, language="fr"))
    assert db.execute("select topic_id from topic_weeks where articles > 0").fetchall() == [("debris",)]
    assert db.execute("select language from source_months where articles > 0").fetchall() == [("fr",)]
    assert counters.drifted(db) == []


def test_a_date_that_is_none_is_counted_and_stops_nothing(db: Database) -> None:
    put(db, article(1, published="soon"))
    assert db.execute("select week, articles from source_weeks").fetchall() == [("", 1)]


def test_names_languages_and_the_number_of_articles_as_the_articles_have_them(db: Database) -> None:
    assert (counters.number_of_articles(db.conn), counters.used_languages(db.conn)) == (0, [])
    for number, language in enumerate(("fr", "", "en", "fr", "de"), 1):
        put(db, article(number, language=language, published="" if number == 1 else "2026-03-04T10:00:00Z"))
    assert counters.number_of_articles(db.conn) == 5
    assert counters.used_languages(db.conn) == ["de", "en", "fr"]


def test_rebuild_mends_what_drifted(db: Database) -> None:
    put(db, article(1))
    with transaction(db):
        db.execute("update source_weeks set articles = 7")
    assert counters.drifted(db) == ["source_weeks"]
    with transaction(db):
        counters.rebuild(db)
    assert counters.drifted(db) == []
