import pytest

from archive.archive import Archive
from archive.records import Lead, Rejection, State
from archive.reports.coverage import OUTCOMES, UNSEEN, coverage, methods_paragraph, reasons, total, unseen

DAY = "2026-11-20"


@pytest.fixture
def all_states(archive: Archive, add) -> Archive:
    """Return an archive with an address in every state, a twin, and the target of a redirect."""
    home = "https://courier.example"
    add(f"{home}/archived")
    add(f"{home}/moved", text="Another text altogether, on launch licences. " * 9, landed=f"{home}/landed")
    add(f"{home}/irrelevant", result=Rejection("irrelevant", "relevance 0.01 is too low"))
    archive.frontier.refuse(
        "courier", Lead(f"{home}/tag/x", found_by="listing"), "not-article", "matches exclude_url_re"
    )
    others = [Lead(f"{home}/{name}", found_by="feed", endpoint=f"{home}/feed") for name in ("a", "b", "c", "d", "e")]
    archive.frontier.add("courier", [*others, Lead(f"{home}/a?utm_source=x", found_by="sitemap")])
    states: dict[str, State] = {"a": "blocked", "b": "gone", "c": "failed", "d": "unchanged"}
    for name, state in states.items():
        archive.frontier.settle("courier", [f"{home}/{name}"], state, "http 403" if state == "blocked" else "why")
    archive.db.conn.commit()
    archive.db.execute(f"update urls set first_seen_at = '{DAY}T10:00:00Z'")
    archive.db.execute(f"update runs set started_at = '{DAY}T09:00:00Z', finished_at = '{DAY}T09:30:00Z'")
    return archive


def test_every_advertised_address_has_exactly_one_outcome(all_states: Archive) -> None:
    rows = coverage(all_states.db, DAY, "2026-11-21")
    assert all(row.advertised == sum(getattr(row, outcome) for outcome in OUTCOMES) for row in rows)
    courier = rows[0]
    assert (courier.advertised, courier.archived, courier.unchanged, courier.rejected) == (9, 2, 1, 2)
    assert (courier.blocked, courier.gone, courier.failed, courier.pending) == (1, 1, 1, 1)
    assert (courier.days, courier.days_crawled) == (2, 1)
    assert total(rows)["advertised"] == 9


def test_the_view_adds_up_for_each_day_and_names_the_endpoints(all_states: Archive) -> None:
    for row in all_states.db["coverage"].rows:
        outcomes = ("archived", "unchanged", "rejected", "blocked", "gone", "failed", "pending")
        assert row["advertised"] == sum(row[name] for name in outcomes)
        assert row["day"] == DAY
        assert "https://courier.example/feed" in row["endpoints"]


def test_addresses_outside_the_span_do_not_count(all_states: Archive) -> None:
    assert total(coverage(all_states.db, "2026-11-21", "2026-11-22"))["advertised"] == 0
    assert [row.source_id for row in coverage(all_states.db, DAY, DAY, ["gazette"])] == ["gazette"]


def test_the_paragraph_tells_what_is_missing_and_why(all_states: Archive) -> None:
    rows, why = coverage(all_states.db, DAY, DAY, ["courier"]), reasons(all_states.db, DAY, DAY, ["courier"])
    paragraph = methods_paragraph(rows, why, DAY, DAY, "Spacebeat 1.0")
    assert "1 source was observed with Spacebeat 1.0; a crawl was completed on 1 of 1 source-days" in paragraph
    assert "9 addresses, of which 3 (33.3 %) are archived" in paragraph
    assert "2 were rejected (not articles, or not relevant), 1 was closed to the crawler" in paragraph
    assert "http 403 (1)" in paragraph


def test_the_paragraph_tells_that_lists_turned_over_between_two_crawls(all_states: Archive) -> None:
    rows = coverage(all_states.db, DAY, DAY)
    assert unseen(all_states.db, DAY, DAY) == (0, 0)
    all_states.db.execute("update runs set reason = ? where id < 3", [f"entries of /feed {UNSEEN}: it is short"])
    assert unseen(all_states.db, DAY, DAY, ["courier"]) == (2, 1)
    assert unseen(all_states.db, DAY, DAY, ["gazette"]) == unseen(all_states.db, "2026-11-21", "2026-11-22") == (0, 0)
    paragraph = methods_paragraph(rows, [], DAY, DAY, "Spacebeat 1.0", unseen(all_states.db, DAY, DAY))
    assert "In 2 crawls of 1 source a list had nothing that was known" in paragraph
