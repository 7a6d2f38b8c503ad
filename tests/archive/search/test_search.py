"""Search finds matches in every script, and no query is a database error."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from archive.db.connection import connect
from archive.search.fts_index import fold, is_sound, rebuild_index, unfold
from archive.search.search import QueryError, match_expression, search

_TEXTS = {
    "en": "The committee adopted guidelines on space debris. NASA's budget for lunar landers was cut in the Senate.",
    "fr": "L’Agence spatiale européenne a publié un rapport sur la souveraineté et les débris orbitaux.",
    "ru": "Комитет обсудил ещё один проект договора о космосе и Луне.",
    "zh": "中国国家航天局公布了探月工程的新计划，卫星将于明年发射。",
    "ja": "宇宙基本計画の改定案を政府が公表し、月面探査車と衛星の予算を増額する。ＪＡＸＡが担う。",
    "ko": "우주항공청은 국가우주위원회에서 누리호 발사계획을 확정했다.",
    "ar": "أعلنت وكالة الفضاء جدًا أنّ القمر الصناعي سيُطلق قريباً إلى المدار.",
    "hi": "भारतीय अंतरिक्ष अनुसंधान संगठन ने चंद्रयान की नई नीति घोषित की।",
    "th": "สำนักงานอวกาศประกาศนโยบายดาวเทียมฉบับใหม่",
}


class Shelf:
    """An archive of a few articles, each with a name as its URL."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    def add(self, name: str, text: str, title: str = "Untitled", **values: object) -> int:
        (number,) = self.db.execute("select coalesce(max(id), 0) + 1 from articles").fetchone()
        values = {"id": number, "url": name, "source_id": "s", "title": title, "text": text, **values}
        row: dict[str, object] = dict(values)
        for _, column, kind, required, default, _ in self.db.execute("pragma table_info(articles)"):
            if required and default is None and column not in row:
                row[column] = 0 if kind == "INTEGER" else f"{column} {number}"
        marks = ", ".join("?" * len(row))
        self.db.execute(f"insert into articles ({', '.join(row)}) values ({marks})", tuple(row.values()))
        return int(number)

    def find(self, query: str) -> set[str]:
        return {hit.url for hit in search(self.db, query)}


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory, empty_archive: bytes) -> Callable[[], Shelf]:
    def make() -> Shelf:
        path: Path = tmp_path_factory.mktemp("search") / "search.db"
        path.write_bytes(empty_archive)
        db = connect(path).conn
        columns = [row[1] for row in db.execute("pragma table_info(sources)") if row[3] and row[4] is None]
        row = {"id": "s", **dict.fromkeys([c for c in columns if c != "id"], "")}
        db.execute(f"insert into sources ({', '.join(row)}) values ({', '.join('?' * len(row))})", tuple(row.values()))
        return Shelf(db)

    return make


@pytest.fixture(scope="module")
def shelf(make: Callable[[], Shelf]) -> Iterator[Shelf]:
    """Return a shelf with one text in each script; for reading only."""
    shelf = make()
    for name, text in _TEXTS.items():
        shelf.add(name, text)
    yield shelf
    shelf.db.close()


@pytest.fixture
def empty(make: Callable[[], Shelf]) -> Iterator[Shelf]:
    shelf = make()
    yield shelf
    shelf.db.close()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("space debris", "en"),
        ("SPACE Debris", "en"),
        ('"space debris"', "en"),
        ("guidelin*", "en"),
        ("nasa", "en"),
        ("europeenne", "fr"),
        ("débris orbitaux", "fr"),
        ("еще", "ru"),
        ("ЛУНЕ", "ru"),
        ("航天", "zh"),
        ("局", "zh"),
        ("航天局", "zh"),
        ("探月工程", "zh"),
        ("卫星 计划", "zh"),
        ("国家航*", "zh"),
        ("宇宙基本計画", "ja"),
        ("衛星", "ja"),
        ("JAXA", "ja"),
        ("月面 -卫星", "ja"),
        ("우주", "ko"),
        ("우주위원회", "ko"),
        ("국가우주 위원회", "ko"),
        ("누리호", "ko"),
        ("القمر", "ar"),
        ("جدا", "ar"),
        ("ان", "ar"),
        ("سيطلق", "ar"),
        ("अंतरिक्ष", "hi"),
        ("चंद्रयान", "hi"),
        ("ดาวเทียม", "th"),
        ("อวกาศ นโยบาย", "th"),
    ],
)
def test_words_of_every_script_are_found(shelf: Shelf, query: str, found: str) -> None:
    assert shelf.find(query) == {found}


