"""Authors are persons, each once, in the outlet's order; offices and the outlet are nobody."""

from collections.abc import Callable
from typing import Any

import pytest

from archive.records import Lead
from crawler.catalogue.source import Source
from crawler.extract.authors import read_authors
from crawler.extract.beside import lines_after
from crawler.extract.names import people
from crawler.extract.site_names import SiteNames, site_names
from crawler.extract.structured import Structured

Read = Callable[..., Structured]
Sources = Callable[..., Source]
NOBODY = SiteNames(frozenset({"orbitcourier"}), "courier", frozenset({"orbitcourier"}))


def authors_of(structured: Structured, source: Source, selector: str = "", **lead: Any) -> tuple[str, ...]:
    beside = [line for heading in structured.headings[:1] for line in lines_after(heading)]
    return read_authors(
        structured, site_names(structured, source), Lead(url=structured.url, **lead), beside, selector
    ).names


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Ada Quist, Ben Roe and Cleo Sand", ("Ada Quist", "Ben Roe", "Cleo Sand")),
        ("Von Ada Quist und Ben Roe", ("Ada Quist", "Ben Roe")),
        ("Par Ada Quist et Ben Roe", ("Ada Quist", "Ben Roe")),
        ("Por Ada Quist y Ben Roe", ("Ada Quist", "Ben Roe")),
        ("Текст: Анна Кова и Олег Мир", ("Анна Кова", "Олег Мир")),
        ("文／山田花子、佐藤太郎", ("山田花子", "佐藤太郎")),
        ("김하늘 기자", ("김하늘",)),
        ("Quist, Ada", ("Ada Quist",)),
        ("Ada Quist, PhD", ("Ada Quist",)),
        ("Ada Quist, Senior Editor", ("Ada Quist",)),
        ("By Ada Quist for Orbit Courier", ("Ada Quist",)),
        ("By Ada Quist | 3 May 2031", ("Ada Quist",)),
        ("Ada Quist (Geneva) ada@courier.example.org", ("Ada Quist",)),
        ("Ludwig van der Rohe", ("Ludwig van der Rohe",)),
        ("Ada Quist and ADA QUIST", ("Ada Quist",)),
    ],
)
def test_a_byline_is_split_into_names(byline: str, names: tuple[str, ...]) -> None:
    assert people([byline], NOBODY) == names


@pytest.mark.parametrize(
    "byline",
    ["Admin", "Staff Writer", "News Desk", "Editorial Team", "Orbit Courier", "Orbit Courier Staff",
     "Redaktion", "December",
     "About the author", "Read more", "courier.example.org", "5 min read", "https://courier.example.org/a",
     "編集部", "редакция",
     "By", "", "Dec 12"],
)  # fmt: skip
def test_offices_and_the_outlet_are_nobody(byline: str) -> None:
    assert people([byline], NOBODY, trusted=True) == ()


def test_structured_data_comes_before_the_byline(structured: Read, source: Sources) -> None:
    page = structured(
        '<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":"Talks",'
        '"author":[{"@id":"#ada"},'
        '{"@type":"Person","name":"Ben Roe"}]},{"@type":"Person","@id":"#ada","name":"Ada Quist"}]}</script>'
        "<title>Talks</title><h1>Talks</h1><p class='byline'>By Cleo Sand</p>"
    )
    assert authors_of(page, source()) == ("Ada Quist", "Ben Roe")


def test_the_outlet_as_author_gives_way_to_the_byline(structured: Read, source: Sources) -> None:
    page = structured(
        "<meta name='author' content='Orbit Courier'><h1>Talks</h1><div class='meta'>By Ada Quist</div><p>x</p>"
    )
    assert authors_of(page, source()) == ("Ada Quist",)


def test_an_account_gives_way_to_a_name(structured: Read, source: Sources) -> None:
    page = structured("<meta name='author' content='aquist'><h1>Talks</h1><a rel='author' href='/a'>Ada Quist</a>")
    assert authors_of(page, source()) == ("Ada Quist",)
    assert authors_of(structured("<meta name='author' content='aquist'><h1>Talks</h1>"), source()) == ("aquist",)


def test_the_authors_of_other_articles_are_not_asked(structured: Read, source: Sources) -> None:
    page = structured("<h1>Talks</h1><p>text</p><div class='related-posts'><a rel='author' href='/b'>Ben Roe</a></div>")
    assert authors_of(page, source()) == ()


def test_the_feeds_authors_and_the_rule(structured: Read, source: Sources) -> None:
    page = structured("<h1>Talks</h1><i class='who'>Cleo Sand</i>")
    assert authors_of(page, source(), authors=("Ada Quist",), found_by="feed") == ("Ada Quist",)
    assert authors_of(page, source(), ".who", authors=("Ada Quist",), found_by="feed") == ("Cleo Sand",)


def test_a_person_may_publish_under_her_own_name(structured: Read, source: Sources) -> None:
    page = structured(
        "<meta name='author' content='Ada Quist'><meta property='og:site_name' content='Ada Quist'>",
        "https://adaquist.example/x",
    )
    assert authors_of(page, source()) == ("Ada Quist",)
    assert authors_of(page, source(name="Ada Quist")) == ()


def test_of_several_stated_authors_the_one_who_signs_is_taken(structured: Read, source: Sources) -> None:
    page = structured(
        "<meta name='author' content='Rocket Holdings'><meta property='article:author' content='Ada Quist'>"
        "<h1>Talks</h1><p>Ada Quist, Geneva</p>"
    )
    assert authors_of(page, source()) == ("Ada Quist",)
