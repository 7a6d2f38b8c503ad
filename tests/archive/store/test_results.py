import pytest

from archive.records import Lead, Rejection
from archive.store.results import next_recheck

NOON = "2026-11-20T12:00:00Z"


@pytest.mark.parametrize(
    ("last_change", "again"),
    [
        (NOON, "2026-11-20T13:00:00Z"),
        ("2026-11-20T10:00:00Z", "2026-11-21T10:00:00Z"),
        ("2026-11-18T12:00:00Z", "2026-11-25T12:00:00Z"),
        ("2026-11-01T12:00:00Z", "2026-12-01T12:00:00Z"),
        ("2026-01-01T12:00:00Z", None),
    ],
)
def test_the_longer_a_page_was_still_the_later_it_is_looked_at_again(last_change: str, again: str | None) -> None:
    assert next_recheck(NOON, last_change) == again


def test_an_archived_article_becomes_due_again_and_an_old_one_does_not(archive, add) -> None:
    add("https://courier.example/new", published_at="2026-11-20T09:50:00Z")
    add(
        "https://courier.example/old",
        "Another text of enough words to stand apart from all.",
        published_at="2020-01-01T00:00:00Z",
    )
    again = {row["url"]: row["next_try_at"] for row in archive.db["urls"].rows}
    assert again == {"https://courier.example/new": "2026-11-20T10:50:00Z", "https://courier.example/old": None}
    assert [lead.url for _, lead in archive.frontier.take("courier", 0, 9)] == ["https://courier.example/new"]
    assert isinstance(archive.frontier.take("courier", 0, 1)[0][1], Lead)


def test_a_refusal_that_comes_twice_does_not_show_that_the_article_is_still_there(archive, add) -> None:
    url, form = "https://courier.example/a", b"<form>Sign in</form>"
    add(url, at=NOON)
    for day in (21, 22):
        add(url, body=form, result=Rejection("blocked", "login form"), at=f"2026-11-{day}T12:00:00Z")
    assert archive.db.execute("select last_seen_at from articles").fetchone() == (NOON,)
    assert archive.db.execute("select reason from urls").fetchone() == ("login form",)


def test_an_article_whose_states_were_lost_can_be_seen_again(archive, add) -> None:
    """As those that an earlier version salvaged from a damaged archive."""
    add("https://courier.example/a", at=NOON)
    archive.db.execute("delete from revisions")
    archive.confirm_unchanged("courier", "https://courier.example/a", None)
    assert archive.db.execute("select last_seen_at > ? from articles", [NOON]).fetchone() == (1,)
