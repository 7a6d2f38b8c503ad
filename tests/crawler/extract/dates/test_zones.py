"""A clock time without a zone is read in the only zone of its country or language, and marked as assumed."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from archive.records import Evidence, ZoneSource
from crawler.catalogue.source import Source
from crawler.extract.dates.candidates import Candidate
from crawler.extract.dates.locale import date_locale
from crawler.extract.dates.parser import read_date
from crawler.extract.dates.ranking import choose
from crawler.extract.dates.time_of_day import stated_zone
from crawler.extract.dates.zones import assumed_timezone


@pytest.mark.parametrize(
    ("raw", "country", "language", "url", "value", "zone"),
    [
        ("2026-03-04 12:30", "IN", "en", "", "2026-03-04T07:00:00Z", "+05:30"),
        ("2026-03-04 12:30", "INT", "zh-CN", "", "2026-03-04T04:30:00Z", "+08:00"),
        ("2026年3月4日 12:30", "INT", "zh", "https://courier.example/x", "2026-03-04T04:30:00Z", "+08:00"),
        ("2026年3月4日 午後3時05分", "INT", "ja", "", "2026-03-04T06:05:00Z", "+09:00"),
        ("2026년 3월 4일 오후 3:20", "INT", "ko", "", "2026-03-04T06:20:00Z", "+09:00"),
        ("4 March 2026, 12:30", "INT", "en", "https://courier.example.in/x", "2026-03-04T07:00:00Z", "+05:30"),
        ("2026-07-04 12:30", "INT", "de-DE", "", "2026-07-04T10:30:00Z", "+02:00"),
    ],
)
def test_a_clock_time_without_zone_uses_the_only_zone_of_its_country(
    source: Callable[..., Source], raw: str, country: str, language: str, url: str, value: str, zone: str
) -> None:
    stated = read_date(raw, date_locale(source(country=country, languages=()), language, url))
    assert stated
    assert (stated.value, stated.zone_source, stated.zone) == (value, "assumed", zone)


@pytest.mark.parametrize(("country", "language"), [("US", "en-US"), ("RU", "ru"), ("INT", "en"), ("INT", "es")])
def test_nothing_is_assumed_where_there_are_several_zones(
    source: Callable[..., Source], country: str, language: str
) -> None:
    stated = read_date("2026-03-04 12:30", date_locale(source(country=country), language))
    assert stated
    assert (stated.zone_source, stated.zone) == ("none", "")


def test_the_zones_of_page_and_source_precede_the_assumed_one(source: Callable[..., Source]) -> None:
    locale = date_locale(source(country="IN", timezone="Asia/Tokyo"), "en")
    stated = [read_date(raw, locale) for raw in ("2026-03-04T12:30:00Z", "2026-03-04 12:30")]
    assert [(one.zone_source, one.zone) for one in stated if one] == [("explicit", "+00:00"), ("source", "+09:00")]


@pytest.mark.parametrize(
    ("raw", "timezone", "value"),
    [
        ("23 October 2025, 5:50 pm CET", "", "2025-10-23T15:50:00Z"),
        ("23 December 2025, 5:50 pm CET", "", "2025-12-23T16:50:00Z"),
        ("July 9, 2026 2:50 PM EST", "", "2026-07-09T18:50:00Z"),
        ("July 9, 2026 2:50 PM MST", "", "2026-07-09T21:50:00Z"),
        ("July 9, 2026 2:50 PM MST", "America/Denver", "2026-07-09T20:50:00Z"),
        ("July 9, 2026 2:50 PM MST", "America/Phoenix", "2026-07-09T21:50:00Z"),
        ("9 July 2026 14:50 GMT", "Europe/London", "2026-07-09T14:50:00Z"),
        ("9 July 2026 14:50 BST", "Europe/London", "2026-07-09T13:50:00Z"),
    ],
)
def test_the_winter_name_of_a_zone_means_its_local_time_in_summer(
    source: Callable[..., Source], raw: str, timezone: str, value: str
) -> None:
    stated = read_date(raw, date_locale(source(country="INT", timezone=timezone), "en"))
    assert stated
    assert (stated.value, stated.zone_source) == (value, "explicit")


def test_a_language_decides_only_where_no_country_is_known() -> None:
    assert assumed_timezone("US", "ja") == ""
    assert assumed_timezone("", "ja") == "Asia/Tokyo"


@pytest.mark.parametrize(
    ("zone_source", "value", "precision"),
    [("none", "2026-03-04T00:00:00Z", "day"), ("assumed", "2026-03-04T23:30:00Z", "minute")],
)
def test_of_a_clock_time_in_an_unknown_zone_only_the_day_is_chosen(
    zone_source: ZoneSource, value: str, precision: str
) -> None:
    evidence = Evidence("published", "4 March 2026 23:30", "2026-03-04T23:30:00Z", "minute", "meta", zone_source)
    dates = choose([Candidate(evidence, 9.0, "2026-03-04")])
    assert dates.published
    assert (dates.published.value, dates.published.precision) == (value, precision)
    assert dates.evidence == (dates.published,)
    assert dates.published.raw == "4 March 2026 23:30"


@pytest.mark.parametrize(
    ("name", "country", "hours"),
    [
        *(("CST", "CN", 8), ("CST", "TW", 8), ("CST", "US", -6)),
        *(("+14:00", "US", 14), ("-03:30", "US", -3.5), ("+14:30", "US", None), ("XYZ", "US", None)),
    ],
)
def test_letters_mean_the_zone_of_the_country_and_no_offset_exceeds_fourteen_hours(
    name: str, country: str, hours: float | None
) -> None:
    at = datetime(2026, 1, 5, 12, 30)
    zone = stated_zone(name, at, "", country)
    assert (zone.utcoffset(at) if zone else None) == (None if hours is None else timedelta(hours=hours))
