"""Which of two articles came first."""

from typing import Any

import pytest

from archive.dedup.precedence import Member, earlier, precedes, time_evidence

SEEN = "2026-03-10T12:00:00Z"


def member(number: int, published: str = "", **fields: Any) -> Member:
    known = {"precision": "minute", "first_seen_at": SEEN, "source_id": f"outlet{number}"}
    return Member(id=number, published_at=published, **(known | fields))


@pytest.mark.parametrize(
    ("one", "other", "evidence"),
    [
        (member(1, "2026-03-10T09:00:00Z"), member(2, "2026-03-10T08:59:00Z"), "published"),
        (member(1, "2026-03-10T09:00:00Z"), member(2, "2026-03-10T09:00:00Z"), "tie"),
        (member(1, "2026-03-08T00:00:00Z", precision="day"), member(2, "2026-03-10T09:00:00Z"), "day"),
        (member(1, "2026-03-09T00:00:00Z", precision="day"), member(2, "2026-03-10T09:00:00Z"), "tie"),
        (member(1, "2026-02-01T00:00:00Z", precision="month"), member(2, "2026-03-02T09:00:00Z"), "day"),
        (member(1, "2026-02-01T00:00:00Z", precision="month"), member(2, "2026-03-01T09:00:00Z"), "tie"),
        (member(1, "2026-01-01T00:00:00Z", precision="year"), member(2, "2026-03-01T09:00:00Z"), "tie"),
        (member(1, "2025-01-01T00:00:00Z", precision="year"), member(2, "2026-03-01T09:00:00Z"), "day"),
        (member(1, SEEN), member(2, "2026-03-10T09:00:00Z"), "published"),
        (member(1), member(2, "2026-03-01T09:00:00Z"), "tie"),  # no date
        (member(1, "2026-03-10T12:00:01Z"), member(2, "2026-03-01T09:00:00Z"), "tie"),  # published after it was seen
    ],
)
def test_dates_order_two_articles_where_both_can_be_true(one: Member, other: Member, evidence: str) -> None:
    assert (time_evidence(one, other), time_evidence(other, one)) == (evidence, evidence)


def test_the_earlier_is_what_the_evidence_orders_and_else_what_was_seen_first() -> None:
    late, early = member(1, "2026-03-10T09:00:00Z"), member(2, "2026-03-10T08:00:00Z")
    assert earlier(late, early) is early
    by_day = member(3, "2026-03-01T00:00:00Z", precision="day")
    assert earlier(late, by_day) is by_day
    future = member(4, "2027-01-01T00:00:00Z", first_seen_at="2026-03-09T00:00:00Z")
    assert earlier(early, future) is future
    assert earlier(member(6), member(5)).id == 5


@pytest.mark.parametrize("kind", ["agency", "government", "multilateral"])
def test_a_release_precedes_a_report_whose_time_is_a_tie(kind: str) -> None:
    release, report = member(2, kind=kind), member(1, kind="trade-press")
    assert (precedes(release, report), precedes(report, release)) == (True, False)
    assert precedes(member(1, kind=kind), member(2, kind=kind))
    assert not precedes(member(2, kind=kind), member(1, kind=kind))
    first = member(1, "2026-03-10T08:00:00Z", kind="trade-press")
    assert precedes(first, member(2, "2026-03-10T09:00:00Z", kind=kind))
