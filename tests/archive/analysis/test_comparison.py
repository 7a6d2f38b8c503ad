"""Comparisons have the numbers that counting each article gives, for every interval and filter."""

import random
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from archive.analysis.comparison import compare, table
from archive.analysis.periods import choose_interval, periods
from archive.archive import Archive
from archive.errors import WrongUsageError
from archive.records import Source
from archive.search.filters import Selection

START, DAYS = date(2025, 11, 10), 200
OUTAGE = range(100, 121)  # days without any article
BURST = range(60, 66)  # days on which most articles are about the treaty


class News:
    """An archive of invented news, and the same as a list: (day, source, words, is a copy)."""

    def __init__(self, path: Path) -> None:
        pick = random.Random(1)
        self.articles: list[tuple[str, str, str, bool]] = []
        with Archive(path) as archive:
            for name, kind in (("one", "agency"), ("two", "trade-press")):
                archive.add_source(Source(name, name, f"https://{name}.test/", "US", ("en",), kind, "space"))
            for offset in set(range(DAYS)) - set(OUTAGE):
                for _ in range(pick.randint(12, 20)):
                    words = "treaty" if pick.random() < (0.6 if offset in BURST else 0.05) else "launch"
                    day = (START + timedelta(days=offset)).isoformat()
                    self.articles.append((day, pick.choice(("one", "two")), words, pick.random() < 0.1))
            self._insert(archive.db)
        self.db = Database(path)

    def _insert(self, db: Database) -> None:
        for id_, (day, source, words, is_copy) in enumerate(self.articles, 1):
            db.execute(
                "insert into articles (id, url, url_key, source_id, title, published_at, word_count, text, text_hash,"
                " copy_of, first_seen_at, last_seen_at) values (?, ?, ?, ?, ?, ?, 1, ?, '', ?, ?, ?)",
                [id_, f"u{id_}", f"u{id_}", source, words, f"{day}T09:00:00Z", words, 1 if is_copy else None, day, day],
            )
        db.conn.commit()

    def count(self, first: str, last: str, words: str = "", source: str = "", *, copies: bool = True) -> int:
        """Count the articles by going through all of them."""
        return sum(
            first <= day <= last and words in text and source in from_ and (copies or not is_copy)
            for day, from_, text, is_copy in self.articles
        )


def put_one_a_day(archive: Archive, days: list[str]) -> None:
    archive.add_source(Source("one", "one", "https://one.test/", "US", ("en",), "academia", "space"))
    archive.db.conn.executemany(
        "insert into articles (url, url_key, source_id, title, published_at, word_count, text, text_hash,"
        " first_seen_at, last_seen_at) values (?1, ?1, 'one', 'a', ?1, 1, 'a', '', ?1, ?1)",
        [[day] for day in days],
    )


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> News:
    return News(tmp_path_factory.mktemp("compare") / "news.db")


@pytest.mark.parametrize("interval", ["day", "week", "month"])
@pytest.mark.parametrize("copies", [True, False])
@pytest.mark.parametrize("days", [("", ""), ("2025-12-04", "2026-04-22")])
def test_numbers_are_those_of_a_count_by_hand(news: News, interval: str, copies: bool, days: tuple[str, str]) -> None:
    common: dict[str, Any] = {"since": days[0], "until": days[1], "include_copies": copies}
    searches = {
        "treaty": Selection(search="treaty", **common),
        "agency": Selection(search="treaty", kinds=("agency",), **common),
        "two": Selection(sources=("two",), **common),
    }
    found = compare(news.db.conn, searches, interval)
    assert found is not None
    for first, last, *rows in zip(
        found.periods.firsts,
        found.periods.lasts,
        *(zip(one.matching, one.totals, strict=True) for one in found.searches),
        strict=True,
    ):
        span = max(first, days[0]), min(last, days[1] or last)
        assert rows == [
            (news.count(*span, "treaty", copies=copies), news.count(*span, copies=copies)),
            (news.count(*span, "treaty", "one", copies=copies), news.count(*span, "", "one", copies=copies)),
            (news.count(*span, "", "two", copies=copies),) * 2,
        ]


