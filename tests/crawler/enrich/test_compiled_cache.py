"""Compiled data are kept in the user's cache, and are worth no more than what they were compiled from."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.records import Article
from crawler.enrich import compiled_cache
from crawler.enrich.compiled_cache import read_or_compile
from crawler.enrich.data import Data, load_data
from crawler.enrich.enrich import enrich

TEXTS = (
    (
        "en",
        "ESA and the European Commission agree on IRIS²",
        "The Space Act of 2025 was adopted; the Outer Space Treaty holds.",
    ),
    ("de", "Bundestag berät Weltraumgesetz", "Der Bundesrat hatte dem Entwurf der Bundesregierung zugestimmt."),
    ("ru", "Закон «О космической деятельности» внесён в Госдуму", "Роскосмос поддержал поправки."),
    ("en", "ISRO lights up the Gateway of India", "An ESA letter was read."),  # two phrases that mask an actor
    ("zh", "中美就太空碎片问题举行对话", "外交部发言人表示，《外层空间条约》是基础。"),
)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "spacebeat" / "enrichment"


@pytest.fixture
def compiled() -> Iterator[list[str]]:
    return iter([["first"], ["second"], ["third"]])


def test_what_is_compiled_is_read_the_next_time(cache: Path, compiled: Iterator[list[str]]) -> None:
    assert [read_or_compile(lambda: next(compiled)) for _ in range(3)] == [["first"]] * 3
    assert len(list(cache.iterdir())) == 1


def test_a_damaged_file_is_not_read(cache: Path, compiled: Iterator[list[str]]) -> None:
    read_or_compile(lambda: next(compiled))
    (file,) = cache.iterdir()
    file.write_bytes(file.read_bytes()[:-1])
    assert [read_or_compile(lambda: next(compiled)) for _ in range(2)] == [["second"]] * 2


def test_a_file_of_another_user_is_not_read(
    cache: Path, compiled: Iterator[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    read_or_compile(lambda: next(compiled))
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    assert read_or_compile(lambda: next(compiled)) == ["second"]


def test_without_a_place_for_it_the_data_are_compiled_each_time(
    tmp_path: Path, compiled: Iterator[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert [read_or_compile(lambda: next(compiled)) for _ in range(2)] == [["first"], ["second"]]


def test_files_of_other_versions_are_kept_for_a_while(
    cache: Path, compiled: Iterator[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.mkdir(parents=True)
    for number in range(4):
        (cache / f"{number}.pickle").touch()
        os.utime(cache / f"{number}.pickle", (number, number))
    read_or_compile(lambda: next(compiled))
    others = {path.stem for path in cache.iterdir()} & set("0123")
    assert others == {"2", "3"}


def test_an_edited_file_of_data_or_code_has_another_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "topics.toml").write_text("a = 1")
    (tmp_path / "terms.py").write_text("A = 1")
    monkeypatch.setattr(compiled_cache, "_PACKAGE", tmp_path)
    names = []
    for path in (None, "data/topics.toml", "terms.py"):
        if path:
            (tmp_path / path).write_text("b = 2")
        names.append(compiled_cache._name())
    assert len(set(names)) == 3


def test_data_that_were_read_say_the_same_as_those_that_were_compiled(cache: Path) -> None:
    def load() -> Data:
        load_data.cache_clear()
        return load_data(None)

    first, second = load(), load()
    load_data.cache_clear()
    assert second is not first
    for language, title, text in TEXTS:
        article = Article(url="", title=title, text=text, language=language)
        found = enrich(article, focus="general", data=first)
        assert found.actors
        assert enrich(article, focus="general", data=second) == found
