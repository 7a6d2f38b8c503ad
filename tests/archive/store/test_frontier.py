from typing import Any

import pytest

from archive.clock import later, now
from archive.records import Lead


def leads(*paths: str, **fields: Any) -> list[Lead]:
    return [Lead(f"https://courier.example/{path}", found_by="feed", **fields) for path in paths]


def taken(archive, after: int = 0) -> list[str]:
    return [lead.url.rsplit("/", 1)[1] for _, lead in archive.frontier.take("courier", after, 10)]


def test_new_leads_are_taken_in_the_order_they_were_found(archive) -> None:
    assert archive.frontier.add("courier", leads("a", "b")) == (2, 0)
    assert archive.frontier.add("courier", leads("b", "c")) == (1, 1)
    assert taken(archive) == ["a", "b", "c"]


def test_a_lead_keeps_what_the_endpoint_knew(archive) -> None:
    lead = Lead("https://courier.example/a", found_by="feed", title="T", authors=("A", "B"), html="<p>x</p>")
    archive.frontier.add("courier", [lead])
    ((_, stored),) = archive.frontier.take("courier", 0, 1)
    assert stored == lead


@pytest.mark.parametrize("is_feed_first", [True, False])
def test_a_feed_knows_more_than_a_sitemap_whichever_is_read_first(archive, is_feed_first) -> None:
    of_feed = Lead("https://courier.example/a", "feed", "https://courier.example/feed", "T", "2026-11-10")
    of_sitemap = Lead("https://courier.example/a", "sitemap", "https://courier.example/map", modified="2026-11-11")
    for lead in (of_feed, of_sitemap) if is_feed_first else (of_sitemap, of_feed):
        archive.frontier.add("courier", [lead])
    assert archive.frontier.take("courier", 0, 2) == [(1, of_feed)]
    rows = archive.db.execute("select found_by, endpoint, lead_modified from urls").fetchall()
    assert rows == [("feed", of_feed.endpoint, "")]


@pytest.mark.parametrize("found_by", ["sitemap", "archive"])
def test_what_a_page_was_asked_with_is_kept(archive, found_by) -> None:
    first = Lead("https://courier.example/a", found_by, replay="https://replay.example/a")
    archive.frontier.add("courier", [first])
    if found_by == "sitemap":
        archive.frontier.settle("courier", [first.url], "pending")
    archive.frontier.add("courier", [Lead(first.url, "feed", html="<p>withheld</p>")])
    assert [lead for _, lead in archive.frontier.take("courier", 0, 2)] == [first]


def test_only_one_of_two_addresses_with_one_key_is_asked_for(archive) -> None:
    archive.frontier.add("courier", leads("a", "a?utm_medium=rss", "a#top"))
    assert taken(archive) == ["a"]


def test_an_outcome_holds_for_all_addresses_with_one_key(archive) -> None:
    archive.frontier.add("courier", leads("a", "a?utm_medium=rss"))
    with archive.transaction():
        archive.frontier.settle("courier", ["https://courier.example/a"], "blocked", "robots.txt")
    assert {row["state"] for row in archive.db["urls"].rows} == {"blocked"}


@pytest.mark.parametrize("is_temporary", [True, False])
def test_a_failure_is_tried_again_at_growing_intervals_and_then_each_quarter(archive, is_temporary: bool) -> None:
    archive.frontier.add("courier", leads("a"))
    waits = []
    url = "https://courier.example/a"
    for _ in range(8):
        archive.frontier.refuse_answer("courier", url, "failed", "http 500", is_temporary=is_temporary)
        (row,) = archive.db["urls"].rows
        waits.append(row["next_try_at"])
        assert row["state"] == "failed"
    assert waits[0] < waits[1] < waits[2]
    assert waits[7] >= later(now(), 90 * 86_400)
    assert taken(archive) == []


def test_an_address_that_was_given_up_is_asked_for_again_when_it_is_listed(archive) -> None:
    archive.frontier.add("courier", leads("a"))
    archive.frontier.refuse_answer("courier", "https://courier.example/a", "gone", "http 404")
    archive.db.execute("update urls set next_try_at = null, last_tried_at = '2026-01-01T00:00:00Z'")
    archive.frontier.add("courier", leads("a"))
    assert taken(archive) == ["a"]


