"""Lineage: which release or report an article draws on, how much of it, and which passages."""

import json
import random
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.db.connection import connect
from archive.dedup import lineage
from archive.dedup.alignment import align
from archive.dedup.groups import place, regroup, replace, withdraw
from archive.dedup.shingles import shingles, word_spans

Add = Callable[..., int]


def sentences(seed: int, count: int = 30) -> list[str]:
    """Return made-up sentences of twelve words, no two seeds alike."""
    chance = random.Random(seed)
    words = ["".join(chance.choices("abcdefghilmnoprstuv", k=chance.randint(3, 9))) for _ in range(400)]
    return [f"{' '.join(chance.choices(words, k=12)).capitalize()}." for _ in range(count)]


def text(*parts: list[str]) -> str:
    """Join sentences to a text."""
    return " ".join(sentence for part in parts for sentence in part)


RELEASE, OWN, OTHER = sentences(1), sentences(2), sentences(3)


@pytest.fixture
def db(tmp_path: Path, empty_archive: bytes) -> Iterator[sqlite3.Connection]:
    (tmp_path / "lineage.db").write_bytes(empty_archive)
    database = connect(tmp_path / "lineage.db")
    outlets = {"agency": "agency", "courier": "trade-press", "gazette": "general-press", "tribune": "general-press"}
    for outlet, kind in outlets.items():
        database.execute(
            "insert into sources (id, name, homepage, country, languages, kind, focus)"
            " values (?, ?, '', 'US', '[]', ?, '')",
            [outlet, outlet, kind],
        )
    yield database.conn
    database.close()


@pytest.fixture
def add(db: sqlite3.Connection) -> Add:
    """Add an article of an outlet; articles are seen one minute after the other unless stated otherwise."""

    def add(outlet: str, body: str, published: str = "", precision: str = "second") -> int:
        (number,) = db.execute("select coalesce(max(id), 0) + 1 from articles").fetchone()
        db.execute(
            """
            insert into articles (id, url, url_key, source_id, title, text, text_hash, word_count, first_seen_at,
              last_seen_at, published_at, published_precision) values (?1, ?1, ?1, ?2, '', ?3, '', 0, ?4, ?4, ?5, ?6)
            """,
            (
                number,
                outlet,
                body,
                f"2026-03-06T10:{number:02}:00Z",
                published or None,
                precision if published else None,
            ),
        )
        place(db, number)
        return int(number)

    return add


def row(db: sqlite3.Connection, article_id: int) -> Any:
    """Return root, share kept, share of the article and evidence of an article, or None."""
    return db.execute(
        "select root_id, kept_of_root, share_of_article, time_evidence from lineage where article_id = ?", (article_id,)
    ).fetchone()


@pytest.mark.parametrize(
    ("report", "kept", "share"),
    [
        (text(RELEASE[:15], OWN[:1]), 15 / 30, 15 / 16),
        (text(OWN[:2], RELEASE[20:], RELEASE[:10], OWN[2:4]), 20 / 30, 20 / 24),
        (text(OWN[:15], RELEASE[7:10], OWN[15:]), 3 / 30, 3 / 33),
        (text(*[[theirs, ours] for theirs, ours in zip(RELEASE[::2], OWN[::2], strict=True)]), 15 / 30, 15 / 30),
    ],
    ids=["cut", "reordered", "quoted", "woven"],
)
@pytest.mark.parametrize("release_first", [True, False])
def test_what_was_kept_of_a_release_is_measured(db, add: Add, report, kept, share, release_first: bool) -> None:
    for seed in range(10, 16):
        add("gazette", text(sentences(seed)))
    added = [("agency", text(RELEASE)), ("courier", report)]
    numbers = {outlet: add(outlet, body) for outlet, body in (added if release_first else reversed(added))}
    root, found_kept, found_share, evidence = row(db, numbers["courier"])
    assert (root, evidence) == (numbers["agency"], "tie")
    assert found_kept == pytest.approx(kept, abs=0.05)
    assert found_share == pytest.approx(share, abs=0.05)
    assert row(db, numbers["agency"]) is None


