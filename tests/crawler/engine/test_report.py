"""What a crawl reports when no source could be reached."""

import pytest

from archive.store.runs import unrecorded_run
from crawler.engine.process import Report

FEED = "https://courier.example/feed: cannot reach courier.example"


@pytest.mark.parametrize(
    ("reasons", "is_offline"),
    [
        ([f"{FEED}: dns", f"{FEED}: connection failed"], True),
        ([f"{FEED}: dns", "no endpoint found: cannot reach ministry.example: dns"], True),
        ([f"{FEED}: dns"], False),  # one source alone may be gone
        ([f"{FEED}: dns", f"{FEED}: timeout"], False),
        ([f"{FEED}: dns", "https://courier.example/feed: http 503"], False),
    ],
)
def test_no_connection_is_what_all_of_several_sources_lack(reasons: list[str], is_offline: bool) -> None:
    runs = tuple(unrecorded_run(number, "courier", reason) for number, reason in enumerate(reasons))
    assert Report(runs, interrupted=False).is_offline is is_offline
