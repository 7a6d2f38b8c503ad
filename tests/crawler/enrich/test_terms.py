"""Terms with braces and endings match the spellings they describe."""

import pytest

from crawler.enrich.terms import Style, expand, patterns

ENDINGS = {"N": ("ое", "ого")}


def test_braces_stand_for_each_choice_and_each_ending() -> None:
    assert set(expand("licen{c|s}e", {})) == {"licence", "license"}
    assert set(expand("космическ{N} прав*", ENDINGS)) == {"космическое прав*", "космического прав*"}
    assert set(expand("{a|b}{|x}", {})) == {"a", "ax", "b", "bx"}


@pytest.mark.parametrize("term", ["a {b", "a} b", "{unknown} x", "{a|b" * 2, "{1|2|3|4|5|6|7|8}" * 3])
def test_a_term_that_cannot_be_read_is_refused(term: str) -> None:
    with pytest.raises(ValueError, match=r"brace|endings|spellings"):
        list(expand(term, {}))


def test_only_the_ends_of_a_term_may_be_open() -> None:
    (closed,) = patterns("minister", {}, Style(), 0, None)
    (ending,) = patterns("minister*", {}, Style(), 0, None)
    (both,) = patterns("*minister*", {}, Style(), 0, None)
    assert {closed.key, ending.key, both.key} == {"minister"}
    assert [(bool(p.sense.left), bool(p.sense.right)) for p in (closed, ending, both)] == [
        (True, True), (True, False), (False, False),
    ]  # fmt: skip
    with pytest.raises(ValueError, match="only its ends may be open"):
        list(patterns("закон* о космосе", {}, Style(), 0, None))


def test_an_arabic_word_is_known_with_a_possessive() -> None:
    open_term = [pattern.key for pattern in patterns("استراتيجية", {}, Style(right_open=True), 0, None)]
    assert "استراتيجيته" in open_term  # so that استراتيجيتها is found
    assert [pattern.key for pattern in patterns("كينية", {}, Style(), 0, None)] == ["كينيه"]
