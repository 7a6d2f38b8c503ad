from datetime import UTC, datetime

import pytest

from crawler.fetch.throttle.pauses import http_date, retry_after_seconds

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


def test_a_date_without_a_zone_is_utc() -> None:
    assert http_date("Sun Nov 22 12:10:00 2026") == datetime(2026, 11, 22, 12, 10, tzinfo=UTC)
