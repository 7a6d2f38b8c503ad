"""Saved searches are parsed strictly, delivered once, and recorded only after a complete delivery."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.db.connection import connect
from archive.db.lock import WriterLock
from archive.errors import ArchiveLockedError
from archive.search.filters import Selection
from archive.search.saved import SavedSearch, SavedSearchError, delivery, load_saved_search

WriteArchive = Callable[..., Path]


def test_a_search_is_loaded_by_name(tmp_path: Path) -> None:
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
def test_an_invalid_file_is_reported_with_the_reason(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "searches.toml"
    file.write_text(text)
    with pytest.raises(SavedSearchError, match=message):
        load_saved_search(file, "accords")


def test_a_search_is_loaded_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    text = b'[[search]]\nname = "accords"\nsearch = "artemis"\n'
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text)))
    assert load_saved_search(Path("-"), "accords").search == "artemis"


def test_a_missing_file_is_reported_with_the_option_to_set(tmp_path: Path) -> None:
    with pytest.raises(SavedSearchError, match="--searches"):
        load_saved_search(tmp_path / "searches.toml", "accords")


def test_a_delivery_records_the_newest_article(write_archive: WriteArchive) -> None:
    path = write_archive("news.db", [{"url": "https://courier.example/1"}, {"url": "https://courier.example/2"}])
    saved = SavedSearch(name="accords", sources=("ministry",))
    with delivery(path, saved) as first:
        assert first.after_id == 0
    with delivery(path, saved) as second:
        assert second.after_id == 2


def test_a_failed_delivery_is_not_recorded(write_archive: WriteArchive) -> None:
    path = write_archive("news.db", [{"url": "https://courier.example/1"}])
    with pytest.raises(BrokenPipeError), delivery(path, SavedSearch(name="accords")):
        raise BrokenPipeError
    with delivery(path, SavedSearch(name="accords")) as again:
        assert again.after_id == 0


def test_a_delivery_fails_while_another_process_writes(write_archive: WriteArchive) -> None:
    path = write_archive("news.db", [])
    lock = WriterLock(path, "a crawl")
    with pytest.raises(ArchiveLockedError, match="a crawl"), delivery(path, SavedSearch(name="accords")):
        pass
    lock.release()
    connect(path).close()
