"""Few hits and many use different indexes, but return the same articles in the same order."""

import sqlite3
from collections import defaultdict
from typing import Any

import pytest

from archive.datasette.pages import search_query, word_condition
from archive.datasette.pages.search_request import read_query

QUERIES: list[dict[str, str]] = [
    {},
    {"q": "dialogue"},
    {"q": "dialogue -secret"},
    {"topic": "bilateral", "country": "FR"},
    {"q": "dialogue", "actor": "isro", "language": "en"},
    {"q": "dialogue", "instrument": "ost"},
    {"q": "dialogue", "source": "one"},
    {"kind": "agency", "access": "full"},
    {"source": "one", "since": "2000-01-01", "topic": "bilateral"},
    {"seen_since": "2000-01-01", "seen_until": "2100-01-01"},
]


@pytest.mark.parametrize("asked", QUERIES)
@pytest.mark.parametrize("originals", [False, True])
def test_both_ways_find_the_same(
    filled: Any, asked: dict[str, str], originals: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = sqlite3.connect(f"file:{filled[0]}?mode=ro", uri=True)
    query = read_query(connection, defaultdict(str, asked, originals="1" if originals else ""))
    few = search_query.find(connection, query, public=False)
    monkeypatch.setattr(search_query, "BOUND", 1)
    many = search_query.find(connection, query, public=False)
    monkeypatch.setattr(search_query, "NARROW", 0)
    monkeypatch.setattr(word_condition, "LISTED", 0)
    tested = search_query.find(connection, query, public=False)
    monkeypatch.setattr(word_condition, "LISTED", 1_000_000)
    monkeypatch.setattr(word_condition, "FREQUENT", 1)
    listed = search_query.find(connection, query, public=False)
    monkeypatch.setattr(search_query, "COUNTING", 0)
    hasty = search_query.find(connection, query, public=False)
    connection.close()
    assert few.hits
    assert few.total == len(few.hits)
    assert few.is_listed
    assert not many.is_listed
    assert many.total in (few.total, None)
    for other in (many, tested, listed, hasty):
        assert [hit["id"] for hit in other.hits] == [hit["id"] for hit in few.hits]


def test_only_the_latest_matches_are_ranked(filled: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    connection = sqlite3.connect(f"file:{filled[0]}?mode=ro", uri=True)
    query = read_query(connection, defaultdict(str, {"q": "dialogue", "order": "best"}))
    everything = search_query.find(connection, query, public=False)
    monkeypatch.setattr(search_query, "WEIGHED", 2)
    latest = search_query.find(connection, query, public=False)
    connection.close()
    assert (len(everything.hits), everything.weighed) == (6, 0)
    assert latest.weighed == 2
    assert {hit["id"] for hit in latest.hits} == set(sorted(hit["id"] for hit in everything.hits)[-2:])


@pytest.mark.parametrize("asked", [{"source": "one"}, {"language": "en"}, {"kind": "agency", "country": "FR"}])
def test_many_matches_are_read_in_order_and_not_sorted(
    filled: Any, asked: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = sqlite3.connect(f"file:{filled[0]}?mode=ro", uri=True)
    monkeypatch.setattr(search_query, "BOUND", 1)
    run: list[str] = []
    connection.set_trace_callback(run.append)
    search_query.find(connection, read_query(connection, defaultdict(str, asked)), public=False)
    connection.set_trace_callback(None)
    (walk,) = [sql for sql in run if "order by coalesce" in sql and "limit 20 offset" in sql]
    plan = [row[3] for row in connection.execute(f"explain query plan {walk}")]
    connection.close()
    assert "USE TEMP B-TREE FOR ORDER BY" not in plan


@pytest.mark.parametrize("bound", [1, 10_000])
def test_the_latest_matches_are_the_same_whatever_page_is_shown(
    filled: Any, bound: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = sqlite3.connect(f"file:{filled[0]}?mode=ro", uri=True)
    asked = {"q": "dialogue"}
    newest = search_query.find(connection, read_query(connection, defaultdict(str, asked)), public=False)
    shown = read_query(connection, defaultdict(str, asked, order="oldest", page="3"))
    monkeypatch.setattr(search_query, "BOUND", bound)
    monkeypatch.setattr(search_query, "NARROW", 0)
    ids, has_more = search_query.latest(connection, shown, 3)
    connection.close()
    assert has_more
    assert set(ids) == {hit["id"] for hit in newest.hits[:3]}
