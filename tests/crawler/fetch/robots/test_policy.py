"""Which robots.txt applies when the site answers, and when it does not (RFC 9309, 2.3 and 2.4)."""

from datetime import UTC, datetime, timedelta

import pytest

from crawler.fetch.robots.policy import ROBOTS, rules_of
from crawler.fetch.site_files import SiteFile

URL = "https://example.org/no"
BODY = b"User-agent: *\nDisallow: /no"


def copy(status: int = 200, age: timedelta = timedelta()) -> SiteFile:
    return SiteFile("https://example.org", status=status, body=BODY, fetched_at=datetime.now(UTC) - age)


@pytest.mark.parametrize(("status", "holds"), [(199, False), (200, True), (299, True), (300, False), (404, False)])
def test_only_a_file_that_was_found_has_rules(status: int, holds: bool) -> None:
    assert rules_of(copy(status)).allow(URL) is not holds


@pytest.mark.parametrize(("status", "is_none"), [(429, False), (499, False), (500, True), (503, True)])
def test_an_error_of_the_server_is_no_answer(status: int, is_none: bool) -> None:
    assert ROBOTS.is_no_response(status) is is_none


@pytest.mark.parametrize(
    ("age", "reason"),
    [
        (timedelta(hours=23, minutes=30), ""),
        (timedelta(hours=24, minutes=30), "http 503"),
        (timedelta(hours=-1), "http 503"),  # a clock that was wrong
    ],
)
def test_without_an_answer_the_last_copy_holds_for_a_day(age: timedelta, reason: str) -> None:
    policy = ROBOTS.without_response(copy(age=age), "http 503")
    assert policy.reason == reason
    assert ROBOTS.without_response(None, "http 503").reason == "http 503"
