"""The benchmark of enrichment says how far two readers agree."""

import pytest

from benchmarks.enrichment.measure import agreement

READ_ALIKE = {"topics": ["launch"], "second": ["launch"]}
READ_OTHERWISE = {"topics": ["launch"], "second": ["satcom"]}


def test_readers_who_name_the_same_topics_agree_wholly() -> None:
    assert agreement([READ_ALIKE] * 3) == (3, 1.0, 1.0)


def test_agreement_by_chance_is_taken_off() -> None:
    """Of 19 topics a text, 17 are refused by both: that is no agreement on the one that it is about."""
    count, kappa, f1 = agreement([READ_OTHERWISE])
    assert (count, f1) == (1, 0.0)
    assert kappa == pytest.approx(-1 / 18)


def test_texts_with_one_reader_are_left_out() -> None:
    assert agreement([READ_ALIKE, {"topics": ["pnt"]}, {}])[0] == 1
