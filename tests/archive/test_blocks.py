"""Blocks survive their stored form; a text is split at its links."""

import json

from archive.blocks import Link, Piece, TextBlock, cell_starts, decode, encode, joined, pieces, table_text

ROWS = (("State", "Launches"), ("India", ""), ("France", "9"))
BLOCKS = (
    TextBlock("heading", "What it asks", 2),
    TextBlock("list-item", "one — 中文", 1, ordered=True),
    TextBlock("paragraph", "Liftoff", time="2030-03-02T09:15:00Z"),
    TextBlock("table", table_text(ROWS), rows=ROWS, headers=1),
)


def test_blocks_are_the_same_after_they_were_stored() -> None:
    assert decode(encode(BLOCKS)) == BLOCKS
    assert decode(None) == ()


def test_the_stored_form_leaves_out_what_is_empty() -> None:
    assert json.loads(encode(BLOCKS[1:])) == [
        {"type": "list-item", "text": "one — 中文", "level": 1, "ordered": True},
        {"type": "paragraph", "time": "2030-03-02T09:15:00Z", "text": "Liftoff"},
        {"type": "table", "rows": [list(row) for row in ROWS], "headers": 1},
    ]


def test_cells_begin_where_the_text_of_the_table_has_them() -> None:
    text = table_text(ROWS)
    for row, starts in zip(ROWS, cell_starts(ROWS), strict=True):
        assert [text[start : start + len(cell)] for cell, start in zip(row, starts, strict=True)] == list(row)


def test_a_text_is_split_at_its_links_and_one_out_of_place_is_left_out() -> None:
    links = (Link("https://b.example/", "chair", 0, 12), Link("https://a.example/", "Said", 0, 0))
    wrong = (Link("https://c.example/", "nobody", 0, 3), Link("https://d.example/", "end", 0, 90))
    assert list(pieces("Said by the chair.", (*links, *wrong))) == [
        Piece("Said", "https://a.example/"),
        Piece(" by the "),
        Piece("chair", "https://b.example/"),
        Piece("."),
    ]


def test_blocks_of_a_further_page_follow_without_those_that_are_there() -> None:
    first = ((TextBlock("paragraph", "Standfirst"), TextBlock("paragraph", "One")), ())
    link = Link("https://a.example/", "Two", 1, 0)
    second = ((TextBlock("paragraph", "Standfirst"), TextBlock("paragraph", "Two")), (link,))
    blocks, links = joined(first, second)
    assert [block.text for block in blocks] == ["Standfirst", "One", "Two"]
    assert links == (Link("https://a.example/", "Two", 2, 0),)
