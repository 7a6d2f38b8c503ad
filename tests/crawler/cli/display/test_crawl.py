"""The live display of a crawl."""

import pytest

from crawler.cli.display.crawl import count_of


@pytest.mark.parametrize(
    ("finished", "sources", "expected"),
    [(0, 8, "0 of 8 sources"), (1, 1, "1 of 1 sources"), (0, None, "0 sources"), (1, None, "1 source")],
)
def test_the_total_is_shown_if_it_is_known(finished: int, sources: int | None, expected: str) -> None:
    assert count_of(finished, sources) == expected
