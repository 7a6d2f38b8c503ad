"""A page's metadata is read even when malformed, and other pages' metadata is not."""

from collections.abc import Callable

import pytest

from crawler.extract.metadata import json_ld
from crawler.extract.metadata.structured_data import Structured

Read = Callable[..., Structured]


@pytest.mark.parametrize(
    "block",
    [
        '{"@type": "Article", "headline": "Talks"}',
        '[{"@type": "Article", "headline": "Talks",},]',
        '<!-- {"@type": "Article", "headline": "Talks"} -->',
        '//<![CDATA[\n{"@type": "Article", "headline": "Talks"}\n//]]>',
        '{"@type": "Article", "headline": "Talks"};',
        '{"@type": "Article", "headline": "Talks"}{"@type": "Person", "name": "A"}',
        '{"@type": "Article", "description": "two\nlines", "headline": "Talks"}',
        '{"@type": "Article", "description": "it\\\'s", "headline": "Talks"}',
        "{&quot;@type&quot;: &quot;Article&quot;, &quot;headline&quot;: &quot;Talks&quot;}",
        '{"@context": "x", "@graph": [{"@type": ["Article", "Report"], "headline": "Talks"}]}',
    ],
)
def test_malformed_json_ld_is_parsed(structured: Read, block: str) -> None:
    page = structured(f'<script type="application/ld+json">{block}</script><title>Talks</title>')
    assert page.node_text("headline") == "Talks"


@pytest.mark.parametrize("block", ["", "{", "null", "[]", "not json", '{"@type": 5}', "[" * 50_000, '{"a":' * 50_000])
def test_invalid_json_ld_is_skipped(block: str) -> None:
    assert json_ld.nodes([block]) == [] or json_ld.types(json_ld.nodes([block])[0]) == frozenset()


def test_the_node_of_this_page_is_chosen_among_others(structured: Read) -> None:
    page = structured(
        '<script type="application/ld+json">[{"@type":"NewsArticle","headline":"Another story",'
        '"url":"/2031/other"},'
        '{"@type":"Organization","name":"Orbit Courier"},'
        '{"@type":"NewsArticle","headline":"Orbit talks end"}]</script>'
        "<title>Orbit talks end - Orbit Courier</title>"
    )
    assert page.node_text("headline") == "Orbit talks end"


def test_a_single_node_of_another_article_is_not_used(structured: Read) -> None:
    page = structured(
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Another story of last year",'
        '"url":"https://courier.example.org/2030/other"}</script><title>Orbit talks end</title>'
    )
    assert page.article == {}


def test_two_nodes_of_one_article_complete_each_other(structured: Read) -> None:
    page = structured(
        '<script type="application/ld+json">['
        '{"@type":"Article","headline":"Talks","datePublished":"2031-05-02"},'
        '{"@type":"NewsArticle","headline":"Talks","articleSection":"Law"}]</script><title>Talks</title>'
    )
    assert (page.node_text("datePublished"), page.node_text("articleSection")) == ("2031-05-02", "Law")


def test_meta_links_and_marks_are_collected(structured: Read) -> None:
    page = structured(
        "<meta name='Author' content=' Ada &amp; Ben '><meta property='og:title' content='Talks'><meta"
        " name='empty' content=''>"
        "<link rel='canonical' href='/a'><p itemprop='datePublished' content='2031-05-02'>x</p>"
        "<abbr class='published' title='2031-05-02'>today</abbr><span property='dc:date'"
        " content='2031'>x</span>"
    )
    assert page.meta["author"] == ("Ada & Ben",)
    assert "empty" not in page.meta
    assert page.links["canonical"] == ("/a",)
    assert {(mark.name, mark.value) for mark in page.marks} == {
        ("datePublished", "2031-05-02"), ("published", "2031-05-02"), ("date", "2031"),
    }  # fmt: skip


def test_the_title_of_an_svg_is_not_the_title_of_the_page(structured: Read) -> None:
    assert structured("<body><svg><title>Arrow</title></svg><title>Talks</title>").title == "Talks"


def test_the_vocabulary_of_baidu_states_title_and_dates(structured: Read) -> None:
    page = structured(
        '<script type="application/ld+json">{"@context":"https://ziyuan.baidu.com/contexts/cambrian.jsonld",'
        '"@id":"https://courier.example.org/2031/orbit-talks","title":"轨道会谈结束","pubDate":"2031-05-02T11:10:52",'
        '"upDate":"2031-05-03T09:00:00"}</script><title>轨道会谈结束</title>'
    )
    assert page.node_text("headline") == "轨道会谈结束"
    assert page.node_text("datePublished") == "2031-05-02T11:10:52"
    assert page.node_text("dateModified") == "2031-05-03T09:00:00"
    other = structured('<script type="application/ld+json">{"pubDate":"2031-05-02"}</script><title>x</title>')
    assert other.nodes == ()
