"""A search for the name of an instrument is recognised, and a search for other words is not."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from archive.db.connection import connect
from archive.search.named import instrument_named

NAMES = {
    "in-fr-dialogue": "India-France Strategic Space Dialogue",
    "in-jp-dialogue": "India-Japan Space Dialogue",
    "marpol": "MARPOL",
    "moon-agreement": "Moon Agreement",
}


@pytest.fixture
def db(tmp_path: Path, empty_archive: bytes) -> Iterator[Database]:
    (tmp_path / "a.db").write_bytes(empty_archive)
    db = connect(tmp_path / "a.db")
    db.execute("pragma foreign_keys = off")  # no articles are needed, only their number
    for number, (key, name) in enumerate(NAMES.items()):
        db.execute("insert into instruments (id, kind, name) values (?, 'treaty', ?)", [key, name])
        for article in range(number):
            db.table("article_instruments").insert({"article_id": article, "instrument_id": key, "count": 1})
    yield db
    db.close()


@pytest.mark.parametrize("query", ["strategic space dialogue", '"strategic space dialogue"', "France–India dialogue"])
def test_an_instrument_without_articles_is_not_worth_a_word(db: Database, query: str) -> None:
    assert instrument_named(db, query) is None


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ('"India-Japan Space Dialogue"', ("in-jp-dialogue", "India-Japan Space Dialogue", 1)),
        ("japan dialogue", ("in-jp-dialogue", "India-Japan Space Dialogue", 1)),
        ("marpol", ("marpol", "MARPOL", 2)),
        ("Moon Agreement", ("moon-agreement", "Moon Agreement", 3)),
        ("moon", None),
        ("space dialogue", None),  # of two
        ("moon OR agreement*", None),
        ('title:"moon agreement"', None),
        ("moonshine", None),
        ("", None),
        ('"', None),
    ],
)
def test_the_whole_name_or_several_of_its_words_name_an_instrument(
    db: Database, query: str, found: tuple[str, str, int] | None
) -> None:
    assert instrument_named(db, query) == found
