from typing import Any

import pytest

from archive.archive import Archive
from archive.clock import later
from archive.records import Lead
from archive.reports.failures import failure_class
from archive.reports.health import Health, health
from archive.reports.pages import unusual_run
from archive.store.endpoint_searches import FoundEndpoint, Search
from archive.store.polls import Poll
from archive.store.runs import Outcome

NOW = "2026-11-20T12:00:00Z"
DAY = 86_400
COURIER = "https://courier.example"


def crawled(archive: Archive, at: str, outcome: Outcome = "done", reason: str = "", source: str = "courier") -> None:
    run = archive.runs.begin(source)
    archive.runs.finish(run, outcome, reason)
    archive.db.execute("update runs set started_at = ?, finished_at = ? where id = ?", [at, at, run])


def of_courier(archive: Archive, moment: str = NOW) -> Health:
    return next(state for state in health(archive.db, moment) if state.source_id == "courier")


def test_a_source_that_answers_is_well(archive: Archive) -> None:
    crawled(archive, later(NOW, -3600))
    state = of_courier(archive)
    assert (state.condition, state.is_wrong, state.last_success_at) == ("well", False, later(NOW, -3600))


def test_a_source_that_was_never_crawled_is_not_wrong(archive: Archive) -> None:
    assert (of_courier(archive).condition, of_courier(archive).is_wrong) == ("new", False)


@pytest.mark.parametrize("outcome", ["interrupted", "killed"])
def test_a_source_whose_only_crawl_was_stopped_is_new_and_not_well(archive: Archive, outcome: Outcome) -> None:
    crawled(archive, later(NOW, -3600), outcome)
    assert (of_courier(archive).condition, of_courier(archive).last_success_at) == ("new", None)
    crawled(archive, later(NOW, -1800))
    crawled(archive, later(NOW, -900), outcome)
    assert of_courier(archive).condition == "well"


def test_a_failed_run_is_wrong_and_says_in_which_way(archive: Archive) -> None:
    crawled(archive, later(NOW, -7200))
    crawled(archive, later(NOW, -3600), "failed", "https://courier.example/feed: http 503")
    state = of_courier(archive)
    assert (state.condition, state.failure, state.last_success_at) == ("failing", "server error", later(NOW, -7200))


def test_a_crawl_of_refused_second_looks_is_no_success(archive: Archive) -> None:
    crawled(archive, later(NOW, -7200))
    crawled(archive, later(NOW, -3600))
    archive.db.execute("update runs set fetched = 2, rejected = 2 where id = (select max(id) from runs)")
    assert of_courier(archive).last_success_at == later(NOW, -7200)


def test_one_endpoint_that_keeps_failing_is_wrong_though_others_answer(archive: Archive) -> None:
    crawled(archive, later(NOW, -3600))
    archive.polls.save(Poll("https://courier.example/feed", "courier", "feed", failures=3, reason="http 404"))
    state = of_courier(archive)
    assert (state.condition, state.failure) == ("failing", "gone")
    assert [endpoint.url for endpoint in state.endpoints if endpoint.is_wrong] == ["https://courier.example/feed"]


def test_a_source_that_is_not_asked_is_late(archive: Archive) -> None:
    crawled(archive, later(NOW, -9 * DAY))
    poll = Poll("https://courier.example/feed", "courier", "feed", next_due_at=later(NOW, -3 * DAY))
    archive.polls.save(poll)
    assert of_courier(archive).condition == "late"


def working_days(last: str, days: int) -> list[str]:
    """Return instants, three on each working day, back from a Friday afternoon."""
    return [
        later(last, -day * DAY - hours * 3600)
        for day in range(days)
        for hours in (0, 3, 6)
        if day % 7 not in (5, 6)  # Sundays and Saturdays
    ]


def add_articles(archive: Archive, add, stamps: list[str]) -> None:
    for number, at in enumerate(stamps):
        add(f"https://courier.example/{number}", text=f"Text number {number} of {number * 7} and others. " * 9)
        archive.db.execute("update articles set first_seen_at = ? where id = ?", [at, number + 1])