def test_the_planted_burst_and_outage_are_found(news: News) -> None:
    found = compare(news.db.conn, {"treaty": Selection(search="treaty"), "launch": Selection(search="launch")}, "day")
    assert found is not None
    treaty, launch = found.searches
    days = found.periods.firsts
    best = max(treaty.bursts, key=lambda burst: burst.weight)
    assert days[best.first] == "2026-01-09"
    assert "2026-01-14" <= days[best.last] < "2026-01-20"  # the days after it are busy by chance
    assert launch.bursts == ()
    gaps = {(date.fromisoformat(day) - START).days for day, gap in zip(days, treaty.gaps, strict=True) if gap}
    assert set(OUTAGE[2:-2]) <= gaps <= set(OUTAGE)


def test_the_table_has_matching_total_and_ratio(news: News) -> None:
    found = compare(news.db.conn, {"treaty": Selection(search="treaty"), "all": Selection()}, "month")
    assert found is not None
    rows = list(table(found))
    assert Counter(row["query"] for row in rows) == {"treaty": 7, "all": 7}
    row = next(row for row in rows if (row["day"], row["query"]) == ("2026-01", "treaty"))
    assert row["ratio"] == round(row["matching"] / row["total"], 6)


def test_quiet_weeks_of_a_rare_source_are_no_gap_and_three_quiet_months_are(tmp_path: Path) -> None:
    weeks = [number for number in range(100) if number % 3 and not 60 <= number < 73]
    with Archive(tmp_path / "rare.db") as archive:
        put_one_a_day(archive, [(START + timedelta(weeks=number)).isoformat() for number in weeks])
        found = compare(archive.db.conn, {"a": Selection(search="a"), "all": Selection()}, "week")
    assert found is not None
    gaps = [number for number, is_gap in enumerate(found.searches[1].gaps, weeks[0]) if is_gap]
    assert set(range(60, 73)) <= set(gaps) <= set(range(60, 74))


def test_days_without_articles_are_a_gap_although_others_are_missing_near_them(tmp_path: Path) -> None:
    """Of a source with an article on two days in three, all of 28 days are missing but three, found by links."""
    days = [number for number in range(240) if (number % 3 and not 100 <= number < 128) or number in (108, 109, 110)]
    with Archive(tmp_path / "stray.db") as archive:
        put_one_a_day(archive, [(START + timedelta(days=number)).isoformat() for number in days])
        found = compare(archive.db.conn, {"a": Selection(search="a"), "all": Selection()}, "day")
    assert found is not None
    gaps = {number for number, is_gap in enumerate(found.searches[1].gaps, days[0]) if is_gap}
    assert set(range(114, 124)) <= gaps <= set(range(100, 128))


def test_without_articles_there_is_no_share(news: News) -> None:
    since, until = ((START + timedelta(days=OUTAGE[0] + day)).isoformat() for day in (-1, 1))
    chosen = Selection(since=since, until=until, include_copies=True)
    found = compare(news.db.conn, {"treaty": replace(chosen, search="treaty"), "all": chosen}, "day")
    assert found is not None
    assert found.searches[1].shares == (100.0, None, None)
    assert [row["ratio"] for row in table(found) if row["query"] == "all"] == [1.0, None, None]


def test_one_search_and_seven_are_refused(news: News) -> None:
    for number in (1, 7):
        with pytest.raises(WrongUsageError, match="2 to 6 searches"):
            compare(news.db.conn, {str(n): Selection() for n in range(number)})


@pytest.mark.parametrize(
    ("first", "last", "asked", "most", "expected"),
    [
        ("2026-01-01", "2026-03-01", "", 750, "day"),
        ("2024-01-01", "2026-03-01", "", 750, "week"),
        ("2016-01-01", "2026-03-01", "", 750, "month"),
        ("2016-01-01", "2026-03-01", "day", 750, "week"),
        ("2016-01-01", "2026-03-01", "day", 100_000, "day"),
    ],
)
def test_the_interval_fits_the_days(first: str, last: str, asked: str, most: int, expected: str) -> None:
    assert choose_interval(first, last, asked, most) == expected


def test_weeks_begin_on_monday_and_months_end_with_their_last_day() -> None:
    assert periods("2026-01-01", "2026-01-12", "week").firsts == ("2025-12-29", "2026-01-05", "2026-01-12")
    assert periods("2024-02-10", "2024-12-01", "month").lasts[0] == "2024-02-29"
    assert periods("2024-02-10", "2024-12-01", "month").lasts[-1] == "2024-12-31"
