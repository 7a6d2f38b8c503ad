import pytest

from archive.archive import Archive
from archive.clock import later
from archive.reports.health import Health, failure_class, health
from archive.store.polls import Poll
from archive.store.runs import Outcome

NOW = "2026-11-20T12:00:00Z"
DAY = 86_400


def crawled(archive: Archive, at: str, outcome: Outcome = "done", reason: str = "", source: str = "courier") -> None:
    run = archive.runs.begin(source)
    archive.runs.finish(run, outcome, reason)
    archive.db.execute("update runs set started_at = ?, finished_at = ? where id = ?", [at, at, run])


def of_courier(archive: Archive, moment: str = NOW) -> Health:
    return next(state for state in health(archive.db, moment) if state.source_id == "courier")


def test_a_source_that_answers_is_well(archive: Archive) -> None:
    crawled(archive, later(NOW, -3600))
    state = of_courier(archive)
    assert (state.condition, state.is_wrong, state.last_success_at) == ("ok", False, later(NOW, -3600))


def test_a_source_that_was_never_crawled_is_not_wrong(archive: Archive) -> None:
    assert (of_courier(archive).condition, of_courier(archive).is_wrong) == ("new", False)


def test_a_failed_run_is_wrong_and_says_in_which_way(archive: Archive) -> None:
    crawled(archive, later(NOW, -7200))
    crawled(archive, later(NOW, -3600), "failed", "https://courier.example/feed: http 503")
    state = of_courier(archive)
    assert (state.condition, state.failure, state.last_success_at) == ("failing", "server error", later(NOW, -7200))


def test_one_endpoint_that_keeps_failing_is_wrong_though_others_answer(archive: Archive) -> None:
    crawled(archive, later(NOW, -3600))
    archive.polls.save(Poll("https://courier.example/feed", "courier", "feed", failures=3, reason="http 404"))
    state = of_courier(archive)
    assert (state.condition, state.failure) == ("failing", "gone")
    assert state.failing == ("https://courier.example/feed",)


def test_a_source_that_is_not_asked_is_late(archive: Archive) -> None:
    crawled(archive, later(NOW, -9 * DAY))
    poll = Poll("https://courier.example/feed", "courier", "feed", next_due_at=later(NOW, -3 * DAY))
    archive.polls.save(poll)
    assert of_courier(archive).condition == "late"


@pytest.mark.parametrize(
    ("now", "condition"),
    [
        ("2026-11-22T20:00:00Z", "ok"),  # Sunday evening
        ("2026-11-23T07:00:00Z", "ok"),  # Monday, before work
        ("2026-11-26T20:00:00Z", "quiet"),  # Thursday evening, after four days of work without an article
    ],
)
def test_a_newsroom_that_rests_at_weekends_is_not_quiet_on_sunday(archive: Archive, add, now, condition) -> None:
    """Three articles each working day, the last on a Friday afternoon."""
    friday = "2026-11-20T16:00:00Z"
    stamps = [
        later(friday, -day * DAY - hours * 3600)
        for day in range(58)
        for hours in (0, 3, 6)
        if day % 7 not in (5, 6)  # Sundays and Saturdays
    ]
    for number, at in enumerate(stamps):
        add(f"https://courier.example/{number}", text=f"Text number {number} of {number * 7} and others. " * 9)
        archive.db.execute("update articles set first_seen_at = ? where id = ?", [at, number + 1])
    first = later(friday, -60 * DAY)
    archive.db.execute("update runs set started_at = ?, finished_at = ?", [first, first])
    crawled(archive, later(now, -3600))
    (state,) = [state for state in health(archive.db, now) if state.source_id == "courier"]
    assert state.condition == condition


@pytest.mark.parametrize(("silence", "condition"), [(2, "ok"), (12, "quiet")])
def test_a_silence_that_is_unusual_for_the_source_is_remarked(archive: Archive, add, silence, condition) -> None:
    """A new article every other day, and then none: two days are nothing, twelve are."""
    for number in range(14):
        add(f"https://courier.example/{number}", text=f"Text number {number} of {number * 7} and others. " * 9)
        at = later(NOW, (-silence - 2 * (13 - number)) * DAY)
        archive.db.execute("update articles set first_seen_at = ? where id = ?", [at, number + 1])
    first = later(NOW, (-silence - 27) * DAY)
    archive.db.execute("update runs set started_at = ?, finished_at = ?", [first, first])
    crawled(archive, later(NOW, -3600))
    state = of_courier(archive)
    assert state.condition == condition
    assert state.usual_per_day == pytest.approx(0.5, abs=0.1)


@pytest.mark.parametrize(
    ("reason", "name"),
    [
        ("https://x.example/feed: http 403", "refused"),
        ("cannot reach x.example: dns", "unreachable"),
        ("robots.txt unreachable", "robots.txt"),
        ("https://x.example/feed is an HTML page, not a feed", "not what it was"),
        ("the process ended", "broke off"),
        ("", ""),
    ],
)
def test_failures_have_few_classes(reason: str, name: str) -> None:
    assert failure_class(reason) == name
