"""A written date becomes the instant that it states; incomplete dates do not."""

import time
from collections.abc import Callable

import pytest

from crawler.catalogue.source import Source
from crawler.extract.dates.locale import DateLocale, date_locale
from crawler.extract.dates.parser import find_dates, read_date

ANY = DateLocale(languages=("en",))


@pytest.mark.parametrize(
    ("raw", "value", "precision", "zone"),
    [
        ("2024-03-06T10:15:00+05:30", "2024-03-06T04:45:00Z", "second", "+05:30"),
        ("2024-03-06T10:15Z", "2024-03-06T10:15:00Z", "minute", "+00:00"),
        ("2024-03-06T10:15:07.125-0500", "2024-03-06T15:15:07Z", "second", "-05:00"),
        ("20240306T101500Z", "2024-03-06T10:15:00Z", "second", "+00:00"),
        ("Wed, 06 Mar 2024 10:15:00 +0530", "2024-03-06T04:45:00Z", "second", "+05:30"),
        ("Wed Mar 06 2024 10:15:00 GMT+0530 (IST)", "2024-03-06T04:45:00Z", "second", "+05:30"),
        ("Tue Nov 19 15:42:15 EST 2019", "2019-11-19T20:42:15Z", "second", "-05:00"),
        ("Nov. 19, 2019 5:30 p.m. ET", "2019-11-19T22:30:00Z", "minute", "-05:00"),
        ("July 4, 2019 9 am ET", "2019-07-04T13:00:00Z", "minute", "-04:00"),
        ("1573000000", "2019-11-06T00:26:40Z", "second", "+00:00"),
    ],
)
def test_an_instant_with_a_zone_is_converted_to_utc(raw: str, value: str, precision: str, zone: str) -> None:
    stated = read_date(raw, ANY)
    assert stated
    assert (stated.value, stated.precision, stated.zone_source, stated.zone) == (
        value,
        precision,
        "explicit",
        zone,
    )


@pytest.mark.parametrize(
    ("raw", "language"),
    [
        ("6 March 2024", "en"), ("March 6th, 2024", "en"), ("6. März 2024", "de"), ("le 6 mars 2024", "fr"),
        ("6 de marzo de 2024", "es"), ("6 de março de 2024", "pt"), ("6 marzo 2024", "it"),
        ("6 марта 2024 г.", "ru"),
        ("6 березня 2024", "uk"), ("6 marca 2024", "pl"), ("6 Mart 2024 Çarşamba", "tr"),
        ("6 Μαρτίου 2024", "el"),
        ("2024 m. kovo 6 d.", "lt"), ("2024. március 6.", "hu"), ("ngày 6 tháng 3 năm 2024", "vi"),
        ("٦ مارس ٢٠٢٤", "ar"), ("۱۶ اسفند ۱۴۰۲", "fa"), ("६ मार्च २०२४", "hi"), ("6 มีนาคม 2567", "th"),
        ("๖ มีนาคม พ.ศ. ๒๕๖๗", "th"), ("06/03/2567", "th"), ("2024年3月6日", "zh"), ("令和6年3月6日", "ja"),
        ("民國113年3月6日", "zh"), ("2024년 3월 6일", "ko"), ("2024. 3. 6.", "ko"), ("6 במרץ 2024", "he"),
        ("20240306", "en"), ("2024/03/06", "en"), ("06.03.2024", "de"),
        ("6 มี.ค. 67", "th"), ("6 มีนาคม ค.ศ. 2024", "th"), ("6 آذار/مارس 2024", "ar"), ("6 مارس/آذار 2024", "ar"),
        ("二〇二四年三月六日", "zh"), ("R6.3.6", "ja"), ("113-03-06", "zh"), ("24.03.06.", "ko"), ("06.03.24", "de"),
        ("06-Mar-24", "en"), ("6 March '24", "en"), ("2024 ж. 6 наурыз", "kk"), ("2024 оны 3-р сарын 6", "mn"),
        ("2024-ж., 6-март", "ky"), ("6 ta’ Marzu 2024", "mt"),
    ],
)  # fmt: skip
def test_a_day_is_read_in_the_language_of_the_page(raw: str, language: str) -> None:
    stated = read_date(raw, DateLocale(languages=(language, "en")))
    assert stated
    assert (stated.value, stated.precision, stated.zone_source) == ("2024-03-06T00:00:00Z", "day", "none")


