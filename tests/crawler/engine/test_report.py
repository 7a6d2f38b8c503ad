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
        ([f"{FEED}: dns"], True),
        ([f"{FEED}: dns", f"{FEED}: timeout"], False),
        ([f"{FEED}: dns", "https://courier.example/feed: http 503"], False),
        ([], False),
    ],
)
def test_there_is_no_connection_if_no_host_can_be_reached(reasons: list[str], is_offline: bool) -> None:
    runs = tuple(unrecorded_run(number, "courier", reason) for number, reason in enumerate(reasons))
    assert Report(runs, interrupted=False).is_offline is is_offline