@pytest.mark.parametrize(
    ("now", "condition"),
    [
        ("2026-11-22T20:00:00Z", "well"),  # Sunday evening
        ("2026-11-23T07:00:00Z", "well"),  # Monday, before work
        ("2026-11-26T20:00:00Z", "quiet"),  # Thursday evening, after four days of work without an article
    ],
)
def test_a_newsroom_that_rests_at_weekends_is_not_quiet_on_sunday(archive: Archive, add, now, condition) -> None:
    """Three articles each working day, the last on a Friday afternoon."""
    friday = "2026-11-20T16:00:00Z"
    add_articles(archive, add, working_days(friday, 58))
    first = later(friday, -60 * DAY)
    archive.db.execute("update runs set started_at = ?, finished_at = ?", [first, first])
    crawled(archive, later(now, -3600))
    add_poll(archive, "", 0, 0, checked_at=later(now, -3600))
    state = of_courier(archive, now)
    assert state.condition == condition


def test_a_source_that_was_not_polled_is_not_quiet(archive: Archive, add) -> None:
    """Runs that look at known articles again hear nothing new of the source."""
    friday, thursday = "2026-11-20T16:00:00Z", "2026-11-26T20:00:00Z"
    add_articles(archive, add, working_days(friday, 40))
    crawled(archive, later(friday, -60 * DAY))
    crawled(archive, later(thursday, -3600))
    add_poll(archive, "", 0, 0, checked_at=later(friday, 600))
    assert of_courier(archive, thursday).condition == "well"


def test_what_the_first_crawl_found_is_not_the_rhythm(archive: Archive, add) -> None:
    """Forty articles of a month came on the first Monday; since then, one came each working day."""
    first, last, monday = "2026-11-09T08:00:00Z", "2026-11-20T16:00:00Z", "2026-11-23T20:00:00Z"
    since = [later(last, -day * DAY) for day in range(11) if day % 7 not in (5, 6)]
    add_articles(archive, add, [*[later(first, 60 * n) for n in range(40)], *since])
    crawled(archive, first)
    crawled(archive, monday)
    add_poll(archive, "", 0, 0, checked_at=monday)
    assert of_courier(archive, monday).condition == "well"


def test_a_wall_in_the_past_hides_no_silence(archive: Archive, add) -> None:
    """For two weeks all was refused; a silence of six days is unusual all the same."""
    friday, thursday = "2026-11-20T16:00:00Z", "2026-11-26T20:00:00Z"
    wall = (later(friday, -30 * DAY), later(friday, -16 * DAY))
    add_articles(archive, add, [at for at in working_days(friday, 58) if not wall[0] < at < wall[1]])
    crawled(archive, later(friday, -60 * DAY))
    crawled(archive, later(friday, -20 * DAY))
    add_poll(archive, "", 0, 0, checked_at=later(thursday, -3600))
    assert of_courier(archive, thursday).condition == "well"
    archive.db.execute("update runs set rejected = 3 where started_at = ?", [later(friday, -20 * DAY)])
    assert of_courier(archive, thursday).condition == "quiet"


@pytest.mark.parametrize(("silence", "condition"), [(2, "well"), (12, "quiet")])
def test_a_silence_that_is_unusual_for_the_source_is_remarked(archive: Archive, add, silence, condition) -> None:
    """A new article every other day, and then none: two days are nothing, twelve are."""
    for number in range(14):
        add(f"https://courier.example/{number}", text=f"Text number {number} of {number * 7} and others. " * 9)
        at = later(NOW, (-silence - 2 * (13 - number)) * DAY)
        archive.db.execute("update articles set first_seen_at = ? where id = ?", [at, number + 1])
    first = later(NOW, (-silence - 27) * DAY)
    archive.db.execute("update runs set started_at = ?, finished_at = ?", [first, first])
    add_poll(archive, "", 0, 0)
    crawled(archive, later(NOW, -3600))
    state = of_courier(archive)
    assert state.condition == condition
    assert state.usual_per_day == pytest.approx(0.5, abs=0.1)


