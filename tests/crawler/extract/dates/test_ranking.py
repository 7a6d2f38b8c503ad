"""The rule by which dates are chosen, statement by statement, on either side of each of its limits."""

import pytest

from archive.records import Evidence
from crawler.extract.dates.candidates import Candidate
from crawler.extract.dates.ranking import Dates, agree, choose

NOON = "2026-03-10T12:00:00Z"
OTHER = "2026-03-12T12:00:00Z"


def said(value: str, method: str, worth: float, **about: object) -> Candidate:
    """Return a statement; `day` is the one that the outlet states, `field` `published` unless it is said."""
    day = str(about.pop("day", value[:10]))
    labelled = bool(about.pop("labelled", False))
    stated = {"field": "published", "raw": value, "precision": "second", "zone_source": "explicit", "zone": "+00:00"}
    return Candidate(Evidence(value=value, method=method, **(stated | about)), worth, day, labelled)  # type: ignore[arg-type]


def day(value: str, method: str, worth: float, **about: object) -> Candidate:
    return said(f"{value}T00:00:00Z", method, worth, precision="day", zone_source="none", zone="", **about)


def change(candidate: Candidate) -> Candidate:
    evidence = candidate.evidence
    return Candidate(
        Evidence(
            "modified",
            evidence.raw,
            evidence.value,
            evidence.precision,
            evidence.method,
            evidence.zone_source,
            evidence.zone,
        ),
        candidate.worth,
        candidate.day,
        candidate.labelled,
    )


def published(*candidates: Candidate) -> str:
    found = choose(candidates).published
    return found.value if found else ""


def method(found: Dates) -> str:
    return found.published.method if found.published else ""


def test_nothing_is_chosen_of_nothing_and_below_a_weight_of_three() -> None:
    assert choose([]) == Dates(None, None, (), 0.0)
    below = choose([said(NOON, "text", 2.9)])
    assert (below.published, below.weight) == (None, 2.9)
    assert [one.chosen for one in below.evidence] == [False]
    assert choose([said(NOON, "text", 3.0)]).weight == 3.0
    assert published(said(NOON, "text", 3.0)) == NOON


def test_two_places_that_agree_beat_a_better_one_and_a_method_counts_once() -> None:
    assert published(said(NOON, "json-ld", 10), said(OTHER, "feed", 9)) == NOON
    assert published(said(NOON, "json-ld", 10), said(OTHER, "feed", 9), said(OTHER, "url", 5)) == OTHER
    assert published(said(NOON, "json-ld", 10), said(OTHER, "meta", 9), said(OTHER, "meta", 8)) == NOON
    assert choose([said(NOON, "meta", 9), said(NOON, "meta", 4), said(NOON, "feed", 2)]).weight == 11


def test_the_earlier_of_two_that_weigh_the_same_is_chosen() -> None:
    assert published(said(OTHER, "meta", 9), said(NOON, "feed", 9)) == NOON


def test_statements_agree_to_two_minutes_or_by_the_day_that_the_outlet_states() -> None:
    late = said("2026-03-10T23:59:00Z", "meta", 9)
    assert agree(late, said("2026-03-11T00:01:00Z", "feed", 9))
    assert not agree(late, said("2026-03-11T00:01:01Z", "feed", 9))
    assert agree(late, said("2026-03-11T05:00:00Z", "feed", 9, day="2026-03-10"))
    assert not agree(said("2026-03-10T01:00:00Z", "meta", 9), said("2026-03-11T01:00:00Z", "feed", 9))


@pytest.mark.parametrize(
    ("stated", "does"), [("2026-03-10", True), ("2026-03-11", True), ("2026-03-09", False), ("2026-03-12", False)]
)
def test_a_day_agrees_with_an_instant_on_the_clock_of_the_outlet_and_in_utc(stated: str, does: bool) -> None:
    instant = said("2026-03-10T22:00:00Z", "meta", 9, zone="+09:00", day="2026-03-11")
    assert agree(instant, day(stated, "url", 5)) is does
    assert agree(day(stated, "url", 5), instant) is does


def test_a_clock_of_an_unknown_zone_agrees_with_all_of_its_day_and_nothing_else() -> None:
    unknown = said("2026-03-10T09:00:00Z", "text", 6, zone_source="none", zone="")
    assert agree(unknown, said("2026-03-10T23:00:00Z", "meta", 9))
    assert not agree(unknown, said("2026-03-11T23:00:00Z", "meta", 9))


