"""Copies: which texts are the same story, who ran it first, and what must not be taken for a copy."""

import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.db.connection import connect
from archive.dedup.groups import place, regroup, replace, withdraw
from archive.dedup.minhash_index import CopyIndex
from archive.dedup.neighbours import find
from archive.dedup.shingles import RecentTexts, shingles

_NAMES = ["Artemis", "Lunar", "Orion", "Hubble", "Ariane", "Vega", "Soyuz", "Kepler", "Galileo", "Copernicus"]


def story(seed: int, sentences: int = 30) -> str:
    """Return a text of made-up sentences, no two seeds alike."""
    chance = random.Random(seed)
    words = ["".join(chance.choices("abcdefghilmnoprstuv", k=chance.randint(3, 9))) for _ in range(400)]
    return " ".join(
        f"{chance.choice(_NAMES)} {' '.join(chance.choices(words, k=11))} {chance.randint(2, 900)}."
        for _ in range(sentences)
    )


@pytest.fixture
def db(tmp_path: Path, empty_archive: bytes) -> Iterator[sqlite3.Connection]:
    (tmp_path / "copies.db").write_bytes(empty_archive)
    database = connect(tmp_path / "copies.db")
    yield database.conn
    database.close()


class Desk:
    """An archive to which articles of outlets a, b, c ... are added, and which returns what they became."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    def add(self, outlet: str, text: str, *, seen: str = "2024-03-06T10:00:00Z", **values: object) -> int:
        if not self.db.execute("select 1 from sources where id = ?", (outlet,)).fetchone():
            self._insert("sources", {"id": outlet})
        (number,) = self.db.execute("select coalesce(max(id), 0) + 1 from articles").fetchone()
        self._insert("articles", {"id": number, "source_id": outlet, "text": text, "first_seen_at": seen, **values})
        place(self.db, number)
        return int(number)

    def copy_of(self, article_id: int) -> int | None:
        root: int | None = self.db.execute("select copy_of from articles where id = ?", (article_id,)).fetchone()[0]
        return root

    def _insert(self, table: str, values: dict[str, object]) -> None:
        row = dict(values)
        for _, name, kind, required, default, _ in self.db.execute(f"pragma table_info({table})"):
            if required and default is None and name not in row:
                row[name] = 0 if kind == "INTEGER" else f"{name} {values['id']}"
        marks = ", ".join("?" * len(row))
        self.db.execute(f"insert into {table} ({', '.join(row)}) values ({marks})", tuple(row.values()))


@pytest.fixture
def desk(db: sqlite3.Connection) -> Desk:
    return Desk(db)


def test_a_syndicated_text_points_to_the_first_seen(desk: Desk) -> None:
    first = desk.add("a", story(1))
    second = desk.add("b", "MOSCOW (Agency) - " + story(1) + " Reporting by our own staff.")
    assert desk.copy_of(second) == first
    assert desk.copy_of(first) is None
    (similarity,) = desk.db.execute("select similarity from articles where id = ?", (second,)).fetchone()
    assert similarity == 1.0


def test_placing_says_what_a_text_is_a_copy_of_and_how_much_of_it(desk: Desk, db: sqlite3.Connection) -> None:
    first = desk.add("a", story(1))
    half = desk.add("b", story(1).rpartition("Kepler")[0])
    found = replace(db, half, story(1).rpartition("Kepler")[0])
    assert found is not None
    assert (found.root_id, round(found.similarity, 2)) == (first, 1.0)
    assert replace(db, desk.add("c", story(2)), story(2)) is None


def test_an_original_that_is_found_late_adds_no_hash_that_its_copies_have(desk: Desk, db: sqlite3.Connection) -> None:
    def indexed() -> int:
        return int(db.execute("select count(*) from copy_shingles").fetchone()[0])

    at = {"published_precision": "minute", "seen": "2024-03-07T00:00:00Z"}
    copy = desk.add("a", story(1), published_at="2024-03-06T12:00:00Z", **at)
    before = indexed()
    first = desk.add("b", story(1), published_at="2024-03-06T08:00:00Z", **at)
    assert (desk.copy_of(copy), indexed()) == (first, before)


def test_a_teaser_is_a_copy_of_the_whole_whichever_comes_first(desk: Desk) -> None:
    teaser = story(1, 30)[: len(story(1, 30)) * 2 // 5] + " Subscribe to continue reading."
    whole, cut = desk.add("a", story(1)), desk.add("b", teaser)
    assert desk.copy_of(cut) == whole
    teaser = story(2, 30)[: len(story(2, 30)) * 2 // 5] + " Subscribe to continue reading."
    cut, whole = desk.add("a", teaser), desk.add("b", story(2))
    assert desk.copy_of(whole) == cut


def test_sentences_dropped_and_words_changed_leave_a_copy(desk: Desk) -> None:
    sentences = story(1).split(". ")
    edited = ". ".join(s.replace(" ", " rather ", 1) if i % 6 == 0 else s for i, s in enumerate(sentences) if i % 5)
    first = desk.add("a", story(1))
    assert desk.copy_of(desk.add("b", edited)) == first


def test_another_story_is_no_copy(desk: Desk) -> None:
    desk.add("a", story(1))
    assert desk.copy_of(desk.add("b", story(2))) is None


def test_a_template_with_other_facts_is_no_copy(desk: Desk) -> None:
    def notice(company: str, launcher: str, day: int, mass: int, site: str) -> str:
        return (
            f"{company} said on {day} March that its {launcher} rocket had lifted off from {site} on schedule. "
            f"The payload of {mass} kilograms reached its orbit {day + 20} minutes after it left the pad. "
            "The company will hold a press conference, and the results of the mission will be made public then. "
            f"This statement contains forward-looking statements. Actual results may differ. {launcher} is a trade "
            f"mark of {company}. Nothing in this statement is an offer to sell or a solicitation to buy."
        )

    desk.add("a", notice("Helio Systems", "Falke", 3, 420, "Kourou"))
    assert desk.copy_of(desk.add("b", notice("Agni Aerospace", "Vayu", 17, 615, "Sriharikota"))) is None


def test_a_round_up_is_no_copy_of_what_it_holds(desk: Desk) -> None:
    first = desk.add("a", story(1, 20))
    round_up = desk.add("b", "The week in space. " + story(1, 20) + story(2, 20) + story(3, 20))
    assert desk.copy_of(round_up) is None
    desk.add("c", story(2, 20))
    third = desk.add("d", story(1, 20))
    assert desk.copy_of(third) == first


def test_an_article_takes_its_copies_from_a_round_up_seen_before(desk: Desk) -> None:
    round_up = desk.add("a", "The week in space. " + story(1, 20) + story(2, 20) + story(3, 20))
    teaser = desk.add("b", " ".join(story(1, 20).split()[:100]) + " Subscribe to continue reading.")
    assert desk.copy_of(teaser) == round_up
    reprint = desk.add("d", "Reprinted. The week in space. " + story(1, 20) + story(2, 20) + story(3, 20))
    article = desk.add("c", story(1, 20))
    assert desk.copy_of(article) == teaser
    assert (desk.copy_of(round_up), desk.copy_of(reprint)) == (None, round_up)


def test_a_short_text_is_a_copy_only_if_equal(desk: Desk) -> None:
    first = desk.add("a", "The committee meets in Vienna on Monday to speak about debris and the moon.")
    equal = desk.add("b", "The Committee meets in Vienna, on Monday, to speak about debris and the Moon.")
    other = desk.add("c", "The committee meets in Vienna on Tuesday to speak about debris and the moon.")
    assert desk.copy_of(equal) == first
    assert desk.copy_of(other) is None
    assert desk.copy_of(desk.add("d", "Photo gallery")) is None
    assert desk.copy_of(desk.add("e", "Photo gallery")) is None
    assert desk.copy_of(desk.add("f", "")) is None


def test_chinese_text_is_compared_without_spaces(desk: Desk) -> None:
    chance = random.Random(5)
    signs = [chr(point) for point in range(0x4E00, 0x4E00 + 900)]
    text = "。".join("".join(chance.choices(signs, k=20)) for _ in range(20))
    first = desk.add("a", text)
    assert desk.copy_of(desk.add("b", "本报讯 " + text[:-60] + "编辑张某")) == first
    assert desk.copy_of(desk.add("c", "。".join("".join(chance.choices(signs, k=20)) for _ in range(20)))) is None


def test_an_article_is_no_copy_within_its_own_outlet(desk: Desk) -> None:
    first, again = desk.add("a", story(1)), desk.add("a", story(1) + " Corrected.")
    assert desk.copy_of(again) is None
    third = desk.add("b", story(1))
    assert desk.copy_of(third) in (first, again)


def test_what_was_published_first_becomes_the_root_however_late_it_is_found(desk: Desk) -> None:
    at = {"published_precision": "minute", "seen": "2024-03-07T00:00:00Z"}
    second = desk.add("b", story(1), published_at="2024-03-06T12:00:00Z", **at)
    third = desk.add("c", story(1), published_at="2024-03-06T13:00:00Z", **at)
    at["seen"] = "2024-03-08T00:00:00Z"
    first = desk.add("a", story(1), published_at="2024-03-06T11:00:00Z", **at)
    assert [desk.copy_of(i) for i in (first, second, third)] == [None, first, first]


@pytest.mark.parametrize(
    ("mine", "yours"),
    [
        (("2024-03-06T00:00:00Z", "day"), ("2024-03-05T22:00:00Z", "minute")),  # the day may be the same
        (("", ""), ("2024-03-01T00:00:00Z", "minute")),  # one has no date
        (("2024-03-06T11:00:00Z", "minute"), ("2024-03-05T00:00:00Z", "day")),
        (("2024-03-06T11:00:00Z", "minute"), ("2031-01-01T00:00:00Z", "minute")),  # cannot be true
    ],
)
def test_where_dates_do_not_tell_the_first_seen_is_the_root(
    desk: Desk, mine: tuple[str, str], yours: tuple[str, str]
) -> None:
    ids = [
        desk.add(outlet, story(1), seen=seen, published_at=date or None, published_precision=precision or None)
        for outlet, seen, (date, precision) in [
            ("a", "2024-03-07T00:00:00Z", mine),
            ("b", "2024-03-07T01:00:00Z", yours),
        ]
    ]
    assert [desk.copy_of(i) for i in ids] == [None, ids[0]]


def test_days_apart_are_compared_by_the_day(desk: Desk) -> None:
    second = desk.add("a", story(1), published_at="2024-03-05T11:00:00Z", published_precision="minute")
    first = desk.add("b", story(1), published_at="2024-03-02T00:00:00Z", published_precision="day")
    assert desk.copy_of(second) == first


def test_a_hundred_copies_point_to_one_root_and_fill_no_index(desk: Desk) -> None:
    ids = [desk.add(f"o{n}", story(1)) for n in range(100)]
    assert {desk.copy_of(i) for i in ids[1:]} == {ids[0]}
    assert desk.db.execute("select count(*) from copy_shingles").fetchone() == (16,)


def test_a_footer_of_many_articles_does_not_hide_copies(desk: Desk) -> None:
    footer = story(99, 6)
    ids = [desk.add(f"o{n}", story(n, 20) + " " + footer) for n in range(80)]
    assert all(desk.copy_of(i) is None for i in ids)
    (most,) = desk.db.execute("select max(n) from (select count(*) n from copy_shingles group by hash)").fetchone()
    assert most <= 32
    assert desk.copy_of(desk.add("z", story(70, 20) + " " + footer)) == ids[70]


def test_a_text_that_changes_leaves_its_group(desk: Desk, db: sqlite3.Connection) -> None:
    ids = [desk.add(outlet, story(1)) for outlet in "abc"]
    db.execute("update articles set text = ? where id = ?", (story(2), ids[0]))
    replace(db, ids[0], story(1))
    assert [desk.copy_of(i) for i in ids] == [None, None, ids[1]]
    assert desk.copy_of(desk.add("d", story(2))) == ids[0]


def test_a_withdrawn_article_leaves_nothing_in_the_index(desk: Desk, db: sqlite3.Connection) -> None:
    ids = [desk.add(outlet, story(1)) for outlet in "ab"]
    for article_id in ids:
        withdraw(db, article_id, story(1))
    assert db.execute("select count(*) from copy_shingles").fetchone() == (0,)
    assert [desk.copy_of(i) for i in ids] == [None, None]


def test_a_group_is_found_after_the_member_that_was_indexed_first_has_changed(
    desk: Desk, db: sqlite3.Connection
) -> None:
    at = {"published_precision": "minute", "seen": "2024-03-07T00:00:00Z"}
    copy = desk.add("a", story(1), published_at="2024-03-06T12:00:00Z", **at)
    first = desk.add("b", story(1), published_at="2024-03-06T08:00:00Z", **at)
    db.execute("update articles set text = ? where id = ?", (story(2), copy))
    replace(db, copy, story(1))
    assert desk.copy_of(copy) is None
    assert desk.copy_of(desk.add("c", story(1), seen="2024-03-08T00:00:00Z")) == first


def sentences(first: int, end: int) -> str:
    return ". ".join(story(1).split(". ")[first:end]) + "."


def test_two_groups_whose_first_texts_share_much_are_one_when_a_text_has_both(desk: Desk) -> None:
    beginning, end = desk.add("a", sentences(0, 20)), desk.add("b", sentences(9, 30))
    assert desk.copy_of(end) is None
    whole = desk.add("c", story(1))
    assert (desk.copy_of(end), desk.copy_of(whole)) == (beginning, beginning)


def test_of_two_texts_that_share_nothing_the_nearer_is_the_original_of_what_has_both(desk: Desk) -> None:
    less, more = desk.add("a", sentences(20, 30)), desk.add("b", sentences(0, 20))
    whole = desk.add("c", story(1))
    assert (desk.copy_of(whole), desk.copy_of(less)) == (more, None)


def test_a_copy_of_a_copy_belongs_to_the_group_while_it_shares_something_with_its_first_text(desk: Desk) -> None:
    root, member = desk.add("a", sentences(0, 20)), desk.add("b", sentences(6, 26))
    assert desk.copy_of(member) == root
    assert desk.copy_of(desk.add("c", sentences(12, 30))) == root
    assert desk.copy_of(desk.add("d", sentences(17, 30))) is None
    assert desk.copy_of(desk.add("e", sentences(8, 20) + story(3, 12))) is None  # it shares as much with both


def test_regrouping_forgets_what_no_text_bears_out(desk: Desk, db: sqlite3.Connection) -> None:
    first, other = desk.add("a", story(1)), desk.add("b", story(2))
    db.execute("update articles set copy_of = ?, similarity = 0.9 where id = ?", (first, other))
    regroup(db)
    assert db.execute("select copy_of, similarity from articles where id = ?", (other,)).fetchone() == (None, None)


def test_regrouping_depends_on_the_articles_alone(desk: Desk, db: sqlite3.Connection) -> None:
    for hour, (outlet, seed) in enumerate([("b", 1), ("a", 1), ("c", 2), ("a", 2), ("d", 1)]):
        desk.add(outlet, story(seed), seen=f"2024-03-06T1{9 - hour}:00:00Z")
    before = db.execute("select id, copy_of from articles order by id").fetchall()
    regroup(db)
    assert db.execute("select id, copy_of from articles order by id").fetchall() == before
    assert before == [(1, 5), (2, 5), (3, 4), (4, None), (5, None)]


def test_a_cleared_index_holds_nothing(desk: Desk, db: sqlite3.Connection) -> None:
    desk.add("a", story(1))
    index = CopyIndex(db)
    index.clear()
    assert db.execute("select count(*) from copy_shingles").fetchone() == (0,)
    assert index.is_current


def test_a_rebuilt_index_finds_the_same(desk: Desk, db: sqlite3.Connection) -> None:
    first = desk.add("a", story(1))
    db.execute("update copy_scheme set version = 0")
    db.execute("delete from copy_shingles")
    index = CopyIndex(db)
    assert not index.is_current
    index.rebuild()
    assert index.is_current
    assert [c.root_id for c in find(db, shingles(story(1))).candidates(other_than="b")] == [first]
    assert desk.copy_of(desk.add("b", story(1))) == first


def test_a_rebuilt_index_has_no_hash_of_a_group_twice(desk: Desk, db: sqlite3.Connection) -> None:
    desk.add("a", story(1, 28))
    desk.add("b", story(1))
    desk.add("c", story(2))
    rows = db.execute("select hash, article_id from copy_shingles order by 1, 2").fetchall()
    assert len({hash_ for hash_, _ in rows}) == len(rows)
    CopyIndex(db).rebuild()
    assert db.execute("select hash, article_id from copy_shingles order by 1, 2").fetchall() == rows


@pytest.mark.parametrize("lost", ["root", "copy"])
def test_articles_that_a_damaged_archive_lost_are_not_compared(desk: Desk, db: sqlite3.Connection, lost: str) -> None:
    root, copy = (desk.add(outlet, story(1)) for outlet in "ab")
    db.commit()  # a pragma within a transaction does nothing
    db.execute("pragma foreign_keys = off")
    db.execute("delete from articles where id = ?", (root if lost == "root" else copy,))
    assert desk.copy_of(desk.add("c", story(1, 28))) == (None if lost == "root" else root)


def test_sources_and_groups_of_neighbours_are_read_without_their_rows(desk: Desk, db: sqlite3.Connection) -> None:
    desk.add("a", story(1))
    statements: list[str] = []
    db.set_trace_callback(statements.append)
    find(db, shingles(story(1)))
    db.set_trace_callback(None)
    (read,) = [statement for statement in statements if "from articles" in statement]
    ((*_, plan),) = db.execute(f"explain query plan {read}")
    assert "COVERING INDEX" in plan


def test_words_keep_their_vowel_signs_and_lose_case_and_width() -> None:
    assert shingles("अंतरिक्ष में").lengths.tolist() == [8, 3]
    assert shingles("ＮＡＳＡ's Straße").codes.tolist() == shingles("nasa’s STRAßE").codes.tolist()
    assert len(shingles("中国航天 and 日本")) == 7
    assert len(shingles("")) == 0
    assert len(shingles("... —")) == 0


def test_texts_stay_cut_up_as_long_as_they_are_asked_for_and_few_enough() -> None:
    recent = RecentTexts(words=80)
    texts = [f"{name} " * 10 for name in _NAMES[:9]]
    first, second = recent.cut(texts[0]), recent.cut(texts[1])
    for text in texts[2:]:
        recent.cut(text)
        assert recent.cut(texts[0]) is first
    assert recent.cut(texts[1]) is not second
    assert recent.cut("orbit " * 11) is not recent.cut("orbit " * 11)
