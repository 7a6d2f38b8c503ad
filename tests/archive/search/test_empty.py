"""An empty answer says which filter nothing has."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from archive.db.connection import connect
from archive.search.empty import explain_empty
from archive.search.filters import Selection

STORIES = [
    {"url": "https://courier.example/1", "title": "Moon treaty signed", "published_at": "2026-01-01T08:00:00Z"},
    {"url": "https://courier.example/2", "title": "Mars budget cut", "published_at": "2026-01-03T08:00:00Z"},
]


@pytest.fixture
def db(write_archive, tmp_path: Path) -> Iterator[Database]:
    db = connect(write_archive("news.db", STORIES))
    yield db
    db.close()


@pytest.mark.parametrize(
    ("selection", "reason"),
    [
        (Selection(languages=("tlh",)), "no article is in Klingon; 'spacebeat list languages' shows what there is"),
        (Selection(countries=("AQ",)), "no article is about Antarctica; 'spacebeat list countries' shows"),
        (Selection(kinds=("agency",)), "no article is from a source of the kind agency"),
        (Selection(access=("paywalled",)), "no article has the access paywalled"),
        (Selection(since="2027-01-01"), "the latest article is of 2026-01-03"),
        (Selection(until="2025-01-01"), "the earliest article is of 2026-01-01"),
        (Selection(search="venus"), "no article matches the words"),
        (Selection(ids=(99,)), "none of the selected articles is in the archive"),
        (Selection(seen_since="2999-01-01"), "no article was archived since 2999-01-01"),
        (Selection(search="moon", since="2026-01-02"), "each of it has articles, but none has all"),
        (Selection(search="venus", after_id=2), ""),
    ],
)
def test_the_filter_that_nothing_has_is_named(db: Database, selection: Selection, reason: str) -> None:
    assert explain_empty(db, selection).startswith(reason)
    assert bool(reason) == bool(explain_empty(db, selection))


def test_copies_that_were_left_out_are_named(db: Database) -> None:
    db.execute("update articles set copy_of = 1 where id = 2")
    assert explain_empty(db, Selection(search="mars")) == "all that match are copies; add --include-copies"


def test_an_empty_archive_is_named_first(tmp_path: Path) -> None:
    db = connect(tmp_path / "empty.db")
    assert explain_empty(db, Selection(languages=("tlh",))).startswith("the archive has no articles yet")
    db.close()
