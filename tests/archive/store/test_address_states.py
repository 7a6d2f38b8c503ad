"""When a refused address is asked for again."""

from datetime import datetime, timedelta

import pytest

from archive.clock import later
from archive.store.address_states import DAY, HOUR, MONTH, QUARTER, WEEK, Attempts, next_try

NOON = "2026-11-20T12:00:00Z"


@pytest.mark.parametrize("state", ["blocked", "gone", "not-article", "failed"])
def test_every_refusal_comes_back_ever_more_rarely(state) -> None:
    waits = [next_try(state, Attempts(number, NOON, NOON), NOON) for number in range(5)]
    assert waits == [later(NOON, step) for step in (HOUR, DAY, WEEK, MONTH, QUARTER)]


def test_a_failure_that_is_likely_to_pass_comes_back_more_often() -> None:
    waits = [next_try("failed", Attempts(n, NOON, None), NOON, is_temporary=True) for n in range(6)]
    assert waits == [later(NOON, seconds) for seconds in (HOUR, 6 * HOUR, DAY, 3 * DAY, 10 * DAY, MONTH)]


def test_the_ladders_in_days() -> None:
    def days(number: int, **kind: bool) -> float:
        again = next_try("failed", Attempts(number, NOON, NOON), NOON, **kind)
        assert again is not None
        return (datetime.fromisoformat(again) - datetime.fromisoformat(NOON)) / timedelta(days=1)

    assert [days(number) for number in range(7)] == [1 / 24, 1, 7, 30, 91, 91, 91]
    assert [days(number, is_temporary=True) for number in range(8)] == [1 / 24, 6 / 24, 1, 3, 10, 30, 91, 91]


def test_at_the_end_of_its_ladder_an_address_comes_back_while_it_is_listed() -> None:
    long_ago = later(NOON, -2 * QUARTER)
    assert next_try("blocked", Attempts(9, long_ago, later(NOON, -DAY)), NOON) == later(NOON, QUARTER)
    assert next_try("blocked", Attempts(9, long_ago, later(NOON, -QUARTER)), NOON) == later(NOON, QUARTER)
    assert next_try("blocked", Attempts(9, long_ago, later(NOON, -QUARTER - 1)), NOON) is None
    assert next_try("blocked", Attempts(9, long_ago, None), NOON) is None


@pytest.mark.parametrize("state", ["archived", "unchanged", "irrelevant", "pending"])
def test_other_states_are_no_refusals(state) -> None:
    assert next_try(state, Attempts(0, NOON, NOON), NOON) is None
