"""The benchmark of enrichment says how far two readers agree."""

import pytest

from archive.records import Enrichment, Mention
from benchmarks.enrichment.measure import Row, agreement, mentions

KINDS = {"galileo": "programme", "kenya": "parliament"}
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


def found(*actors: str) -> Enrichment:
    mentions_ = tuple(Mention(actor, 1.0, KINDS.get(actor, "agency"), actor) for actor in actors)
    return Enrichment(relevance=1.0, relevant=True, actors=mentions_)


def test_programmes_count_only_where_readers_were_asked_for_them() -> None:
    label = {"relevant": True, "actors": ["esa"]}
    assert mentions([Row(label, "independent", found("esa", "galileo"))], "actors") == (1.0, 1.0)
    assert mentions([Row(label, "events", found("esa", "galileo"))], "actors") == (0.5, 1.0)


def test_parliaments_count_only_where_readers_could_name_them() -> None:
    label = {"relevant": True, "actors": ["esa"]}
    assert mentions([Row(label, "independent", found("esa", "kenya"))], "actors") == (0.5, 1.0)
    assert mentions([Row(label, "events", found("esa", "kenya"))], "actors") == (1.0, 1.0)


def test_minor_actors_are_right_but_not_missed() -> None:
    label = {"relevant": True, "actors": ["esa"], "second_actors": ["esa", "nasa"]}
    assert mentions([Row(label, "events", found("esa", "nasa"))], "actors") == (1.0, 1.0)
    assert mentions([Row(label, "events", found("esa"))], "actors") == (1.0, 1.0)