def test_a_verdict_of_one_source_binds_no_other_but_its_article_does(archive, add) -> None:
    archive.frontier.refuse("gazette", leads("a")[0], "not-article", "outside article_url_re")
    archive.frontier.add("gazette", leads("b"))
    archive.frontier.refuse_answer("gazette", "https://courier.example/b", "blocked", "http 403")
    archive.frontier.add("courier", leads("a", "b", "c"))
    assert taken(archive) == ["a", "b", "c"]
    add("https://courier.example/b")
    archive.frontier.add("herald", leads("b"))
    states = archive.db.execute("select source_id, state from urls where url like '%/b' order by source_id").fetchall()
    assert states == [("courier", "archived"), ("gazette", "archived"), ("herald", "archived")]
    assert archive.frontier.take("herald", 0, 9) == []


def test_an_address_that_the_patterns_refused_is_pending_when_they_admit_it(archive) -> None:
    archive.frontier.refuse("courier", leads("a")[0], "not-article", "outside article_url_re")
    archive.frontier.refuse("courier", leads("a")[0], "not-article", "outside article_url_re")
    assert taken(archive) == []
    archive.frontier.add("courier", leads("a"))
    assert taken(archive) == ["a"]


def test_a_postponed_address_stays_pending_until_its_time(archive) -> None:
    archive.frontier.add("courier", leads("a"))
    archive.frontier.postpone("courier", "https://courier.example/a", later(now(), 60), "host paused")
    assert taken(archive) == []
    archive.frontier.postpone("courier", "https://courier.example/a", later(now(), -60), "host paused")
    assert taken(archive) == ["a"]


def test_a_captured_page_is_not_fetched_again_though_it_is_pending(archive, add) -> None:
    archive.frontier.add("courier", leads("a"))
    from tests.archive.conftest import an_exchange

    archive.add_capture(an_exchange("https://courier.example/a"), leads("a")[0], "courier", None)
    assert taken(archive) == []
    assert len(archive.waiting(0, 10)) == 1


def test_an_edit_date_that_moves_makes_an_archived_article_due_again(archive, add) -> None:
    archive.frontier.add("courier", leads("a", modified="2026-11-20"))
    add("https://courier.example/a", published_at="2020-01-01T00:00:00Z")
    archive.db.execute("update urls set last_tried_at = '2026-11-20T00:00:00Z'")
    archive.frontier.add("courier", leads("a", modified="2026-11-20"))
    assert taken(archive) == []
    archive.frontier.add("courier", leads("a", modified="2026-11-21"))
    assert taken(archive) == ["a"]


@pytest.mark.parametrize(("hours", "is_noted"), [(25, True), (23, False)])
def test_that_an_address_is_listed_is_noted_once_a_day(archive, hours: int, is_noted: bool) -> None:
    before = later(now(), -hours * 3600)
    archive.frontier.add("courier", leads("a"))
    archive.db.execute("update urls set last_listed_at = ?", [before])
    archive.frontier.add("courier", leads("a"))
    (listed,) = archive.db.execute("select last_listed_at from urls").fetchone()
    assert (listed > before) == is_noted


def test_an_endpoint_that_states_an_edit_date_for_the_first_time_makes_nothing_due(archive, add) -> None:
    archive.frontier.add("courier", leads("a"))
    add("https://courier.example/a", published_at="2020-01-01T00:00:00Z")
    archive.db.execute("update urls set last_tried_at = '2026-11-20T00:00:00Z', next_try_at = null")
    archive.frontier.add("courier", leads("a", modified="2026-11-20"))
    assert taken(archive) == []


@pytest.mark.parametrize(("second", "kept"), [("sitemap", "feed"), ("api", "api")])
def test_what_a_feed_knew_of_an_article_outlives_a_sitemap_that_lists_it(archive, add, second, kept) -> None:
    archive.frontier.add("courier", leads("a", title="T", published="2026-11-19", html="<p>whole</p>"))
    add("https://courier.example/a", published_at="2026-11-19T00:00:00Z")
    archive.db.execute("update urls set last_tried_at = '2026-11-20T00:00:00Z'")
    for modified in ("2026-11-20", "2026-11-21"):
        archive.frontier.add("courier", [Lead("https://courier.example/a", second, modified=modified)])
    ((_, lead),) = archive.frontier.take("courier", 0, 2)
    assert (lead.found_by, bool(lead.html)) == (kept, kept == "feed")


def test_refused_leads_have_a_row_that_says_why(archive) -> None:
    archive.frontier.refuse("courier", leads("a")[0], "not-article", "outside article_url_re")
    assert taken(archive) == []
    (row,) = archive.db["urls"].rows
    assert (row["state"], row["reason"]) == ("not-article", "outside article_url_re")
