import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.spiders.poll_interval import Bounds, Seen, max_age_seconds, plan_after_failure, plan_after_success

HOUR, DAY = 3600, 86_400
BOUNDS = Bounds(HOUR, DAY)


@pytest.mark.parametrize(
    ("known", "interval_s"),
    [
        (0, 2 * HOUR),
        (32, 2 * HOUR),
        (34, 4 * HOUR),
        (50, 4 * HOUR),
        (66, 4 * HOUR),
        (68, 6 * HOUR),
        (100, 6 * HOUR),
    ],
)
def test_the_interval_is_kept_while_a_third_to_two_thirds_were_known(known: int, interval_s: int) -> None:
    plan = plan_after_success(4 * HOUR, Seen(entries=100, known=known), BOUNDS)
    assert plan.interval_s == plan.wait_s == interval_s
    assert plan.overlap == known / 100


def test_entries_were_lost_when_none_was_known() -> None:
    assert plan_after_success(HOUR, Seen(entries=10, known=0), BOUNDS).lost
    assert not plan_after_success(HOUR, Seen(entries=10, known=1), BOUNDS).lost


@pytest.mark.parametrize("seen", [Seen(entries=10, first=True), Seen(entries=0)])
def test_a_poll_that_says_nothing_changes_nothing(seen: Seen) -> None:
    plan = plan_after_success(4 * HOUR, seen, BOUNDS)
    assert (plan.interval_s, plan.overlap, plan.lost) == (4 * HOUR, None, False)


def test_an_unchanged_endpoint_is_asked_more_rarely() -> None:
    assert plan_after_success(4 * HOUR, Seen(unchanged=True), BOUNDS).interval_s == 6 * HOUR


def test_floor_and_ceiling_hold() -> None:
    assert plan_after_success(HOUR, Seen(entries=9, known=1), BOUNDS).interval_s == HOUR
    assert plan_after_success(DAY, Seen(unchanged=True), BOUNDS).interval_s == DAY


@pytest.mark.parametrize(
    ("seen", "wait_s"),
    [
        (Seen(unchanged=True, ttl_s=9 * HOUR), 9 * HOUR),
        (Seen(unchanged=True, max_age_s=8 * HOUR), 8 * HOUR),
        (Seen(unchanged=True, ttl_s=60, max_age_s=60), 3 * HOUR),
        (Seen(unchanged=True, ttl_s=400 * DAY), DAY),
        (Seen(unchanged=True, retry_after_s=2 * DAY), 2 * DAY),
    ],
)
def test_what_the_publisher_says_goes_before_up_to_the_ceiling(seen: Seen, wait_s: int) -> None:
    plan = plan_after_success(2 * HOUR, seen, BOUNDS)
    assert (plan.interval_s, plan.wait_s) == (3 * HOUR, wait_s)


def test_a_failing_endpoint_is_asked_in_ever_longer_equal_steps() -> None:
    waits = [plan_after_failure(2 * HOUR, failures, Seen(), BOUNDS).wait_s for failures in (1, 2, 3)]
    assert waits == [HOUR, 2 * HOUR, 4 * HOUR]
    assert plan_after_failure(2 * HOUR, 3, Seen(), BOUNDS).interval_s == 2 * HOUR


def test_a_failing_endpoint_is_requested_once_a_day_for_ever() -> None:
    assert plan_after_failure(DAY, 10_000, Seen(), BOUNDS).wait_s == DAY


def test_a_refusal_is_heeded() -> None:
    assert plan_after_failure(HOUR, 1, Seen(retry_after_s=5 * HOUR), BOUNDS).wait_s == 5 * HOUR


@given(
    st.integers(0, 10**9),
    st.integers(0, 500),
    st.integers(0, 500),
    st.integers(0, 10**9),
    st.booleans(),
    st.booleans(),
)
def test_the_plan_is_always_within_bounds(interval, entries, known, said, unchanged, first) -> None:
    seen = Seen(entries, min(known, entries), unchanged, first, ttl_s=said, max_age_s=said)
    plan = plan_after_success(interval, seen, BOUNDS)
    assert HOUR <= plan.interval_s <= plan.wait_s <= DAY


@pytest.mark.parametrize(
    ("cache_control", "age", "seconds"),
    [
        ("max-age=600", "", 600),
        ("public, Max-Age = 600 , must-revalidate", "100", 500),
        ('max-age="600"', "junk", 600),
        ("max-age=600", "9000", 0),
        ("s-maxage=600", "", 0),
        ("no-cache, max-age=600", "", 0),
        ("max-age=600, no-store", "", 0),
        ("max-age=soon", "", 0),
        ("", "", 0),
    ],
)
def test_cache_control_is_read(cache_control: str, age: str, seconds: int) -> None:
    assert max_age_seconds(cache_control, age) == seconds