@pytest.mark.parametrize(
    ("reason", "name"),
    [
        ("https://x.example/feed: http 403", "refused"),
        ("cannot reach x.example: dns", "unreachable"),
        ("robots.txt unreachable", "unreachable"),
        ("https://x.example/feed: robots.txt", "robots.txt"),
        ("https://x.example/feed is an HTML page, not a feed", "not what it was"),
        ("https://x.example/feed is an HTML page, not a feed, titled: 403 robots", "not what it was"),
        ("none of the last 8 pages gave an article (8 x blocked: login form)", "refused"),
        ("none of the last 8 pages gave an article (8 x blocked: robots.txt)", "robots.txt"),
        ("none of the last 8 pages gave an article (8 x gone: redirect to home page)", "gone"),
        ("none of the last 8 pages gave an article (8 x not-article: empty shell)", "not what it was"),
        ("the last 12 articles have no author, unlike those before", "not what it was"),
        ("the process ended", "broke off"),
        ("", ""),
    ],
)
def test_failures_have_few_classes(reason: str, name: str) -> None:
    assert failure_class(reason) == name


def add_poll(archive: Archive, reason: str, failures: int, hours: float, path: str = "/feed", **fields: Any) -> None:
    """Store an endpoint that has failed so often, since so many hours."""
    since = later(NOW, -hours * 3600) if failures else None
    at = {"checked_at": later(NOW, -3600)} | fields
    archive.polls.save(
        Poll(COURIER + path, "courier", "feed", reason=reason, failures=failures, failing_since=since, **at)
    )


@pytest.mark.parametrize(
    ("reason", "failures", "hours", "condition", "is_alarming"),
    [
        ("http 404", 1, 1, "failing", False),
        ("http 404", 2, 2, "failing", True),
        ("http 403", 2, 2, "blocked", True),
        ("none of 10 entries fits article_url_re", 2, 2, "changed", True),
        ("lists nothing any more, where it listed 9 entries", 2, 2, "changed", True),
        ("http 503", 4, 6, "failing", False),
        ("http 503", 5, 14, "failing", True),
        ("cannot reach courier.example: dns", 5, 14, "failing", True),
    ],
)
def test_an_endpoint_that_fails_names_its_cause_and_alarms_when_it_lasts(
    archive: Archive, reason, failures, hours, condition, is_alarming
) -> None:
    crawled(archive, later(NOW, -3600))
    add_poll(archive, reason, failures, hours)
    state = of_courier(archive)
    assert (state.condition, state.is_alarming) == (condition, is_alarming)
    assert reason in state.reason


def test_a_failing_endpoint_stays_failing_though_other_runs_succeed(archive: Archive) -> None:
    add_poll(archive, "http 404", 2, 30)
    crawled(archive, later(NOW, -3600))
    assert of_courier(archive).condition == "failing"


def test_one_short_failure_among_several_endpoints_is_nothing(archive: Archive) -> None:
    crawled(archive, later(NOW, -3600))
    add_poll(archive, "http 503", 1, 1)
    add_poll(archive, "", 0, 0, "/news")
    assert of_courier(archive).condition == "well"


def test_an_endpoint_that_moved_is_named_but_not_wrong(archive: Archive) -> None:
    crawled(archive, later(NOW, -3600))
    add_poll(archive, "", 0, 0, moved_to=COURIER + "/rss")
    state = of_courier(archive)
    assert (state.condition, state.is_wrong, state.is_alarming) == ("moved", False, True)
    assert state.reason == f"{COURIER}/feed has moved to {COURIER}/rss"


def test_an_endpoint_that_a_crawl_found_takes_the_place_of_one_that_is_gone(archive: Archive) -> None:
    crawled(archive, later(NOW, -3600))
    add_poll(archive, "http 404", 9, 200)
    add_poll(archive, "", 0, 0, "/rss")
    found = FoundEndpoint("courier", f"{COURIER}/rss", "feed", "", f"{COURIER}/feed")
    archive.searches.save("courier", Search(NOW, "", NOW), [found])
    state = of_courier(archive)
    assert (state.condition, state.is_wrong) == ("moved", False)
    assert f"{COURIER}/rss is read in its place" in state.reason