def test_a_month_is_recognised_if_the_page_declares_another_language() -> None:
    stated = read_date("6 марта 2024, 17:25", DateLocale(languages=("en",)))
    assert stated
    assert stated.value == "2024-03-06T17:25:00Z"


@pytest.mark.parametrize(
    "raw",
    [
        "on March 4", "March 2024", "2024", "11", "a", "NaN", "", "2026-02-31", "Feb 30 2024",
        "12 items 2024",
        "9999-99-99", "Copyright 2024", "version 3.11.2024.7", "yesterday", "0001-01-01T00:00:00",
        "24 of 2024",
    ],
)  # fmt: skip
def test_an_incomplete_date_is_none(raw: str) -> None:
    assert read_date(raw, ANY) is None


@pytest.mark.parametrize(
    ("locale", "day"),
    [
        (DateLocale(country="US"), "2024-03-06"),
        (DateLocale(country="GB"), "2024-06-03"),
        (DateLocale(country="US", order="DMY"), "2024-06-03"),
        (DateLocale(languages=("fr",)), "2024-06-03"),
        (DateLocale(languages=("en",)), None),
    ],
)
def test_the_order_of_a_numeric_date_is_that_of_the_source_or_unknown(locale: DateLocale, day: str | None) -> None:
    stated = read_date("03/06/2024", locale)
    assert (stated.day if stated else None) == day


@pytest.mark.parametrize(
    ("raw", "country", "page_language", "day"),
    [
        ("06.03.2024", "US", "de", "2024-03-06"),
        ("06.03.2024", "INT", "en-US", "2024-03-06"),  # the default of content management systems
        ("06.03.2024", "US", "en-US", "2024-06-03"),
        ("06.03.24", "US", "en-US", "2024-06-03"),
        ("06.03.24", "DE", "en-US", "2024-03-06"),
        ("06/03/2024", "US", "de", "2024-03-06"),
        ("06/03/2024", "US", "en-GB", "2024-03-06"),
        ("03/06/2024", "US", "es", "2024-03-06"),
        ("03/06/2024", "US", "en-US", "2024-03-06"),
        ("06/03/2024", "IN", "en-US", "2024-03-06"),
    ],
)
def test_dots_and_the_language_of_the_page_order_day_and_month(
    source: Callable[..., Source], raw: str, country: str, page_language: str, day: str
) -> None:
    stated = read_date(raw, date_locale(source(country=country), page_language))
    assert stated
    assert stated.day == day


def test_the_order_that_a_source_states_is_that_of_abbreviated_years_too(source: Callable[..., Source]) -> None:
    for raw in ("06.03.2024", "06.03.24"):
        stated = read_date(raw, date_locale(source(country="CA", date_order="MDY"), "en"))
        assert stated
        assert stated.day == "2024-06-03"


@pytest.mark.parametrize(
    ("lines", "url", "language", "day"),
    [
        (["Posted 25/02/2024"], "", "en", "2024-03-06"),
        (["Posted 02/25/2024"], "", "en", "2024-06-03"),
        (["Posted 25/02/2024", "02/26/2024"], "", "en", None),
        ([], "https://courier.example.in/x", "en-US", "2024-03-06"),
        ([], "https://courier.example.us/x", "en-US", "2024-06-03"),
        ([], "https://courier.example.org/x", "en", None),
    ],
)
def test_other_dates_and_the_url_determine_the_order_too(
    source: Callable[..., Source], lines: list[str], url: str, language: str, day: str | None
) -> None:
    stated = read_date("06/03/2024", date_locale(source(country="INT"), language, url, lines))
    assert (stated.day if stated else None) == day


