from typing import Any

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


def test_only_one_of_two_addresses_with_one_key_is_asked_for(archive) -> None:
    archive.frontier.add("courier", leads("a", "a?utm_medium=rss", "a#top"))
    assert taken(archive) == ["a"]


def test_an_outcome_holds_for_all_addresses_with_one_key(archive) -> None:
    archive.frontier.add("courier", leads("a", "a?utm_medium=rss"))
    with archive.transaction():
        archive.frontier.settle(["https://courier.example/a"], "blocked", "robots.txt")
    assert {row["state"] for row in archive.db["urls"].rows} == {"blocked"}


def test_a_temporary_failure_is_tried_again_later_and_a_few_times_only(archive) -> None:
    archive.frontier.add("courier", leads("a"))
    waits = []
    for _ in range(8):
        archive.frontier.fail("https://courier.example/a", "http 500", temporary=True)
        (row,) = archive.db["urls"].rows
        waits.append(row["next_try_at"])
        assert row["state"] == "failed"
    assert [bool(wait) for wait in waits] == [True] * 6 + [False] * 2
    assert waits[0] < waits[1] < waits[2]
    assert waits[5] >= later(now(), 30 * 86_400 - 60)  # an outage of a month loses nothing
    assert taken(archive) == []


def test_a_lasting_failure_is_not_tried_again(archive) -> None:
    archive.frontier.add("courier", leads("a"))
    archive.frontier.fail("https://courier.example/a", "certificate", temporary=False)
    (row,) = archive.db["urls"].rows
    assert (row["state"], row["reason"], row["next_try_at"]) == ("failed", "certificate", None)


def test_a_postponed_address_stays_pending_until_its_time(archive) -> None:
    archive.frontier.add("courier", leads("a"))
    archive.frontier.postpone("https://courier.example/a", later(now(), 60), "host paused")
    assert taken(archive) == []
    archive.frontier.postpone("https://courier.example/a", later(now(), -60), "host paused")
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


def test_refused_leads_have_a_row_that_says_why(archive) -> None:
    archive.frontier.refuse("courier", leads("a")[0], "not-article", "outside article_url_re")
    assert taken(archive) == []
    (row,) = archive.db["urls"].rows
    assert (row["state"], row["reason"]) == ("not-article", "outside article_url_re")
