import asyncio
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from crawler.fetch.throttle.pauses import HostPausedError, Pause, http_date, retry_after_seconds, wait

NOW = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("1.5", 1.5),
        ("Sun, 22 Nov 2026 12:10:00 GMT", 600),
        ("Sunday, 22-Nov-26 12:10:00 GMT", 600),
        ("Sun Nov 22 12:10:00 2026", 600),
        ("Sun, 22 Nov 2026 11:00:00 GMT", 0),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("9" * 400, None),
        ("Sun, 99 Nov 2026 12:10:00 GMT", None),
    ],
)
def test_both_forms_are_parsed_and_nonsense_is_not(value: str, seconds: float | None) -> None:
    assert retry_after_seconds(value, NOW) == seconds


def test_a_date_is_compared_with_the_clock_of_the_server() -> None:
    in_ten_minutes = "Sun, 22 Nov 2020 00:10:00 GMT"
    assert retry_after_seconds(in_ten_minutes, NOW, "Sun, 22 Nov 2020 00:00:00 GMT") == 600


@pytest.fixture
def machine_in_kolkata(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("machine_in_kolkata")
def test_a_date_without_a_zone_is_utc_wherever_the_machine_is() -> None:
    assert http_date("Sun Nov 22 12:10:00 2026") == datetime(2026, 11, 22, 12, 10, tzinfo=UTC)


def test_a_date_with_another_zone_is_taken_to_utc() -> None:
    assert http_date("Sun, 22 Nov 2026 12:10:00 +0100") == datetime(2026, 11, 22, 11, 10, tzinfo=UTC)


def test_a_pause_knows_what_is_left_of_it_and_says_until_when() -> None:
    pause = Pause("courier.example", datetime.now(UTC) + timedelta(seconds=100), "Retry-After")
    assert 90 < pause.seconds_left() <= 100
    error = HostPausedError(Pause("courier.example", NOW, "http 429"))
    assert str(error) == "courier.example asked to be left alone until 2026-11-22T12:00:00Z (http 429)"


def test_a_request_waits_for_its_turn_and_not_for_one_that_nobody_needs() -> None:
    started = time.monotonic()
    assert asyncio.run(wait(0.02, lambda: True)) is True
    assert time.monotonic() - started >= 0.02
    answers = iter([True, False, False])
    assert asyncio.run(wait(60, lambda: next(answers))) is False
    assert time.monotonic() - started < 10
