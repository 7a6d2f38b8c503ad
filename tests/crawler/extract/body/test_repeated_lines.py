"""Lines that repeat across a source's pages are dropped, but not quotations, nor most of a short text."""

from archive.text import line_digest
from crawler.extract.body import boilerplate


def test_digests_fit_a_signed_integer_and_ignore_space_case_and_numbers() -> None:
    digest = line_digest("Updated  3 May 2024")
    assert -(2**63) <= digest < 2**63
    assert digest == line_digest("updated 17 may 2025")
    assert digest != line_digest("updated 17 june 2025")


def test_template_lines_are_dropped() -> None:
    lines = [
        "A first paragraph that tells the news at some length, as it should.",
        "Support our newsroom today.",
    ]
    template = frozenset({line_digest(lines[1])})
    assert boilerplate.repeated(lines, template) == {1}
    assert boilerplate.repeated(lines, frozenset()) == set()


def test_a_text_is_never_mostly_dropped() -> None:
    lines = ["One short line.", "Another short line."]
    assert boilerplate.repeated(lines, frozenset(map(line_digest, lines))) == set()


def test_a_long_line_is_not_learnt() -> None:
    assert boilerplate.digests(["x" * (boilerplate.LONGEST + 1), "short", "short", ""]) == (line_digest("short"),)


def test_a_line_on_one_or_two_articles_is_not_learnt() -> None:
    assert boilerplate.learnt({1: 1, 2: 2, 3: 3}, articles=3) == frozenset({3})


def test_a_stock_sentence_of_a_large_source_is_not_template() -> None:
    assert boilerplate.learnt({1: 5, 2: 400}, articles=1000) == frozenset({2})


def test_a_quotation_that_many_articles_repeat_is_kept() -> None:
    quotation = '"We will comply, but we would like to know with what," said the head of the company that runs them.'
    template = frozenset({line_digest(quotation)})
    assert boilerplate.digests([quotation]) == ()
    assert boilerplate.repeated([quotation, "x" * 1000], template) == set()
