"""What makes refused addresses of a source due before their time."""

from collections.abc import Callable
from typing import Any

import pytest

from archive.archive import Archive
from archive.clock import later, now
from archive.records import Lead
from archive.store.address_states import DAY, MONTH, QUARTER
from archive.store.reopening import RuleKind
from archive.urls.canonical import url_key

NOT_YET = "2999-01-01T00:00:00Z"
Refuse = Callable[..., str]


@pytest.fixture
def refuse(archive: Archive) -> Refuse:
    """Add an address that was refused: refuse("a", state=…, reason=…, seen=…, outcome=…, withheld=…)."""

    def refuse(
        path: str,
        state: str = "blocked",
        reason: str = "http 403",
        *,
        source: str = "courier",
        seen: float = DAY,
        attempts: int = 1,
        outcome: str | None = "not an article",
        withheld: str = "",
    ) -> str:
        url = f"https://{source}.example/{path}"
        capture: dict[str, Any] = {
            "url": url,
            "source_id": source,
            "requested_url": url,
            "fetched_at": now(),
            "status": 200,
            "payload_digest": path,
            "warc_file": "a.warc.gz",
            "warc_offset": 0,
            "warc_length": 1,
            "outcome": outcome,
            "withheld": withheld,
        }
        capture_id = archive.db.table("captures").insert(capture).last_pk
        archive.db.table("urls").insert(
            {
                "url": url,
                "url_key": url_key(url),
                "source_id": source,
                "state": state,
                "reason": reason,
                "first_seen_at": later(now(), -seen),
                "attempts": attempts,
                "next_try_at": NOT_YET,
                "capture_id": capture_id,
            }
        )
        return url

    return refuse


def due(archive: Archive) -> list[str]:
    rows = archive.db.execute("select url from urls where next_try_at <= ? order by id", [now()]).fetchall()
    return [url.rsplit("/", 1)[1] for (url,) in rows]


def test_rules_that_were_never_stored_count_as_changed_for_admission_only(archive: Archive) -> None:
    rules: dict[RuleKind, str] = {"admission": "1", "relevance": "2", "extraction": "3"}
    changed: dict[RuleKind, str] = {**rules, "relevance": "other"}
    assert archive.reopening.changed_rules("courier", rules) == {"admission"}
    archive.reopening.save_rules("courier", rules)
    assert archive.reopening.changed_rules("courier", rules) == set()
    assert archive.reopening.changed_rules("courier", changed) == {"relevance"}
    assert archive.reopening.changed_rules("gazette", rules) == {"admission"}
    archive.reopening.save_rules("courier", {"relevance": "other"})
    assert archive.reopening.changed_rules("courier", changed) == set()


def test_what_the_rules_of_a_source_refused_was_listed_and_never_asked_for(archive: Archive, refuse: Refuse) -> None:
    archive.frontier.add("courier", [Lead(f"https://courier.example/{path}", found_by="feed") for path in "abcd"])
    archive.frontier.add("gazette", [Lead("https://gazette.example/a", found_by="feed")])
    archive.db.execute("update urls set state = 'not-article'")
    archive.db.execute("update urls set attempts = 1 where url like '%/b'")
    archive.db.execute("update urls set last_tried_at = ? where url like '%/c'", [now()])
    archive.db.execute("update urls set found_by = '' where url like '%/d'")
    found = archive.reopening.refused_unasked("courier", "not-article")
    assert [(lead.url, lead.found_by) for lead in found] == [("https://courier.example/a", "feed")]
    assert archive.reopening.refused_unasked("courier", "blocked") == []


def test_an_admitted_address_takes_those_along_that_were_refused_for_its_reason(
    archive: Archive, refuse: Refuse
) -> None:
    admitted = refuse("a")
    refuse("b", seen=QUARTER - DAY)
    refuse("c", seen=QUARTER + DAY)
    refuse("d", reason="http 401")
    refuse("e", state="gone")
    refuse("f", attempts=0)
    refuse("g", source="gazette")
    with archive.transaction():
        archive.reopening.end_refusal("courier", admitted)
    assert due(archive) == ["a", "b"]


def test_a_page_that_is_an_article_after_all_says_little_of_others(archive: Archive, refuse: Refuse) -> None:
    admitted = refuse("a", "not-article", "no text")
    refuse("b", "not-article", "no text", seen=MONTH - DAY)
    refuse("c", "not-article", "no text", seen=MONTH + DAY)
    with archive.transaction():
        archive.reopening.end_refusal("courier", "https://courier.example/unknown")
        assert due(archive) == []
        archive.reopening.end_refusal("courier", admitted)
    assert due(archive) == ["a", "b"]


def test_a_user_asks_again_by_state_or_reason(archive: Archive, refuse: Refuse) -> None:
    refuse("a")
    refuse("b", "gone", "http 404", seen=9 * QUARTER)
    refuse("c", "failed", "", attempts=0)
    refuse("d", source="gazette")
    refuse("e", "irrelevant", "")
    assert archive.reopening.reasons() == ["blocked", "gone", "http 403", "http 404", "irrelevant"]
    assert archive.reopening.by_hand(["courier", "gazette"], "http 403") == 2
    assert due(archive) == ["a", "d"]
    assert archive.reopening.by_hand(["courier"], "gone") == 1
    assert archive.reopening.by_hand(["courier"], "failed") == 0
    assert due(archive) == ["a", "b", "d"]


def test_a_changed_rule_judges_kept_pages_again_and_fetches_what_was_withheld(archive: Archive, refuse: Refuse) -> None:
    refuse("irrelevant", "irrelevant", "0.1")
    refuse("recent", seen=QUARTER - DAY)
    refuse("old", seen=QUARTER + DAY)
    refuse("withheld", reason="tdm", withheld="tdm reserved")
    refuse("pruned", withheld="pruned")
    refuse("other", source="gazette")

    def again(*kinds: Any) -> list[str]:
        captures = archive.reopening.judge_again("courier", kinds)
        rows = [
            archive.db.execute("select payload_digest from captures where id = ?", [c]).fetchone() for c in captures
        ]
        return [digest for (digest,) in rows]

    assert again() == []
    assert again("relevance") == ["irrelevant"]
    assert again("extraction") == ["recent"]
    rows = archive.db.execute("select payload_digest from captures where outcome is null order by id").fetchall()
    assert rows == [("irrelevant",), ("recent",)]
    states = archive.db.execute(
        "select url, reason, next_try_at from urls where state = 'pending' order by id"
    ).fetchall()
    assert states == [(f"https://courier.example/{path}", "", None) for path in ("irrelevant", "recent")]
    assert due(archive) == []
    assert again("rights") == []
    assert due(archive) == ["withheld"]
