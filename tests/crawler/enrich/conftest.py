"""A short way to enrich a text, and built-in data that is read once."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.records import Article, Enrichment, Mention
from crawler.enrich import data_files
from crawler.enrich.enrich import enrich

Enrich = Callable[..., Enrichment]


@pytest.fixture(scope="session", autouse=True)
def built_in_files_are_read_once() -> Iterator[None]:
    """Keep what the built-in files hold: each test that edits one file would read the other eighteen again."""
    read = data_files._read
    built_in: dict[str, Any] = {}

    def read_once(folder: Path | None, name: str, shape: type[Any]) -> Any:
        if folder is not None and (folder / name).exists():
            return read(folder, name, shape)
        if name not in built_in:
            built_in[name] = read(None, name, shape)
        return built_in[name]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(data_files, "_read", read_once)
        yield


@pytest.fixture
def enriched() -> Enrich:
    """Enrich title and text of one language for a source of general focus, unless stated otherwise."""

    def run(title: str, text: str = "", language: str = "en", focus: str = "general", country: str = "") -> Enrichment:
        article = Article(url="https://news.example/1", title=title, text=text, language=language)
        return enrich(article, focus=focus, country=country)

    return run


@pytest.fixture
def ids() -> Callable[[tuple[Mention, ...]], dict[str, float]]:
    """Mentions as id -> weight."""
    return lambda mentions: {mention.id: mention.weight for mention in mentions}
