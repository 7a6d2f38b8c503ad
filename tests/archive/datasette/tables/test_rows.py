"""The rows of a table page are the same as those of plain SQL, however they are found."""

import itertools
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from archive.datasette.tables.keyset import Order, Place, read_token, token
from archive.datasette.tables.request import Limits, TableQuery
from archive.datasette.tables.rows import find_rows
from archive.db.connection import connect, connect_to_read, transaction

COUNT = 700
# All that has a word is listed, but read along the index.
LISTED = Limits(few=0, read=0)
# Nothing is few, so that everything is walked; and a walk that has time for one slice only.
WALK = Limits(few=0, read=0, listed=0)
HASTE = Limits(few=0, read=0, listed=0, sample=0, walking=-1, sampling=-1)
ORDERS = [Order("published_at"), Order("published_at", False), Order("first_seen_at"), Order("id"), Order("id", False)]


def when(number: int) -> str | None:
    """Days in another order than that of the ids, many of them shared, some unknown."""
    return None if number % 11 == 0 else f"2026-01-{number * 7 % 28 + 1:02}T00:00:00Z"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path: Path = tmp_path_factory.mktemp("rows") / "news.db"
    db = connect(path)
    with transaction(db):
        for source in ("one", "two"):
            db.execute(
                "insert into sources (id, name, homepage, country, languages, kind, focus) "
                "values (?, ?, 'https://a.test/', 'IN', '[]', 'agency', 'space')",
                [source, source],
            )
        db.conn.executemany(
            "insert into articles (id, url, url_key, source_id, title, published_at, language, word_count, text, "
            "text_hash, first_seen_at, last_seen_at, copy_of) values (?, ?, ?, ?, ?, ?, ?, 9, ?, '', ?, '', ?)",
            [_row(number) for number in range(1, COUNT + 1)],
        )
    db.close()
    reader = connect_to_read(path)
    yield reader.conn
    reader.close()


def _row(n: int) -> tuple[Any, ...]:
    text = "everywhere" + " often" * (n % 3 == 0) + " seldom" * (n % 100 == 0)
    seen = f"2026-02-{n % 28 + 1:02}T00:00:00Z"
    outlet, language, copy = "two" if n % 5 else "one", "fr" if n % 4 else "en", 1 if n % 9 == 0 else None
    return (n, f"https://a.test/{n}", f"a.test/{n}", outlet, f"Title {n}", when(n), language, text, seen, copy)


def all_pages(archive: sqlite3.Connection, query: TableQuery, limits: Limits) -> list[int]:
    """Return the ids on all pages, each requested with the token of the page before."""
    ids: list[int] = []
    for _ in itertools.count():
        rows = find_rows(archive, query, limits)
        ids += [place.id for place in rows.rest[: query.size]]
        if rows.next is None:
            return ids
        query = replace(query, start=read_token(token(rows.next)))
    raise AssertionError


CONDITIONS = [
    {},
    {"words": "everywhere"},
    {"words": "often", "conditions": ("language = :p0",), "values": {"p0": "fr"}},
    {"words": "seldom"},
    {"words": '"of"*', "conditions": ("language = :p0",), "values": {"p0": "fr"}},
    {"words": "nowhere"},
    {"conditions": ("title like :p0",), "values": {"p0": "%7%"}},
    {"conditions": ("source_id = :p0",), "indexed": ("source_id = :p0",), "values": {"p0": "one"}},
    {"conditions": ("id in (1, 2, 3)",), "table": "unique_articles"},
    {"words": "often", "table": "unique_articles"},
]


def by_sql(archive: sqlite3.Connection, query: TableQuery) -> list[int]:
    words = "id in (select rowid from articles_fts where articles_fts match :words)" if query.words else "1"
    direction = "desc" if query.order.descending else "asc"
    sql = f"""
        select id from {query.table} where {query.where} and {words}
        order by {query.order.column} {direction}, id
    """
    return [row[0] for row in archive.execute(sql, {**query.values, "words": query.words})]


@pytest.mark.parametrize("limits", [Limits(), LISTED, WALK, HASTE], ids=["few", "listed", "walk", "haste"])
@pytest.mark.parametrize("order", ORDERS, ids=str)
@pytest.mark.parametrize("asked", CONDITIONS, ids=str)
def test_the_pages_hold_each_row_once_in_order(
    archive: sqlite3.Connection, asked: Any, order: Order, limits: Limits
) -> None:
    query = TableQuery(**{"table": "articles", "order": order, "size": 40} | asked)
    assert all_pages(archive, query, limits) == by_sql(archive, query)


def test_few_rows_are_all_found(archive: sqlite3.Connection) -> None:
    rows = find_rows(archive, TableQuery("articles", Order("id"), 5, words="seldom"))
    assert rows.complete
    assert len(rows.places) == 7
    assert rows.next == rows.places[4]


def test_matches_of_a_word_are_counted_if_they_can_be_listed(archive: sqlite3.Connection) -> None:
    query = TableQuery("articles", Order("id"), 5, words="often")
    assert find_rows(archive, query, LISTED).total == COUNT // 3
    assert find_rows(archive, query, WALK).total is None
    assert find_rows(archive, replace(query, table="unique_articles"), LISTED).total is None


def test_many_rows_are_known_to_be_more_than_few(archive: sqlite3.Connection) -> None:
    few = Limits(few=100, read=100, listed=100)
    assert find_rows(archive, TableQuery("articles", Order("id"), 5, words="often"), few).more_than == 100
    narrow = TableQuery("articles", Order("id"), 5, conditions=("id < 150",), words="often")
    assert find_rows(archive, narrow, few).more_than == 0


def test_a_large_archive_is_hardly_read_for_what_no_index_answers(archive: sqlite3.Connection) -> None:
    query = TableQuery("articles", Order("id"), 5, conditions=("title like :p0",), values={"p0": "%7%"})
    assert find_rows(archive, query, Limits(scanning=-1)).complete
    assert not find_rows(archive, query, Limits(read=COUNT - 1, scanning=-1)).complete
    indexed = replace(query, conditions=("language = :p0",), values={"p0": "fr"})
    assert find_rows(archive, indexed, Limits(read=COUNT - 1, scanning=-1)).complete


def test_a_scan_that_runs_out_of_time_reports_its_position(archive: sqlite3.Connection) -> None:
    rows = find_rows(archive, TableQuery("articles", Order("id", False), 50, words="seldom"), HASTE)
    assert [place.id for place in rows.places] == [100, 200]
    assert rows.reached == rows.next == Place(200, 200)
    assert not rows.complete


def test_a_page_of_no_rows_has_no_next(archive: sqlite3.Connection) -> None:
    for limits in (Limits(), WALK):
        assert find_rows(archive, TableQuery("articles", Order("id"), 0), limits).next is None


@pytest.mark.parametrize("place", [Place(5, None), Place(7, "2026-01-02T00:00:00Z"), Place(8, "a,b ~$"), Place(9, "")])
def test_a_token_decodes_to_the_same_place(place: Place) -> None:
    assert read_token(token(place)) == place