@pytest.mark.parametrize("query", ["天航", "局航天", "अतरकष", "debri", "lune", "월면"])
def test_missing_words_are_not_found(shelf: Shelf, query: str) -> None:
    assert shelf.find(query) == set()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("lunar OR 航天", {"en", "zh"}),
        ("(lunar OR 航天) -senate", {"zh"}),
        ("committee NOT lunar", set()),
        ("NEAR(committee debris, 5)", {"en"}),
        ("NEAR(committee debris, 2)", set()),
        ("committee NEAR/5 debris", {"en"}),
        ("title:untitled lunar", {"en"}),
        ("title:lunar", set()),
        ("text:(lunar OR mars)", {"en"}),
        ("lunar AND senate", {"en"}),
        ("lunar and senate", set()),
        ("“space debris”", {"en"}),
        ("- lunar ...", {"en"}),
        ("C++ OR lunar", {"en"}),
    ],
)
def test_query_operators(shelf: Shelf, query: str, found: set[str]) -> None:
    assert shelf.find(query) == found


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("\x00", "empty"),
        ("*", "empty"),
        ('"', "not closed"),
        ('""', "nothing to search for"),
        ('moon "treaty', "not closed"),
        ("OR", "OR needs"),
        ("moon OR", "OR needs"),
        ("OR moon", "OR needs"),
        ("AND", "AND needs"),
        ("moon AND", "AND needs"),
        ("NOT", "NOT needs"),
        ("moon NEAR", "NEAR needs"),
        ("NEAR(", "NEAR takes"),
        ("NEAR(moon)", "at least two words"),
        ("NEAR(moon law, x)", "distance"),
        ("moon NEAR/0 law", "distance"),
        ("-moon", "only excludes"),
        ("(moon", "not closed"),
        ("moon)", "not opened"),
        ("()", "nothing to search for"),
        ("a*", "two letters"),
        ("title:-moon", "needs a search term"),
        ("(" * 30 + "moon" + ")" * 30, "parentheses"),
        ("moon " * 100, "more than 64 words"),
        ("x" * 2000, "too long"),
    ],
)
def test_a_malformed_query_is_reported_in_one_line(query: str, message: str) -> None:
    with pytest.raises(QueryError, match=message) as caught:
        match_expression(query)
    assert "\n" not in str(caught.value)


_PIECES = st.lists(
    st.one_of(
        st.text(max_size=5),
        st.sampled_from(
            ['"', "(", ")", "*", "-", "^", ":", "{", "}", "+", ",", "'", ";", "--", "/*", "\\", "\x00", "\ud800", "“"]
        ),
        st.sampled_from(
            ["OR", "AND", "NOT", "NEAR", "NEAR(", "NEAR/3", "title:", "text:", "moon", "航天", "우주", " "]
        ),
    ),
    max_size=10,
)


@given(pieces=_PIECES, glue=st.sampled_from(["", " "]))
def test_no_query_is_a_database_error(shelf: Shelf, pieces: list[str], glue: str) -> None:
    with suppress(QueryError):
        search(shelf.db, glue.join(pieces))


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert unfold(fold(text)) == unfold(fold(unfold(fold(text))))


