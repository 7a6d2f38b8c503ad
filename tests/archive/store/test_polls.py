"""The state of endpoints between two polls."""

from dataclasses import replace

import pytest

from archive.archive import Archive
from archive.clock import later
from archive.store.polls import Poll

FEED = "https://courier.example/feed"
MOVED = "https://courier.example/moved"
INDEX = "https://courier.example/sitemap.xml"
NOON = "2026-11-20T12:00:00Z"
DAY = 86_400
POLL = Poll(url=FEED, source_id="courier", kind="feed")


@pytest.mark.parametrize(
    ("due", "is_due"),
    [
        (None, True),
        (NOON, True),
        (later(NOON, -1), True),
        (later(NOON, 1), False),
        (later(NOON, 31 * DAY), False),
        (later(NOON, 31 * DAY + 1), True),  # written by a clock that was wrong
    ],
)
def test_an_endpoint_is_due_at_its_time_and_when_that_time_cannot_be_right(due: str | None, is_due: bool) -> None:
    assert replace(POLL, next_due_at=due).is_due(NOON) is is_due


def test_where_a_redirect_leads_is_asked_and_after_a_failure_there_the_old_address_in_turn() -> None:
    moved = replace(POLL, moved_to=MOVED)
    assert [replace(moved, failures=failures).address for failures in range(4)] == [MOVED, FEED, MOVED, FEED]
    assert [replace(POLL, failures=failures).address for failures in range(2)] == [FEED, FEED]


def test_entries_from_a_day_on_may_have_been_left_out_before_a_later_day() -> None:
    poll = replace(POLL, left_out_before="2026-03-01")
    assert [poll.left_out(day) for day in ("", "2026-02-28", "2026-03-01")] == [False, True, False]


def test_what_an_endpoint_asked_for_is_the_wait_beyond_its_interval() -> None:
    poll = replace(POLL, interval_s=3600, checked_at=NOON, next_due_at=later(NOON, 7200))
    assert poll.asked_s() == 7200
    assert replace(poll, next_due_at=later(NOON, 3600)).asked_s() == 0
    for other in ({"failures": 1}, {"reason": "lists no articles"}, {"checked_at": None}, {"next_due_at": None}):
        assert replace(poll, **other).asked_s() == 0


def test_a_poll_is_read_as_it_was_written(archive: Archive) -> None:
    assert archive.polls.get("courier", FEED, "feed") == POLL
    poll = replace(
        POLL, etag='"1"', checked_at=NOON, overlap=0.5, resume_from=7, listed=20, left_out_before="2026-01-01"
    )
    archive.polls.save(poll)
    archive.polls.save(replace(POLL, source_id="gazette"))
    assert archive.polls.get("courier", FEED, "") == poll
    assert archive.polls.of_source("courier") == {FEED: poll}
    archive.polls.save(POLL)
    assert archive.polls.of_source("courier") == {FEED: POLL}


def test_unread_and_then_new_sitemaps_of_an_index_come_first(archive: Archive) -> None:
    archive.polls.name_children("courier", INDEX, "sitemap", ["b", "a", "c", "d", "a"])
    for url, stated in (("a", "2026-01-01"), ("d", "2026-02-01")):
        archive.polls.save(replace(archive.polls.get("courier", url, ""), checked_at=NOON, stated_modified=stated))
    assert [poll.url for poll in archive.polls.children("courier", INDEX)] == ["c", "b", "d", "a"]
    assert {poll.kind for poll in archive.polls.children("courier", INDEX)} == {"sitemap"}
    assert archive.polls.children("gazette", INDEX) == []


def test_what_an_index_no_longer_names_is_forgotten_and_the_rest_keeps_its_state(archive: Archive) -> None:
    archive.polls.name_children("courier", INDEX, "sitemap", ["a", "b"])
    archive.polls.save(replace(archive.polls.get("courier", "a", ""), etag='"1"'))
    archive.polls.name_children("courier", INDEX, "sitemap", ["a", "c"])
    assert {poll.url: poll.etag for poll in archive.polls.children("courier", INDEX)} == {"a": '"1"', "c": ""}


def test_endpoints_that_left_the_catalogue_go_with_all_that_only_they_named(archive: Archive) -> None:
    for url in (FEED, INDEX):
        archive.polls.save(replace(POLL, url=url))
    archive.polls.save(replace(POLL, source_id="gazette"))
    archive.polls.name_children("courier", INDEX, "sitemap", ["below"])
    archive.polls.name_children("courier", "below", "sitemap", ["further below"])
    archive.polls.forget_others("courier", [FEED, INDEX])
    assert archive.polls.of_source("courier").keys() == {FEED, INDEX, "below", "further below"}
    archive.polls.forget_others("courier", [FEED])
    assert archive.polls.of_source("courier").keys() == {FEED}
    assert archive.polls.of_source("gazette").keys() == {FEED}
