import pytest

from archive.records import Lead
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