@pytest.mark.parametrize("zone", ["", "Z", "+08:00", "-05:00"])
def test_midnight_to_the_second_is_a_bare_day_in_every_zone(zone: str) -> None:
    stated = read_date(f"2024-03-06T00:00:00{zone}", ANY)
    assert stated
    assert (stated.value, stated.precision) == ("2024-03-06T00:00:00Z", "day")


def test_a_clock_time_is_not_parsed_from_the_next_date() -> None:
    found = [stated.value for stated, _, _ in find_dates("06.03.2024 - 08.03.2024", ANY)]
    assert found == ["2024-03-06T00:00:00Z", "2024-03-08T00:00:00Z"]


def test_a_month_is_recognised_in_a_language_that_the_page_does_not_declare() -> None:
    for raw in ("6 martie 2024", "6. března 2024", "6 mars 2024", "6 مارس 2024"):
        stated = read_date(raw, ANY)
        assert (stated.day if stated else raw) == "2024-03-06"


def test_an_unambiguous_numeric_date_needs_no_order() -> None:
    stated = read_date("13/06/2024", ANY)
    assert stated
    assert stated.day == "2024-06-13"


def test_a_time_without_zone_uses_the_zone_of_the_source_and_is_marked() -> None:
    stated = read_date("2024-07-06 10:15:00", DateLocale(timezone="America/New_York"))
    assert stated
    assert (stated.value, stated.zone_source, stated.zone) == ("2024-07-06T14:15:00Z", "source", "-04:00")


def test_a_time_without_any_zone_is_kept_as_written_and_marked() -> None:
    stated = read_date("2024-07-06 10:15:00", ANY)
    assert stated
    assert (stated.value, stated.zone_source, stated.zone) == ("2024-07-06T10:15:00Z", "none", "")


@pytest.mark.parametrize(
    ("locale", "value"),
    [
        (DateLocale(country="IN"), "2024-03-06T04:45:00Z"),
        (DateLocale(timezone="Asia/Jerusalem"), "2024-03-06T08:15:00Z"),
        (DateLocale(), "2024-03-06T10:15:00Z"),
    ],
)
def test_an_ambiguous_zone_name_is_that_of_the_source_or_unknown(locale: DateLocale, value: str) -> None:
    stated = read_date("6 March 2024 10:15 IST", locale)
    assert stated
    assert stated.value == value


def test_midnight_from_a_content_management_system_is_a_day() -> None:
    stated = read_date("2024-03-06T00:00:00Z", ANY)
    assert stated
    assert stated.precision == "day"


def test_the_afternoon_is_recognised_in_east_asian_scripts() -> None:
    for raw in ("2024年3月6日 午後3時05分", "2024년 3월 6일 오후 3:05", "2024年3月6日 下午3:05"):
        stated = read_date(raw, ANY)
        assert stated
        assert stated.value == "2024-03-06T15:05:00Z"


def test_each_date_of_a_line_is_found_with_its_position() -> None:
    text = "Published 6 March 2024, updated 7 March 2024"
    found = [(stated.day, text[start:end]) for stated, start, end in find_dates(text, ANY)]
    assert found == [("2024-03-06", "6 March 2024"), ("2024-03-07", "7 March 2024")]


@pytest.mark.parametrize(
    "text", ["Report 12, March 2024", "No. 12 March 2024", "Nr. 12, März 2024", "Vol. 12 March 2024"]
)
def test_the_number_of_an_issue_is_no_day(text: str) -> None:
    assert not list(find_dates(text, ANY))


@pytest.mark.parametrize("text", ["Tuesday 12, March 2024", "Report of 12 March 2024", "Issue 12 March 2024"])
def test_other_numbers_before_a_month_are_days(text: str) -> None:
    assert [stated.day for stated, _, _ in find_dates(text, ANY)] == ["2024-03-12"]


@pytest.mark.parametrize(
    "text", ["1" * 200_000, ": " * 100_000, "a 1 " * 50_000, "January" * 30_000, "1 " + "a" * 200_000]
)
def test_a_long_text_costs_no_more_than_a_short_one(text: str) -> None:
    start = time.perf_counter()
    read_date(text, ANY)
    list(find_dates(text, ANY))
    assert time.perf_counter() - start < 0.5
