"""The same piece of news is judged alike in all twelve languages: the lexicons are held against each other."""

import tomllib
from pathlib import Path

import pytest

from crawler.enrich.tables import LANGUAGES

NEWS = tomllib.loads(Path(__file__).with_name("same_news.toml").read_text("utf-8"))["news"]


@pytest.mark.parametrize("news", NEWS, ids=lambda news: news["topic"])
def test_the_same_news_has_the_same_verdict_and_topic_in_all_languages(enriched, ids, news) -> None:
    assert tuple(news["titles"]) == LANGUAGES
    wrong = {}
    for language, title in news["titles"].items():
        found = enriched(title, "", language)
        if not found.relevant or news["topic"] not in ids(found.topics):
            wrong[language] = (title, found.relevant, ids(found.topics))
    assert wrong == {}