def test_a_source_without_any_article_says_why_on_the_first_day(archive: Archive) -> None:
    crawled(archive, later(NOW, -3600))
    for number in range(3):
        lead = Lead(f"{COURIER}/{number}", "feed", f"{COURIER}/feed")
        archive.frontier.add("courier", [lead])
        archive.frontier.refuse_answer("courier", lead.url, "blocked", "http 403", is_temporary=False)
    state = of_courier(archive)
    assert (state.condition, state.reason) == (
        "blocked",
        "no article yet: none of the last 3 pages gave an article (3 x blocked: http 403)",
    )


def test_a_source_that_is_retired_is_quiet(archive: Archive) -> None:
    crawled(archive, later(NOW, -90 * DAY))
    add_poll(archive, "http 404", 9, 200)
    archive.db.execute("update sources set retired_at = ?", [NOW])
    assert of_courier(archive).condition == "retired"
    assert not of_courier(archive).is_alarming


@pytest.mark.parametrize(("without", "condition"), [(2, "well"), (3, "changed")])
def test_articles_that_lose_their_dates_are_remarked(archive: Archive, add, without, condition) -> None:
    for number in range(12):
        add(f"{COURIER}/{number}", text=f"Text number {number} of {number * 7} and others. " * 9)
    crawled(archive, later(NOW, -3600))
    archive.db.execute("update articles set published_at = '2026-11-01T00:00:00Z', authors = '[\"Ana\"]'")
    archive.db.execute("update articles set first_seen_at = ?", [later(NOW, -7200)])
    archive.db.execute("update articles set published_at = null where id > 12 - ?", [without])
    state = of_courier(archive)
    assert state.condition == condition
    if without == 3:
        assert state.reason == "the last 3 articles have no date, unlike those before"


def test_what_a_wrong_clock_wrote_says_nothing_of_today(archive: Archive, add) -> None:
    """A crawl that ran 400 days ahead had failed, found an article, and is the last one for more than a year."""
    for number in range(12):
        add(f"{COURIER}/{number}", text=f"Text number {number} of {number * 7} and others. " * 9)
        at = later(NOW, (-60 + number * 2) * DAY)
        archive.db.execute("update articles set first_seen_at = ? where id = ?", [at, number + 1])
    archive.db.execute("update articles set first_seen_at = ? where id = 12", [later(NOW, 400 * DAY)])
    archive.db.execute("update runs set started_at = ?", [later(NOW, -90 * DAY)])
    add_poll(archive, "", 0, 0)
    crawled(archive, later(NOW, -3600))
    crawled(archive, later(NOW, 400 * DAY), "failed", "https://courier.example/feed: robots.txt")
    state = of_courier(archive)
    assert (state.condition, state.last_success_at) == ("quiet", later(NOW, -3600))
    assert state.last_new_at == later(NOW, -40 * DAY)


def test_pages_that_give_no_article_any_more_are_remarked(archive: Archive, add) -> None:
    for number in range(12):
        add(f"{COURIER}/{number}", text=f"Text number {number} of {number * 7} and others. " * 9)
    archive.db.execute("update urls set last_tried_at = ?", [NOW])
    for number in range(3):
        lead = Lead(f"{COURIER}/new-{number}", "feed", f"{COURIER}/feed")
        archive.frontier.add("courier", [lead])
        archive.frontier.refuse_answer("courier", lead.url, "not-article", "no text", is_temporary=False)
    archive.db.execute("update urls set first_seen_at = ? where article_id is not null", [later(NOW, -7200)])
    archive.db.execute("update urls set first_seen_at = ? where article_id is null", [later(NOW, -3600)])
    crawled(archive, later(NOW, -3600))
    assert of_courier(archive).condition == "changed"


@pytest.mark.parametrize(
    ("lacking", "number"),
    [
        ([True] * 3 + [False] * 12, 3),
        ([True] * 2 + [False] * 12, 0),
        ([True, True, True, False, True, False, True, False, False, True] * 2, 0),  # usual for this source
        ([True] * 30, 0),  # always so
        ([], 0),
    ],
)
def test_a_run_counts_when_it_is_unlike_the_past(lacking: list[bool], number: int) -> None:
    assert unusual_run(lacking) == number