def test_other_texts_and_a_shared_phrase_are_no_lineage(db, add: Add) -> None:
    add("agency", text(RELEASE))
    assert row(db, add("courier", text(OWN))) is None
    assert row(db, add("gazette", text(OTHER[:10], RELEASE[:1], OTHER[10:]))) is None


@pytest.mark.parametrize("first", [0, 12, 24, 36, 48])
def test_a_short_report_is_traced_to_a_long_article_that_is_no_release(db, add: Add, first: int) -> None:
    long = sentences(7, 60)
    article = add("courier", text(long))
    report = add("gazette", text(long[first : first + 4], OWN[:3]))
    assert row(db, report)[0] == article


def test_a_quotation_that_two_outlets_share_makes_no_root(db, add: Add) -> None:
    add("courier", text(OTHER, RELEASE[:2]))
    assert row(db, add("gazette", text(RELEASE[:2], OWN))) is None


def test_a_chain_points_to_the_release(db, add: Add) -> None:
    release = add("agency", text(RELEASE))
    report = add("courier", text(RELEASE[:15], OWN[:15]))
    second = add("gazette", text(OTHER[:3], RELEASE[:12], OWN[:12]))
    assert row(db, report)[0] == row(db, second)[0] == release


def test_a_release_that_comes_late_takes_the_place_of_a_report(db, add: Add) -> None:
    report = add("courier", text(RELEASE[:15], OWN[:15]))
    second = add("gazette", text(OTHER[:3], RELEASE[:12], OWN[:12]))
    assert row(db, second)[0] == report
    release = add("agency", text(RELEASE))
    assert row(db, report)[0] == row(db, second)[0] == release


def test_a_release_that_is_called_a_copy_of_what_was_seen_first_is_the_root(db, add: Add) -> None:
    copy = add("courier", text(RELEASE))
    before = add("gazette", text(OWN[:6], RELEASE[:12], OWN[6:12]))
    release = add("agency", text(RELEASE, OTHER[:1]))
    after = add("tribune", text(OTHER[2:8], RELEASE[10:22], OTHER[8:14]))
    assert db.execute("select copy_of from articles where id = ?", (release,)).fetchone() == (copy,)
    assert [row(db, report)[0] for report in (before, after)] == [release] * 2


def add_reports(add: Add, count: int) -> list[int]:
    """Add reports that each have four sentences of the release among their own."""
    own = [sentences(seed, 14) for seed in range(30, 30 + count)]
    return [add("courier", text(one[:7], RELEASE[4 * at : 4 * at + 4], one[7:])) for at, one in enumerate(own)]


def test_a_release_that_comes_late_is_the_root_of_all_reports_on_it(db, add: Add) -> None:
    reports = add_reports(add, 7)
    release = add("agency", text(RELEASE))
    assert [row(db, report)[0] for report in reports] == [release] * 7


def test_a_release_that_is_edited_stays_the_root_of_what_drew_on_it(db, add: Add) -> None:
    release = add("agency", text(RELEASE))
    reports = add_reports(add, 7)
    edited = text(RELEASE, OTHER[:1])
    db.execute("update articles set text = ? where id = ?", (edited, release))
    replace(db, release, text(RELEASE))
    assert [row(db, report)[0] for report in reports] == [release] * 7


@pytest.mark.parametrize(("outlet", "other"), [("agency", "courier"), ("courier", "gazette")])
def test_what_an_outlet_puts_below_each_article_hides_no_other_text(db, add: Add, outlet: str, other: str) -> None:
    footer = sentences(5, 15)
    for seed in range(40, 46):
        add(outlet, text(sentences(seed, 10), footer))
    first, second = text(RELEASE), text(OWN[:4], RELEASE[7:14], OWN[4:8])
    if outlet == "agency":
        report, root = add(other, second), add(outlet, text([first], footer))
    else:
        root, report = add(other, first), add(outlet, text([second], footer))
    assert row(db, report)[0] == root


def test_what_only_the_report_says_comes_from_the_report(db, add: Add) -> None:
    add("agency", text(RELEASE))
    report = add("courier", text(RELEASE[:5], OWN))
    assert row(db, add("gazette", text(OWN[:20], OTHER[:5])))[0] == report


