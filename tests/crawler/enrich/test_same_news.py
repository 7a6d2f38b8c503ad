"""The same piece of news is judged alike in all twelve languages: the lexicons are held against each other."""

import tomllib
from pathlib import Path

import pytest

from crawler.enrich.tables import LANGUAGES

HERE = Path(__file__).parent
NEWS = tomllib.loads((HERE / "same_news.toml").read_text("utf-8"))["news"]
POLICY = tomllib.loads((HERE / "policy_words.toml").read_text("utf-8"))
SATELLITES = POLICY.pop("satellites")
NO_POLICY = tomllib.loads((HERE / "no_policy.toml").read_text("utf-8"))
ALLUSIVE = tomllib.loads((HERE / "allusive_names.toml").read_text("utf-8"))
SPACE = tomllib.loads((HERE / "space_words.toml").read_text("utf-8"))


@pytest.mark.parametrize("news", NEWS, ids=lambda news: news["titles"]["en"])
def test_the_same_news_has_the_same_verdict_and_topic_in_all_languages(enriched, ids, news) -> None:
    assert tuple(news["titles"]) == LANGUAGES
    wrong = {}
    for language, title in news["titles"].items():
        found = enriched(title, "", language)
        if not found.relevant or ("topic" in news and news["topic"] not in ids(found.topics)):
            wrong[language] = (title, found.relevant, ids(found.topics))
    assert wrong == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_notions_of_policy_count_in_all_languages(enriched, language: str) -> None:
    missing = [
        notion
        for notion, words in POLICY.items()
        if not enriched(f"{SATELLITES[language]}: {words[language]}", "", language).relevant
    ]
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_they_count_only_next_to_something_of_space(enriched, language: str) -> None:
    assert not any(enriched(words[language], "", language).relevant for words in POLICY.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_words_for_space_count_in_all_languages(enriched, language: str) -> None:
    minister = POLICY["minister"][language]
    missing = [
        word for word, words in SPACE.items() if not enriched(f"{words[language]}: {minister}", "", language).relevant
    ]
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_for_space_alone_are_not_policy(enriched, language: str) -> None:
    business = {"space_industry", "space_sector", "space_economy"}  # Policy by themselves in some languages.
    assert not any(
        enriched(words[language], "", language).relevant for word, words in SPACE.items() if word not in business
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_that_allude_to_space_count_next_to_policy_only(enriched, language: str) -> None:
    minister = POLICY["minister"][language]
    names = ALLUSIVE[language]
    assert [name for name in names if not enriched(f"{name}: {minister}", "", language).relevant] == []
    assert [name for name in names if enriched(name, "", language).relevant] == []


@pytest.mark.parametrize("matter", NO_POLICY)
def test_news_of_space_that_is_no_policy_is_left_out(enriched, matter: str) -> None:
    titles = NO_POLICY[matter]
    assert tuple(titles) == LANGUAGES
    assert [title for language, title in titles.items() if enriched(title, "", language).relevant] == []
