"""Pauses that hosts asked for."""

import pytest

from archive.clock import later, now
from archive.store.hosts import LONGEST_PAUSE


@pytest.mark.parametrize(
    ("seconds", "lasts"), [(60, True), (-60, False), (LONGEST_PAUSE - 60, True), (LONGEST_PAUSE + 60, False)]
)
def test_a_pause_lasts_to_its_end_unless_a_wrong_clock_wrote_it(archive, seconds: int, lasts: bool) -> None:
    pause = ("courier.example", later(now(), seconds), "http 429")
    archive.hosts.save_pause(*pause)
    assert archive.hosts.pauses() == ([pause] if lasts else [])