def test_newest_first_and_undated_last(empty: Shelf) -> None:
    for name, date in [("b", "2024-02-01"), ("c", None), ("a", "2024-03-01"), ("d", "2023-01-01")]:
        empty.add(name, "moon", published_at=date)
    assert [hit.url for hit in search(empty.db, "moon")] == ["a", "b", "d", "c"]
    assert [hit.url for hit in search(empty.db, "moon", limit=2, offset=1)] == ["b", "d"]


def test_common_words_are_sorted_like_rare_ones(empty: Shelf) -> None:
    for number in range(1200):
        empty.add(str(number), "moon" if number % 100 else "moon treaty", published_at=f"2024-01-01T00:00:{number:04}Z")
    assert [hit.url for hit in search(empty.db, "moon", limit=3)] == ["1199", "1198", "1197"]
    assert [hit.url for hit in search(empty.db, "treaty", limit=3)] == ["1100", "1000", "900"]
    assert [hit.url for hit in search(empty.db, "moon", limit=2, offset=1100)] == ["99", "98"]
    assert [hit.url for hit in search(empty.db, "mo*", limit=2)] == ["1199", "1198"]
    assert [hit.url for hit in search(empty.db, "moon -treaty", limit=1, offset=99)] == ["1099"]


def test_best_first_prefers_the_title(empty: Shelf) -> None:
    empty.add("text", "moon moon law", published_at="2024-03-01")
    empty.add("title", "law and order", title="Moon treaty", published_at="2024-02-01")
    assert [hit.url for hit in search(empty.db, "moon", newest_first=False)] == ["title", "text"]


def test_only_the_latest_hits_are_ranked(empty: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, title in [("old", "Moon treaty"), ("new", "Law"), ("newest", "Order")]:
        empty.add(name, "a word on the moon", title=title)
    assert search(empty.db, "moon", newest_first=False)[0].url == "old"
    monkeypatch.setattr("archive.search.search.WEIGHED", 2)
    assert {hit.url for hit in search(empty.db, "moon", newest_first=False)} == {"new", "newest"}


@pytest.mark.parametrize(
    ("query", "snippet"),
    [
        ("lunar", "budget for [lunar] landers"),
        ("航天局", "中国国家[航天局]公布了"),
        ("누리호", "[누리호] 발사계획을"),
        ("宇宙", "[宇宙]基本計画"),
    ],
)
def test_snippets_show_the_original_text(shelf: Shelf, query: str, snippet: str) -> None:
    (hit,) = search(shelf.db, query, marks=("[", "]"))
    assert snippet in hit.snippet


def test_the_index_is_sound_after_an_update_and_a_deletion(empty: Shelf) -> None:
    empty.add("zh", _TEXTS["zh"])
    empty.db.execute("update articles set text = '火星探测' where url = 'zh'")
    assert empty.find("航天") == set()
    assert empty.find("火星") == {"zh"}
    empty.db.execute("delete from articles where url = 'zh'")
    assert empty.find("火星") == set()
    assert is_sound(empty.db)


def test_a_lost_index_is_rebuilt(empty: Shelf) -> None:
    for name in ("en", "zh"):
        empty.add(name, _TEXTS[name])
    empty.db.execute("insert into articles_fts (articles_fts) values ('delete-all')")
    assert empty.find("航天") == set()
    rebuild_index(empty.db)
    assert empty.find("航天") == {"zh"}
    assert empty.find("lunar") == {"en"}


def test_datasette_detects_the_full_text_table_of_articles(shelf: Shelf) -> None:
    assert Database(shelf.db)["articles"].detect_fts() == "articles_fts"  # type: ignore[union-attr]


def test_a_copy_names_its_original(empty: Shelf) -> None:
    original = empty.add("https://a.example/1", "A text about debris")
    empty.add("https://b.example/1", "A text about debris", copy_of=original)
    found = {hit.url: hit.copy_of_url for hit in search(empty.db, "debris")}
    assert found == {"https://a.example/1": "", "https://b.example/1": "https://a.example/1"}
