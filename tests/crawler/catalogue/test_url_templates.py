"""Addresses with a date in them."""

from datetime import date

from crawler.catalogue.url_templates import between, current, fill, is_dated

MONTHLY = "https://a.example/{yyyy}/{mm}/map.xml"


def test_a_period_is_filled_in() -> None:
    assert fill(MONTHLY, date(2026, 3, 4)) == "https://a.example/2026/03/map.xml"
    assert is_dated(MONTHLY)
    assert not is_dated("https://a.example/")


def test_early_in_a_period_the_one_before_is_asked_too() -> None:
    assert current(MONTHLY, date(2026, 1, 3)) == (
        "https://a.example/2026/01/map.xml",
        "https://a.example/2025/12/map.xml",
    )
    assert len(current(MONTHLY, date(2026, 1, 20))) == 1


def test_a_plain_address_is_asked_once() -> None:
    assert current("https://a.example/feed", date(2026, 1, 3)) == ("https://a.example/feed",)


def test_all_periods_of_a_span_newest_first() -> None:
    assert between("https://a.example/{yyyy}", date(2023, 12, 31), date(2026, 1, 1)) == tuple(
        f"https://a.example/{year}" for year in (2026, 2025, 2024, 2023)
    )
