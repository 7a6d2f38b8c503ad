"""Questions that stop reading when they have what they show have the same rows as those that read everything."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from archive.datasette.queries import questions
from archive.db.connection import connect

FIRST = date(2026, 3, 2)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    db = connect(tmp_path / "news.db")
    for source in ("one", "two", "three", "silent"):
        db.table("sources").insert({"id": source, "name": source.title()} | dict.fromkeys(REQUIRED, ""))
    yield db
    db.close()


REQUIRED = ("homepage", "country", "languages", "kind", "focus")


def ask(db: Database, name: str, **values: str) -> list[dict[str, Any]]:
    question = questions()[name]
    given = {one.name: "" for one in question.parameters} | values
    return list(db.query(question.sql, given))


def test_listed_urls_are_counted_on_the_latest_thousand_days_of_sources(db: Database) -> None:
    expected: Counter[tuple[str, str]] = Counter()
    urls = []
    for number in range(1_500):
        source = ("one", "two", "three")[number % 3]
        day = (FIRST - timedelta(days=number // 3 + (number % 7 == 0))).isoformat()
        found_by = "" if number % 11 == 0 else "feed"
        url = {"url": f"https://{source}.test/{number}", "url_key": str(number), "source_id": source}
        urls.append(url | {"state": "failed", "first_seen_at": f"{day}T23:59:59Z", "found_by": found_by})
        expected[day, source] += bool(found_by)
    db.table("urls").insert_all(urls)
    latest = sorted(sorted(source for source in expected if expected[source]), key=lambda row: row[0], reverse=True)
    found = ask(db, "daily_coverage", since="2020-01-01")
    assert [(row["day"], row["source_id"]) for row in found] == latest[:1_000]
    assert all(row["advertised"] == row["failed"] == expected[row["day"], row["source_id"]] for row in found)
    of_one = [row for row in latest if row[1] == "one" and row[0] >= "2026-01-01"]
    found = ask(db, "daily_coverage", since="2026-01-01", source="one")
    assert [(row["day"], row["source_id"]) for row in found] == of_one
    assert ask(db, "daily_coverage", since="2026-01-01", source="silent") == []


def test_gaps_are_the_weeks_without_articles_of_outlets_that_usually_publish(db: Database) -> None:
    weeks = [(date(2026, 1, 5) + timedelta(weeks=n)).isoformat() for n in range(12)]
    published = {
        "one": {week: 3 for week in weeks if week != "2026-02-09"} | {"2026-02-02": 0},
        "two": dict.fromkeys(weeks[:8], 5),
        "three": dict.fromkeys(weeks, 4),
        "silent": dict.fromkeys((weeks[0], weeks[-1]), 1),
    }
    for source, counts in published.items():
        for week, number in counts.items():
            db.table("source_weeks").insert({"week": week, "source_id": source, "articles": number, "copies": 0})
    found = ask(db, "coverage_gaps", since="2026-01-05", until="2026-03-30", at_least="2")
    ended = [(week, "two") for week in reversed(weeks[8:])]
    assert [(row["week"], row["source_id"]) for row in found] == [*ended, ("2026-02-09", "one"), ("2026-02-02", "one")]
    assert {row["source"]: row["usual_articles_a_week"] for row in found} == {"One": 2.5, "Two": 5.0}


def test_an_outlet_that_still_publishes_has_gaps_too(db: Database) -> None:
    today = datetime.now(UTC).date()
    monday = today - timedelta(days=today.weekday())
    weeks = [(monday - timedelta(weeks=n)).isoformat() for n in range(5)]
    for week in (weeks[0], weeks[4]):
        db.table("source_weeks").insert({"week": week, "source_id": "one", "articles": 5, "copies": 0})
    assert [row["week"] for row in ask(db, "coverage_gaps", at_least="2")] == weeks[1:4]


def article(number: int, source: str, hours: int, **fields: Any) -> dict[str, Any]:
    at = f"{FIRST + timedelta(hours=hours)}T{hours % 24:02}:00:00Z"
    names = {"id": number, "url": f"https://{source}.test/{number}", "url_key": str(number), "title": f"T{number}"}
    texts = {"text": "", "text_hash": "", "word_count": 1, "first_seen_at": at, "last_seen_at": at}
    return names | texts | {"source_id": source, "published_at": at, "published_precision": "second"} | fields


def test_who_follows_first_is_asked_of_the_copies_of_the_days_asked_for(db: Database) -> None:
    copies = [("two", 60), ("three", 30), ("two", 200), ("three", 30), ("one", 31)]
    db.table("articles").insert(article(1, "one", 0))
    db.table("articles").insert_all(article(2 + n, source, at, copy_of=1) for n, (source, at) in enumerate(copies))
    (story,) = ask(db, "first_to_publish", since="2026-03-01")
    assert (story["followers"], story["next_outlet"], story["hours_later"]) == (5, "Three", 30.0)
    (story,) = ask(db, "first_to_publish", since="2026-03-04", until="2026-03-09")
    assert (story["followers"], story["next_outlet"], story["hours_later"]) == (1, "Two", 60.0)
    assert ask(db, "first_to_publish", since="2026-03-01", source="two") == []


def test_a_date_is_uncertain_by_the_evidence_against_it_only(db: Database) -> None:
    db.table("articles").insert_all(
        [article(1, "one", 0), article(2, "one", 1), article(3, "one", 2, published_at=None)]
    )
    for number, day, chosen in ((1, "2026-03-01", 0), (1, "2026-03-02", 1), (2, "2026-03-02", 0), (3, "2026-02-01", 0)):
        evidence = {"article_id": number, "field": "published", "raw": "", "value": day, "precision": "day"}
        db.table("date_evidence").insert(evidence | {"method": "meta", "zone_source": "", "chosen": chosen})
    (row,) = ask(db, "uncertain_dates", since="2026-01-01")
    assert (row["article"], row["others"]) == (1, "2026-03-01 (meta)")


@pytest.mark.parametrize("rows", [0, 90])
@pytest.mark.parametrize(
    "name", ["articles_of_a_dialogue", "coverage_of_a_dialogue", "articles_that_cite", "releases_by_outlet"]
)
def test_a_question_looks_articles_up_by_id_whatever_the_statistics(db: Database, name: str, rows: int) -> None:
    """Statistics are those of the archive as it was when a crawl last ended, or there are none."""
    if rows:
        db.execute("analyze")
        db.execute("insert into sqlite_stat1 values ('articles', 'articles_when', ?)", [f"{rows} 1"])
        db.execute("analyze sqlite_schema")
    db.register_function(lambda words: words, name="escape_fts")
    question = questions()[name]
    given = {one.name: one.default for one in question.parameters}
    plan = [row[3] for row in db.execute(f"explain query plan {question.sql}", given)]
    assert any(
        re.match(r"SEARCH (TABLE articles AS )?a USING (INTEGER PRIMARY KEY|.*articles_group)", step) for step in plan
    )
