"""What a fetched page proves about an article of a snapshot."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlite_utils import Database

from archive.db.connection import connect
from archive.search.filters import Selection
from archive.snapshot import Expected, failed_sources, refetched, sources_of, tally, write_snapshot
from archive.snapshot.rehydrated import Refetched
from archive.text import text_hash

URL = "https://courier.example/1"
TEXT = "Delegates weighed a proposal on debris removal."


@pytest.fixture
def db(write_archive: Callable[..., Path]) -> Database:
    return connect(write_archive("news.db", [{"url": URL, "text": TEXT}]))


def outcome(db: Database, text: str = TEXT) -> tuple[str, str]:
    (result,) = refetched(db, [Expected(URL, "", text_hash(text), "courier")])
    return result.outcome, result.reason


def test_the_text_decides(db: Database) -> None:
    assert outcome(db) == ("same", "")
    assert outcome(db, "Another text.") == ("changed", "")


def test_a_page_of_which_less_is_shown_is_marked(db: Database) -> None:
    db.execute("update articles set access = 'paywalled'")
    assert outcome(db) == ("same", "")
    assert outcome(db, "Another text.") == ("changed", "paywalled")


def test_an_article_that_was_withdrawn_is_gone_though_its_text_is_kept(db: Database) -> None:
    db.execute("update urls set state = 'gone', reason = 'http 410'")
    assert outcome(db) == ("gone", "http 410")


@pytest.mark.parametrize(
    ("state", "expected"),
    [("gone", "gone"), ("not-article", "gone"), ("blocked", "blocked"), ("failed", "failed"), ("pending", "unasked")],
)
def test_without_a_text_the_state_of_the_address_decides(db: Database, state: str, expected: str) -> None:
    db.execute("update urls set article_id = null, state = ?, reason = 'why'", [state])
    assert outcome(db) == (expected, "why")


def test_an_address_that_the_archive_never_saw_was_not_asked(db: Database) -> None:
    (result,) = refetched(db, [Expected("https://courier.example/other", "", "", "courier")])
    assert (result.outcome, result.asked_at) == ("unasked", "")


def test_a_source_failed_when_nothing_at_all_could_be_learnt_of_it() -> None:
    told = {"a": ("failed", "unasked"), "b": ("failed", "gone"), "c": ("unasked",), "d": ("same",)}
    results = [Refetched(Expected("u", "", "", name), what) for name, all_of in told.items() for what in all_of]  # type: ignore[arg-type]
    counts = tally(results)
    assert counts["b"] == {"same": 0, "changed": 0, "gone": 1, "blocked": 0, "failed": 1, "unasked": 0}
    assert failed_sources(counts) == ["a"]


def test_the_outlets_of_a_snapshot_are_read_back(db: Database, tmp_path: Path) -> None:
    write_snapshot(db, tmp_path / "set", Selection(), parquet=True)
    known = sources_of(tmp_path / "set")["courier"]
    assert (known.name, known.homepage, known.languages) == ("The Courier", "https://courier.example/", ("en",))