def test_a_text_of_which_the_article_has_little_is_not_its_root_through_another(db, add: Add) -> None:
    origin = add("courier", text(RELEASE[:6]))
    report = add("gazette", text(RELEASE[:4], OWN[:20]))
    assert row(db, report)[0] == origin
    assert row(db, add("tribune", text(RELEASE[:4], OWN[:20], OTHER[:1])))[0] == report


def test_a_report_on_its_own_outlet_leads_no_article_back_to_that(db, add: Add) -> None:
    origin = add("courier", text(RELEASE))
    report = add("gazette", text(RELEASE[:15], OWN[:15]))
    assert row(db, report)[0] == origin
    assert row(db, add("courier", text(OWN[:15], RELEASE[:12], OTHER[:3])))[0] == report


@pytest.mark.parametrize(("of_release", "root"), [(12, "agency"), (8, "courier")])
def test_a_release_wins_from_half_as_many_words_as_a_report_has(db, add: Add, of_release: int, root: str) -> None:
    numbers = {"agency": add("agency", text(RELEASE)), "courier": add("courier", text(OWN))}
    assert row(db, add("gazette", text(RELEASE[:of_release], OWN[:18])))[0] == numbers[root]


@pytest.mark.parametrize(
    ("first", "second", "precision", "root", "evidence"),
    [
        ("2026-03-06T08:00:00Z", "2026-03-06T09:00:00Z", "second", "first", "published"),
        ("2026-03-06T09:00:00Z", "2026-03-06T08:00:00Z", "second", "second", "published"),
        ("2026-03-01", "2026-03-04", "day", "first", "day"),
        ("2026-03-04", "2026-03-01", "day", "second", "day"),
        ("2026-03-04", "2026-03-05", "day", "first", "tie"),
        ("2026-03-06T08:00:00Z", "2026-03-06T08:00:00Z", "second", "first", "tie"),
        ("", "", "", "first", "tie"),
    ],
)
def test_times_of_publication_say_who_was_first(db, add: Add, first, second, precision, root, evidence) -> None:
    one = add("courier", text(RELEASE[:20], OWN[:5]), first, precision)
    two = add("gazette", text(RELEASE[5:20], OTHER[:5]), second, precision)
    drawing, origin = (two, one) if root == "first" else (one, two)
    assert (row(db, drawing)[0], row(db, drawing)[3], row(db, origin)) == (origin, evidence, None)


def test_a_report_published_before_the_release_does_not_draw_on_it(db, add: Add) -> None:
    release = add("agency", text(RELEASE), "2026-03-06T09:00:00Z")
    report = add("courier", text(RELEASE[:20], OWN[:5]), "2026-03-06T08:00:00Z")
    assert (row(db, report), row(db, release)[0]) == (None, report)


def test_an_outlet_draws_on_others_only(db, add: Add) -> None:
    add("courier", text(RELEASE))
    assert row(db, add("courier", text(RELEASE[:15], OWN[:15]))) is None


def test_passages_are_aligned_word_runs(db, add: Add) -> None:
    add("agency", text(RELEASE))
    report = text(OWN[:2], RELEASE[20:22], OWN[2:4], RELEASE[3:5])
    number = add("courier", report)
    (passages,) = db.execute("select passages from lineage where article_id = ?", (number,)).fetchone()
    assert json.loads(passages) == [[24, 240, 24], [72, 36, 24]]
    spans = word_spans(report)
    shown = [report[spans[at][0] : spans[at + words - 1][1]] for at, _, words in json.loads(passages)]
    assert shown == [text(RELEASE[20:22]).rstrip("."), text(RELEASE[3:5]).rstrip(".")]


def test_a_changed_word_leaves_the_passage_and_a_repeated_sentence_its_longest_match() -> None:
    release = text(RELEASE[:3], RELEASE[:1], RELEASE[5:7])
    changed = text(RELEASE[:1], RELEASE[5:7]).replace(RELEASE[5].split()[6], "altered")
    found = align(shingles(changed), shingles(release))
    assert (found.words, found.runs[0].root_word) == (35, 36)


