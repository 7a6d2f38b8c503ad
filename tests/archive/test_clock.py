"""Instants are read in the one form in which they are written."""

from datetime import UTC, date, datetime

import pytest

from archive.clock import instant, known_part, last_day, parse, seconds_between


def test_what_was_written_is_read() -> None:
    moment = datetime(2026, 2, 28, 23, 59, 59, tzinfo=UTC)
    assert instant(moment) == "2026-02-28T23:59:59Z"
    assert parse(instant(moment)) == moment
    assert seconds_between("2026-02-28T23:59:59Z", "2026-03-01T00:00:00Z") == 1


@pytest.mark.parametrize(
    "stamp",
    """
    2026-02-28 2026-02-28T23:59:59 2026-02-28T23:59:59+00:00 2026-02-28T23:59:59.5Z 20260228T235959Z
    2026-02-30T23:59:59Z ٢٠٢٦-02-28T23:59:59Z
    """.split(),
)
def test_other_forms_are_refused(stamp: str) -> None:
    with pytest.raises(ValueError, match=r"not an instant|out of range"):
        parse(stamp)


@pytest.mark.parametrize(
    ("precision", "known", "last"),
    [
        ("second", "2024-02-01T00:00:00Z", date(2024, 2, 1)),
        ("day", "2024-02-01", date(2024, 2, 1)),
        ("month", "2024-02", date(2024, 2, 29)),
        ("year", "2024", date(2024, 12, 31)),
    ],
)
def test_a_precision_says_how_much_of_an_instant_counts(precision: str, known: str, last: date) -> None:
    assert known_part("2024-02-01T00:00:00Z", precision) == known
    assert last_day("2024-02-01T00:00:00Z", precision) == last
