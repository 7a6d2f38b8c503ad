"""Times are formatted for people, in the outlet's time zone too."""

import pytest

from archive.datasette import formatting


@pytest.mark.parametrize(
    ("instant", "zone", "expected"),
    [
        ("2026-03-04T10:15:00Z", "+05:30", "15:45 +05:30"),
        ("2026-03-04T20:15:00Z", "+05:30", "01:45 +05:30 on 5 Mar"),
        ("2026-03-04T01:15:00Z", "-05:00", "20:15 -05:00 on 3 Mar"),
        ("2026-03-04T10:15:00Z", "+00:00", ""),
        ("2026-03-04T10:15:00Z", "EST", ""),
        ("2026-03-04T10:15:00Z", "+99999999999999999999", ""),
        ("", "+05:30", ""),
    ],
)
def test_local_time_of_the_outlet(instant: str, zone: str, expected: str) -> None:
    assert formatting.local(instant, zone) == expected


def test_only_the_day_is_shown_if_the_time_is_unknown() -> None:
    assert formatting.moment("2026-03-04T00:00:00Z", "day") == "4 Mar 2026"
    assert formatting.moment("2026-03-01T00:00:00Z", "month") == "Mar 2026"
    assert formatting.moment("2026-01-01T00:00:00Z", "year") == "2026"
    assert formatting.moment("2026-03-04T00:00:00Z", "second") == "4 Mar 2026, 00:00 UTC"
    assert formatting.moment("soon") == "not known"
    assert formatting.day(None) == "undated"


@pytest.mark.parametrize(
    ("seconds", "expected"), [(5, "less than a minute"), (61, "1 minute"), (7300, "2 hours"), (10**6, "11 days")]
)
def test_spans_are_shown_in_their_largest_unit(seconds: int, expected: str) -> None:
    assert formatting.span(seconds) == expected