def test_of_statements_that_agree_the_one_with_the_most_certain_clock_is_chosen() -> None:
    kinds = ["explicit", "source", "assumed", "none"]
    same = [said(NOON, kind, 5, zone_source=kind, zone="") for kind in kinds]
    for number in range(len(kinds)):
        assert method(choose(same[number:][::-1])) == kinds[number]
    clock = said(NOON, "text", 4, zone_source="none", zone="")
    assert method(choose([day("2026-03-10", "json-ld", 10), clock])) == "text"


def test_a_local_offset_then_worth_then_repetition_then_seconds_decide() -> None:
    assert method(choose([said(NOON, "json-ld", 10), said(NOON, "meta", 9, zone="+05:30")])) == "meta"
    assert method(choose([said(NOON, "meta", 9, zone=""), said(NOON, "feed", 8)])) == "meta"
    assert method(choose([said(NOON, "feed", 9), said(NOON, "json-ld", 10)])) == "json-ld"
    hour_later = "2026-03-10T13:00:00Z"
    repeated = change(said(hour_later, "meta", 9))
    assert published(said(NOON, "meta", 9), said(hour_later, "feed", 9), repeated) == hour_later
    minute = said("2026-03-10T12:00:30Z", "feed", 9, precision="minute")
    assert published(minute, said(NOON, "meta", 9)) == NOON


def test_what_is_no_instant_repeats_none() -> None:
    hour_later = "2026-03-10T13:00:00Z"
    first, second = said(NOON, "meta", 9), said(hour_later, "feed", 9)
    for silent in (
        change(day("2026-03-10", "text", 4)),
        change(said(hour_later, "text", 4, zone_source="none", zone="")),
        change(said("2026-03-10T13:02:01Z", "text", 4)),
    ):
        assert published(first, second, silent) == NOON
    assert published(first, second, change(said("2026-03-10T13:02:00Z", "text", 4))) == hour_later


def test_the_chosen_is_marked_with_its_worth_and_a_clock_without_zone_is_only_its_day() -> None:
    found = choose([said(NOON, "meta", 9), said(OTHER, "text", 4)])
    assert [(one.chosen, one.weight) for one in found.evidence] == [(True, 9), (False, 4)]
    local = said("2026-03-10T23:30:00Z", "text", 6, zone_source="none", zone="", day="2026-03-10")
    (only,) = choose([local]).evidence
    assert (only.value, only.precision, only.chosen) == ("2026-03-10T00:00:00Z", "day", True)
    assert choose([said(NOON, "meta", 9)]).evidence[0].value == NOON


def test_a_change_is_chosen_among_changes_unless_it_lies_before_the_publication() -> None:
    found = choose([said(NOON, "meta", 9), change(said(OTHER, "json-ld", 10))])
    assert (found.published and found.published.value, found.modified and found.modified.value) == (NOON, OTHER)
    assert found.weight == 9
    same_day = choose([said(NOON, "meta", 9), change(said("2026-03-10T08:00:00Z", "meta", 9))])
    assert same_day.modified is not None
    assert choose([said(OTHER, "meta", 9), change(said(NOON, "meta", 9))]).modified is None
    alone = choose([change(said(NOON, "meta", 9))])
    assert alone.published is None
    assert alone.modified is not None


def test_a_visible_date_without_label_that_repeats_a_change_counts_for_little() -> None:
    changed = change(said(OTHER, "meta", 9))
    for place in ("text", "time"):
        assert choose([said(OTHER, place, 5), changed]).weight == 2.0
        assert choose([said(OTHER, place, 5.9), changed]).weight == pytest.approx(2.36)
        assert choose([said(OTHER, place, 6), changed]).weight == 6
        assert choose([said(OTHER, place, 5, labelled=True), changed]).weight == 5
        assert choose([said(NOON, place, 5), changed]).weight == 5
    assert choose([said(OTHER, "url", 5), changed]).weight == 5
    assert choose([said(OTHER, "text", 5), change(said(OTHER, "text", 1))]).weight == 5
    assert choose([said(OTHER, "text", 5), change(said(OTHER, "text", 1.1))]).weight == 2.0


def test_an_unspecific_date_later_than_a_visible_change_counts_for_little() -> None:
    for place in ("text", "time"):
        assert choose([said(OTHER, "meta", 4), change(said(NOON, place, 5))]).weight == 1.6
    assert choose([said(OTHER, "meta", 4.1), change(said(NOON, "text", 5))]).weight == 4.1
    assert choose([said(NOON, "meta", 4), change(said(NOON, "text", 5))]).weight == 4
    assert choose([said(OTHER, "meta", 4), change(said(NOON, "feed", 5))]).weight == 4
    assert choose([said(OTHER, "feed", 4), change(said(NOON, "text", 5))]).weight == 4
