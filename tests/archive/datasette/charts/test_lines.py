"""Lines over time: the points of several lines differ in their places."""

from archive.datasette.charts.lines import Line, lines


def places(columns: tuple[str, ...], *values: tuple[float, ...]) -> list[float]:
    series = [Line(str(number), one) for number, one in enumerate(values)]
    drawn = lines("Articles", columns, series, [False] * len(columns), lambda *_: "", str)
    return [point.x for point in drawn.points]


def test_the_points_of_a_single_column_are_side_by_side() -> None:
    assert places(("2026-11-28",), (5.0,), (5.0,)) == [40.0, 60.0]
    assert places(("2026-11-28",), (5.0,)) == [50.0]


def test_the_points_of_more_columns_are_above_their_label() -> None:
    assert places(("2026-11-27", "2026-11-28"), (5.0, 4.0), (5.0, 4.0)) == [25.0, 75.0, 25.0, 75.0]


def test_a_line_breaks_off_where_it_has_no_value() -> None:
    line = Line("share", (50.0, 25.0, None, None, 25.0))
    drawn = lines("Shares", tuple("abcde"), [line], [False] * 5, lambda *_: "", str, is_share=True)
    assert drawn.paths == (("100.0,90.0 300.0,165.0", "900.0,165.0"),)


def test_where_a_line_breaks_off_is_no_peak() -> None:
    line = Line("share", (50.0, 50.0, 50.0, None, 50.0, 50.0, None, None, None, 40.0))
    drawn = lines("Shares", tuple("abcdefghij"), [line], [False] * 10, lambda *_: "", str, is_share=True)
    assert [point.radius for point in drawn.points] == [2.5, 2.5, 2.5, 2.5, 2.5, 4.5]
