"""Layouts and their samples in the archive."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from archive.db.connection import connect
from archive.records import Article, Rejection
from archive.store import layouts
from archive.store.layouts import LayoutState, NewLayout


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    db = connect(tmp_path / "a.db")
    yield db
    db.close()


def versions(db: Database) -> list[str]:
    return [version for (version,) in db.execute("select version from layouts order by number")]


def save(db: Database, version: str, *, is_base: bool = False) -> None:
    layouts.save(db, NewLayout("courier", version, version.encode(), is_base), "x/1")


def test_samples_are_kept_until_a_layout_holds_what_they_say(db: Database) -> None:
    article = Article(url="", title="t", text="t", sample=b"one")
    layouts.note(db, "x/1", [("courier", article), ("courier", Rejection("irrelevant", "", b"two"))])
    save(db, "first")
    assert layouts.state(db, "courier", "x/1") == LayoutState(b"first", b"", (b"one", b"two"))
    save(db, "second", is_base=True)
    assert layouts.state(db, "courier", "x/1") == LayoutState(b"second", b"second", ())


def test_another_version_of_the_extractor_learns_anew(db: Database) -> None:
    save(db, "first")
    assert layouts.state(db, "courier", "x/2") == LayoutState()


@pytest.mark.parametrize("method", ["layout first", "lines, layout first"])
def test_a_layout_by_which_an_article_was_read_is_kept_for_ever(db: Database, method: str) -> None:
    save(db, "first")
    read = Article(url="", title="t", text="t", provenance={"text": method})
    layouts.note(db, "x/1", [("courier", read)])
    for version in ("second", "third", "fourth"):
        save(db, version)
    assert versions(db) == ["first", "third", "fourth"]


def test_the_layout_whose_samples_are_gone_is_kept(db: Database) -> None:
    save(db, "first", is_base=True)
    for version in ("second", "third", "fourth"):
        save(db, version)
    assert versions(db) == ["first", "third", "fourth"]
