"""Years of other calendars become Gregorian; other numbers are left unchanged."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.dates.calendars import solar_hijri, westernised


@pytest.mark.parametrize(
    ("text", "gregorian"),
    [
        ("令和元年5月1日", "2019年5月1日"), ("平成31年4月30日", "2019年4月30日"),
        ("昭和64年1月7日", "1989年1月7日"),
        ("中華民國113年3月6日", "2024年3月6日"), ("民国１１３年３月６日", "2024年3月6日"),
        ("พ.ศ. 2567", "2024"),
        ("۱۴۰۲/۱۲/۱۶", "2024-03-06"), ("٢٠٢٤", "2024"),
        ("二〇二四年十二月三十一日", "2024年12月31日"), ("二零二四年廿六日", "二零二四年廿六日"),
        ("6 มีนาคม 67", "6 มีนาคม 2024"),
    ],
)  # fmt: skip
def test_years_of_other_calendars_become_gregorian(text: str, gregorian: str) -> None:
    assert westernised(text) == gregorian


@pytest.mark.parametrize("text", ["2567 views", "1402 people", "六日", "1399/13/40", "in 2030"])
def test_other_numbers_are_left_unchanged(text: str) -> None:
    assert westernised(text) == text


@given(st.integers(min_value=0, max_value=70_000))
def test_consecutive_iranian_days_are_consecutive(days: int) -> None:
    day = date(1921, 3, 21) + timedelta(days=days)
    possible_days = {
        solar_hijri(day.year - 621 - before, month, number)
        for before in (0, 1)
        for month in range(1, 13)
        for number in range(1, 32)
    }
    assert day in possible_days


def test_new_years_of_the_official_calendar() -> None:
    assert solar_hijri(1400, 1, 1) == date(2021, 3, 21)
    assert solar_hijri(1403, 1, 1) == date(2024, 3, 20)
    assert solar_hijri(1404, 1, 1) == date(2025, 3, 21)
    assert solar_hijri(1402, 12, 31) is None