@pytest.mark.parametrize(("changed", "words"), [(2, 10), (3, 0)])
def test_two_changed_words_do_not_end_a_passage_and_three_do(changed: int, words: int) -> None:
    said = text(RELEASE[:1]).split()
    assert len(said) == 12
    report = " ".join([*OWN[0].split(), *said[:5], *OTHER[0].split()[:changed], *said[5 + changed :], *OWN[1].split()])
    assert align(shingles(report), shingles(text(RELEASE))).words == words


def test_texts_that_cannot_share_enough_have_nothing_aligned_and_others_all() -> None:
    chance = random.Random(7)
    release = shingles(text(RELEASE))
    for _ in range(40):
        drawn = chance.sample(OWN, 4) + chance.sample(RELEASE, chance.randint(0, 4))
        report = shingles(text(chance.sample(drawn, len(drawn))))
        whole = align(report, release)
        for fewest in (1, 20, 60, 120):
            found = align(report, release, fewest)
            assert found == whole or (found.words == 0 and whole.words < fewest)
    assert align(report, release, len(report) + 1).words == 0


def test_characters_count_where_words_are_not_spaced(db, add: Add) -> None:
    chance = random.Random(4)
    release, own = ("".join(chr(chance.randint(0x4E00, 0x9000)) for _ in range(300)) for _ in range(2))
    root = add("agency", release)
    found = row(db, add("courier", own[:100] + release[50:150] + own[100:]))
    assert found[0] == root
    assert found[1:3] == pytest.approx((100 / 300, 100 / 400), abs=0.02)


def test_an_edit_is_traced_again(db, add: Add) -> None:
    add("agency", text(RELEASE))
    before = text(RELEASE[:15], OWN[:15])
    report = add("courier", before)
    db.execute("update articles set text = ? where id = ?", (text(OWN), report))
    replace(db, report, before)
    assert row(db, report) is None


def test_what_drew_on_a_removed_text_is_traced_again(db, add: Add) -> None:
    release, body = add("agency", text(RELEASE)), text(RELEASE[:15], OWN[:15])
    report = add("courier", body)
    second = add("gazette", text(OTHER[:3], RELEASE[:12], OWN[:12]))
    assert row(db, second)[0] == release
    withdraw(db, release, text(RELEASE))
    assert (row(db, report), row(db, second)[0]) == (None, report)


@pytest.mark.parametrize("again", [lineage.rebuild, regroup])
def test_a_rebuild_finds_the_same(db, add: Add, again: Callable[[sqlite3.Connection], None]) -> None:
    add("courier", text(OWN[:15], RELEASE[7:10], OWN[15:]))
    add("agency", text(RELEASE))
    add("gazette", text(RELEASE[:12], OTHER[:12]))
    rows = db.execute("select * from lineage order by article_id").fetchall()
    assert len(rows) == 2
    db.execute("delete from lineage_scheme")
    assert not lineage.is_current(db)
    again(db)
    assert lineage.is_current(db)
    assert db.execute("select * from lineage order by article_id").fetchall() == rows


@pytest.mark.parametrize(
    "body", ["", "One, two!", "ﬁve ﬁngers № 5 …and ½ more", "国际空间站 is 25 years old", "a\u0301b c"]
)
def test_spans_are_those_of_the_words_that_are_compared(body: str) -> None:
    spans = word_spans(body)
    assert len(spans) == len(shingles(body))
    assert all(0 <= start < stop <= len(body) for start, stop in spans)
    assert spans == sorted(spans)


def test_of_articles_that_are_no_releases_the_index_of_quotations_holds_the_latest(
    db, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.dedup.quotation_index._LATEST", 2)
    first, release = add("courier", text(OWN)), add("agency", text(RELEASE))
    for seed in (21, 22):
        add("gazette", text(sentences(seed)))
    held = {row[0] for row in db.execute("select distinct article_id from quotation_shingles")}
    assert first not in held
    assert {release, 3, 4} <= held
