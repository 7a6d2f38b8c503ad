"""Saved searches: read strictly, delivered once, marked only when the delivery is whole."""

from collections.abc import Callable
from pathlib import Path

import pytest

from archive.db.connection import connect
from archive.db.lock import WriterLock
from archive.errors import ArchiveLockedError
from archive.search.filters import Selection
from archive.search.saved import SavedSearch, SavedSearchError, delivery, load_saved_search

WriteArchive = Callable[..., Path]


def test_a_search_is_read_by_name(tmp_path: Path) -> None:
    file = tmp_path / "searches.toml"
    file.write_text('[[search]]\nname = "accords"\nsearch = "artemis"\nlanguages = ["en", "fr"]\n')
    assert load_saved_search(file, "accords").selection() == Selection(search="artemis", languages=("en", "fr"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[[search]]\nname = "other"\n', "has no search 'accords'; it has other"),
        ('[[search]]\nname = "accords"\ntopic = "x"\n', "unknown field `topic`"),
        ("[[search]\n", "searches.toml"),
        ('[[search]]\nname = "accords"\n[[search]]\nname = "accords"\n', "2 searches named"),
    ],
)
def test_a_faulty_file_says_what_is_wrong(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "searches.toml"
    file.write_text(text)
    with pytest.raises(SavedSearchError, match=message):
        load_saved_search(file, "accords")


def test_a_missing_file_says_where_it_should_be(tmp_path: Path) -> None:
    with pytest.raises(SavedSearchError, match="--searches"):
        load_saved_search(tmp_path / "searches.toml", "accords")


def test_the_mark_moves_to_the_newest_article(write_archive: WriteArchive) -> None:
    path = write_archive("news.db", [{"url": "https://courier.example/1"}, {"url": "https://courier.example/2"}])
    saved = SavedSearch(name="accords", sources=("ministry",))
    with delivery(path, saved) as first:
        assert first.after_id == 0
    with delivery(path, saved) as second:
        assert second.after_id == 2


def test_the_mark_stays_when_the_delivery_fails(write_archive: WriteArchive) -> None:
    path = write_archive("news.db", [{"url": "https://courier.example/1"}])
    with pytest.raises(BrokenPipeError), delivery(path, SavedSearch(name="accords")):
        raise BrokenPipeError
    with delivery(path, SavedSearch(name="accords")) as again:
        assert again.after_id == 0


def test_a_delivery_waits_for_no_other_writer(write_archive: WriteArchive) -> None:
    path = write_archive("news.db", [])
    lock = WriterLock(path, "a crawl")
    with pytest.raises(ArchiveLockedError, match="a crawl"), delivery(path, SavedSearch(name="accords")):
        pass
    lock.release()
    connect(path).close()
