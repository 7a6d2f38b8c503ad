"""The text of a PDF is in reading order and spaced as its script is, however the file places its letters."""

from collections.abc import Sequence

import pytest

from crawler.extract.documents.pdf import _blocks
from crawler.extract.documents.pdf_lines import PdfLine
from crawler.extract.documents.right_to_left import in_reading_order


def lines(*texts: str, size: float = 11.0, width: float = 400.0) -> list[PdfLine]:
    return [
        PdfLine(1, text, size, False, 72.0, 72.0 + width, 700.0 - 14 * number, 842.0)
        for number, text in enumerate(texts)
    ]


@pytest.mark.parametrize(
    ("line", "places", "read"),
    [
        ("ةيعمجلا", [0, 1, 2, 3, 4, 5, 6], "الجمعية"),  # drawn from left to right and not turned
        ("الجمعية", [6, 5, 4, 3, 2, 1, 0], "الجمعية"),
        ("المشكالت", [9, 8, 7, 6, 5, 4, 4, 3], "المشكلات"),  # a ligature, turned by itself
        ("المشكلات", [9, 8, 7, 6, 5, 4, 4, 3], "المشكلات"),  # a ligature in order
        ("حَبيب", [9, 9, 8, 7, 6], "حَبيب"),  # a vowel is where its letter is
        ("A/1 المتحدة ممألا", [0, 1, 2, 3, 9.5, 9, 8, 7, 6, 5, 4, 10, 11, 12, 13, 13, 14], "A/1 الأمم المتحدة"),
        ("عام 2030", [9, 8, 7, 6, 1, 2, 3, 4], "عام 2030"),
        ("٢٠٣٠ عام", [1, 2, 3, 4, 6, 9, 8, 7], "٢٠٣٠ عام"),  # digits are read from the left
        ("Orbits", [0, 1, 2, 3, 4, 5], "Orbits"),
    ],
)
def test_words_that_are_read_from_the_right_are_in_order(line: str, places: Sequence[float], read: str) -> None:
    assert in_reading_order(line, places.__getitem__) == read


def test_lines_of_chinese_and_japanese_are_joined_without_a_space() -> None:
    (block,) = _blocks(lines("政府は計画を改訂", "し、安全保障を強化する。"))
    assert block.text == "政府は計画を改訂し、安全保障を強化する。"
    (block,) = _blocks(lines("the rules of the", "orbits"))
    assert block.text == "the rules of the orbits"


def test_short_lines_of_scripts_without_capitals_are_lines_of_a_cover() -> None:
    cover = [*lines("資料２", "経済産業省", width=60.0), *lines("宇宙活動の長期的持続可能性は、現在及び将来の関係者に")]
    assert [block.text for block in _blocks(cover)][:2] == ["資料２", "経済産業省"]
