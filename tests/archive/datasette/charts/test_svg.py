"""Charts fit their frame, and their axes end on round numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.datasette.charts.svg import HEIGHT, Series, nice_top, stacked


@given(st.integers(0, 10**9))
def test_an_axis_holds_its_values_and_divides_into_four(value: int) -> None:
    top = nice_top(value)
    assert top >= value
    assert top % 4 == 0
    assert top <= max(4, 4 * value)


@given(st.lists(st.tuples(st.integers(0, 999), st.integers(0, 999)), min_size=1, max_size=60))
def test_bars_are_stacked_within_the_frame(pairs: list[tuple[int, int]]) -> None:
    columns = [f"{2000 + n // 12}-{n % 12 + 1:02}" for n in range(len(pairs))]
    series = [Series(str(n), str(n), tuple(pair[n] for pair in pairs)) for n in range(2)]
    chart = stacked("c", "C", "", columns, series, lambda key, column: f"/{key}/{column}")
    assert len(chart.bars) == sum(value > 0 for pair in pairs for value in pair)
    for bar in chart.bars:
        assert 0 <= bar.x <= bar.x + bar.width <= 100.01
        assert -0.01 <= bar.y <= bar.y + bar.height <= HEIGHT + 0.02


@pytest.mark.parametrize("columns", [[], ["2026-01-05"], ["2026-01"]])
def test_little_data_makes_a_chart_too(columns: list[str]) -> None:
    series = [Series("a", "A", tuple(1 for _ in columns))]
    assert len(stacked("c", "C", "", columns, series, lambda key, column: "/").bars) == len(columns)
