"""What a run says of pages that gave no article."""

import pytest

from archive.clock import now
from archive.records import State


@pytest.mark.parametrize(
    ("tried", "said"),
    [
        ({"blocked": 3}, "none of 3 pages gave an article (3 x blocked: http 403)"),
        ({"blocked": 3, "pending": 1}, "none of 3 pages gave an article (3 x blocked: http 403)"),
        ({"blocked": 3, "archived": 2}, "3 of 5 pages gave no article (3 x blocked: http 403)"),
        ({"blocked": 3, "archived": 4}, ""),
        ({"blocked": 3, "irrelevant": 6}, ""),  # these were read
        ({"blocked": 2}, ""),
    ],
)
def test_a_run_most_of_whose_pages_gave_no_article_says_so(archive, tried: dict[State, int], said: str) -> None:
    run_id = archive.runs.begin("courier")
    for state, count in tried.items():
        for number in range(count):
            url = f"courier.example/{state}/{number}"
            archive.db["urls"].insert(
                {
                    "url": f"https://{url}",
                    "url_key": url,
                    "source_id": "courier",
                    "state": state,
                    "first_seen_at": now(),
                    "last_tried_at": now(),
                    "reason": "http 403" if state == "blocked" else "",
                }
            )
    refused = tried.get("blocked", 0) + tried.get("irrelevant", 0)
    with archive.transaction():
        archive.runs.count(run_id, new=tried.get("archived", 0), rejected=refused)
    assert archive.runs.shortfall(run_id) == said
