"""Two articles of which one's address leads to the other become one."""

import pytest

from archive.doctor.database import check_copies, check_full_text, check_lineage, check_references, check_tallies
from archive.records import Enrichment, Mention

OLD, NEW = "https://courier.example/old-headline", "https://courier.example/new-headline"
TEXT = "\n\n".join(
    f"In paragraph {n}, delegation {n} told the committee that rule {n * 7} on debris would cost {n * 13} million."
    for n in range(1, 9)
)
EDITED = TEXT.replace("delegation 3", "delegation 33")
DAYS = [f"2026-11-2{n}T10:00:00Z" for n in range(5)]


def rows(archive, sql: str) -> list[tuple]:
    return archive.db.execute(sql).fetchall()


@pytest.fixture
def renamed(archive, add):
    """Add an article that is listed again under a new headline and address; return the two ids."""
    enrichment = Enrichment(1.0, True, topics=(Mention("debris", 1.0),))
    first = add(OLD, TEXT, title="Old headline", at=DAYS[0], published_at=DAYS[0], published_precision="minute")
    second = add(NEW, EDITED, title="New headline", at=DAYS[1], enrichment=enrichment)
    assert (first.outcome, second.outcome) == ("new", "new")
    return first.article_id, second.article_id


@pytest.mark.parametrize("page", [{"landed": NEW}, {"canonical": NEW}])
def test_an_address_that_leads_to_a_later_article_makes_them_one(archive, add, renamed, page) -> None:
    add(OLD, EDITED, title="New headline", at=DAYS[2], **page)
    assert rows(archive, "select id, url, title, text, published_at, first_seen_at, last_seen_at from articles") == [
        (renamed[0], OLD, "New headline", EDITED, DAYS[0], DAYS[0], DAYS[2])
    ]
    assert rows(archive, "select number, observed_at, change, title from revisions order by number") == [
        (1, DAYS[0], "first", "Old headline"),
        (2, DAYS[1], "substantive", "New headline"),
    ]
    assert rows(archive, "select url, article_id from urls order by id") == [(OLD, renamed[0]), (NEW, renamed[0])]
    assert rows(archive, "select article_id, topic_id from article_topics") == [(renamed[0], "debris")]
    checks = (check_full_text, check_tallies, check_copies, check_lineage)
    findings = [check_references(archive.db), *(check(archive.db, repair=False) for check in checks)]
    assert [finding.message for finding in findings if finding.verdict != "ok"] == []


def test_a_page_that_answers_with_the_same_bytes_makes_them_one(archive, add, renamed) -> None:
    body = b"<p>the page as it is at the new address"
    add(NEW, EDITED, title="New headline", at=DAYS[2], body=body)
    add(OLD, EDITED, title="New headline", at=DAYS[3], body=body, landed=NEW)
    assert rows(archive, "select id from articles") == [(renamed[0],)]


def test_a_removed_page_that_leads_to_another_article_stays_one(archive, add, renamed) -> None:
    budget = "The budget committee voted on appropriations for weather satellites after a long debate last night."
    other = add("https://courier.example/budget", budget, title="Budget vote", at=DAYS[2])
    add(OLD, budget, title="Budget vote", at=DAYS[3], landed="https://courier.example/budget")
    assert rows(archive, "select id from articles") == [(renamed[0],), (renamed[1],), (other.article_id,)]


def test_copies_of_the_later_state_point_to_what_is_left(archive, add) -> None:
    early = " ".join(f"Then minister {n} spoke of launch site {n * 3} and its {n * 11} engineers." for n in range(30))
    first = add(OLD, f"{TEXT[:400]}\n\n{early}", title="Old headline", at=DAYS[0])
    second = add(NEW, TEXT, title="New headline", at=DAYS[1])
    copy = add("https://herald.example/a", TEXT, source="gazette", title="New headline", at=DAYS[2])
    of_copy = f"select copy_of from articles where id = {copy.article_id}"
    assert rows(archive, of_copy) == [(second.article_id,)]
    add(OLD, TEXT, title="New headline", at=DAYS[3], landed=NEW)
    assert rows(archive, "select count(*) from articles") == [(2,)]
    assert rows(archive, of_copy) == [(first.article_id,)]


def test_three_addresses_in_turn_are_one_article(archive, add, renamed) -> None:
    newest, text = "https://courier.example/third-headline", EDITED.replace("delegation 5", "delegation 55")
    add(newest, text, title="Third headline", at=DAYS[2])
    add(OLD, text, title="Third headline", at=DAYS[3], landed=newest)
    add(NEW, text, title="Third headline", at=DAYS[4], landed=newest)
    assert rows(archive, "select id, url, title from articles") == [(renamed[0], OLD, "Third headline")]
    revisions = rows(archive, "select number, observed_at, change from revisions order by number")
    assert revisions == [(1, DAYS[0], "first"), (2, DAYS[1], "substantive"), (3, DAYS[2], "substantive")]
    assert {article_id for (article_id,) in rows(archive, "select article_id from urls")} == {renamed[0]}


def test_a_text_that_is_kept_outlasts_a_later_state_whose_text_is_withheld(archive, add) -> None:
    add(OLD, TEXT, title="Headline", at=DAYS[0])
    add(NEW, "", title="Headline", access="withheld", at=DAYS[1])
    add(OLD, "", title="Headline", access="withheld", at=DAYS[2], landed=NEW)
    assert rows(archive, "select url, text from articles") == [(OLD, TEXT)]
