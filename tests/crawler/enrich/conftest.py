"""A short way to enrich a text."""

from collections.abc import Callable

import pytest

from archive.records import Article, Enrichment, Mention
from crawler.enrich.enrich import enrich

Enrich = Callable[..., Enrichment]


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
