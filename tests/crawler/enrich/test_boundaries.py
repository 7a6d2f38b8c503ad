"""Words end by the rules of their script."""

import pytest

from crawler.enrich.folding import fold
from crawler.enrich.matcher import ACTOR, LEXICON, MASK, Matcher
from crawler.enrich.terms import Style, patterns

WORD, PREFIX, ANYWHERE = Style(), Style(right_open=True), Style(left_open=True, right_open=True)


def found(text: str, *terms: tuple[str, Style]) -> list[str]:
    """Return the terms found in the text, in order."""
    made = [p for term, style in terms for p in patterns(term, {}, style, LEXICON, term)]
    return [hit.value for hit in Matcher(made).find(fold(text), ("en",))[LEXICON]]


@pytest.mark.parametrize(
    ("term", "style", "text", "there"),
    [
        ("space law", WORD, "New Space Law passed", True),
        ("space law", WORD, "the airspace lawful use", False),
        ("space law", WORD, "space laws", False),
        ("space law", Style(plural=True), "two space laws, three", True),
        ("space law", Style(plural=True), "space lawsuit", False),
        ("nasa", WORD, "NASA's plan", True),
        ("satellit", ANYWHERE, "Spionagesatelliten starten", True),
        ("weltraum", PREFIX, "das Weltraumrecht", True),
        ("космическ", PREFIX, "о космического агентства", True),
        ("орбит", PREFIX, "суборбитальный", False),
        ("ес", WORD, "весь лес", False),
        ("اتفاق", PREFIX, "وقعت بالاتفاقية", True),
        ("الفضاء", WORD, "والفضاء", True),
        ("الفضاء", WORD, "للفضاء الخارجي", True),
        ("ناسا", WORD, "كناسات", False),
        ("संधि", PREFIX, "संधियों पर", True),
        ("नीति", PREFIX, "राजनीति", False),
        ("इसरो", WORD, "इसरो-नासा", True),
        ("宇宙法", ANYWHERE, "新宇宙法案", True),
        ("nasa", WORD, "米NASAは発表", True),
        ("nasa", WORD, "NASA가 발표", True),
        ("インド", WORD, "インド洋", True),
        ("インド", WORD, "インドネシア政府", False),
        ("인도", WORD, "인도와 프랑스", True),
        ("인도", WORD, "무인도에서", False),
        ("우주", ANYWHERE, "한국항공우주연구원", True),
        ("太空", ANYWHERE, "美國太空軍", True),
    ],
)
def test_boundary_by_script(term: str, style: Style, text: str, there: bool) -> None:
    assert bool(found(text, (term, style))) is there


def test_the_longest_of_overlapping_terms_stands() -> None:
    terms = [("space policy", WORD), ("space policy directive", WORD), ("policy", WORD)]
    assert found("A space policy directive on policy", *terms) == ["space policy directive", "policy"]


def test_a_mask_hides_what_is_inside() -> None:
    made = [
        *patterns("public space", {}, WORD, LEXICON, MASK),
        *patterns("space", {}, WORD, LEXICON, "space"),
    ]
    matcher = Matcher(made)
    assert [h.value for h in matcher.find(fold("a public space here"), ("en",))[LEXICON]] == []


def test_layers_do_not_hide_each_other() -> None:
    made = [
        *patterns("European Space Agency", {}, WORD, ACTOR, "esa"),
        *patterns("space agency", {}, WORD, LEXICON, "term"),
    ]
    layers = Matcher(made).find(fold("The European Space Agency"), ("en",))
    assert [hit.value for hit in layers[ACTOR]] == ["esa"]
    assert [hit.value for hit in layers[LEXICON]] == ["term"]


def test_case_and_capitals_are_looked_at_where_asked() -> None:
    exact, capital = Style(case_sensitive=True), Style(capital=True)
    assert found("IN-SPACe and in-space", ("IN-SPACe", exact)) == ["IN-SPACe"]
    assert found("Polish your Polish", ("Polish", capital)) == ["Polish", "Polish"]
    assert found("polish it", ("Polish", capital)) == []
