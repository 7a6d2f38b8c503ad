"""Cells of a CSV export read back unchanged, and none of them runs in a spreadsheet."""

import csv
import io

import pytest

from archive.export.csv import write_csv
from archive.export.escaping import markdown_text, one_line


def read_back(value: object) -> str:
    file = io.StringIO(newline="")
    write_csv([{"value": value}], ["value"], file)
    file.seek(0)
    return next(iter(csv.DictReader(file)))["value"]


@pytest.mark.parametrize("offset", ["+05:30", "-03:00", "+00:00", "Z", ""])
def test_a_time_zone_reads_back_unchanged(offset: str) -> None:
    assert read_back(offset) == offset


@pytest.mark.parametrize(
    "value", ["2026-03-04T10:15:00Z", "2026-03-04", -3, 0.5, -0.25, "en", "a" * 64, ["NASA", "ESA"], None]
)
def test_no_other_type_of_cell_is_changed(value: object) -> None:
    expected = "; ".join(value) if isinstance(value, list) else "" if value is None else str(value)
    assert read_back(value) == expected


def test_a_list_is_split_into_the_entries_that_it_had() -> None:
    assert read_back(["orbit; debris", "ESA"]).split("; ") == ["orbit, debris", "ESA"]


@pytest.mark.parametrize("formula", ["+05:30+1", "=1+1", "-2+3", "@SUM(A1)", "+05:30\n=1", "+٠٥:٣٠=1"])
def test_what_a_spreadsheet_would_run_is_still_quoted(formula: str) -> None:
    assert read_back(formula) == "'" + formula


def test_a_title_does_not_reorder_the_cells_next_to_it() -> None:
    assert read_back("Vote \u202egnp.exe\u202c \u2067put off\u2069") == "Vote gnp.exe put off"
    assert read_back("\u200fالفضاء") == "\u200fالفضاء"  # a mark that Arabic needs


def test_citations_do_not_reorder_the_line_they_are_in() -> None:
    assert one_line("By \u202eziuR anA\u202c") == "By ziuR anA"
    assert markdown_text("\u2066A\u2069") == "A"
