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


def test_only_the_end_of_a_term_may_be_open() -> None:
    assert [pattern.key for pattern in patterns("закон*", {}, Style(), 0, None)] == ["закон"]
    with pytest.raises(ValueError, match="only an end may be open"):
        list(patterns("закон* о космосе", {}, Style(), 0, None))
