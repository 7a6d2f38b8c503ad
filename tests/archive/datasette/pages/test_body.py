"""Passages are shaded within blocks, links and cells, and everything stays escaped."""

from archive.blocks import Link, TextBlock
from archive.datasette.pages.body import body_html
from archive.datasette.pages.lineage import spans_by_block


def test_a_passage_runs_through_a_link_and_keeps_its_words() -> None:
    block = TextBlock("paragraph", "He said: a & b are done.")
    html = body_html([block], [Link("https://x.example/", "a & b", 0, 9)], {0: [(3, 11)]})
    assert html == (
        '<p dir="auto">He <mark class="kept">said: </mark>'
        '<a href="https://x.example/" rel="noopener noreferrer nofollow">'
        '<mark class="kept">a </mark>&amp; b</a> are done.</p>'
    )


def test_a_passage_of_a_text_is_found_in_its_blocks() -> None:
    blocks = [TextBlock("heading", "One two"), TextBlock("caption", "Not in it"), TextBlock("paragraph", "three four")]
    assert spans_by_block("One two\n\nthree four", blocks, [(4, 14)]) == {0: [(4, 7)], 2: [(0, 5)]}


def test_a_cell_is_shaded_where_it_begins_in_its_table() -> None:
    table = TextBlock("table", "a | bb\nc | dd", rows=(("a", "bb"), ("c", "dd")))
    html = body_html([table], [], {0: [(4, 8)]})
    assert (
        '<td dir="auto"><mark class="kept">bb</mark></td></tr><tr><td dir="auto"><mark class="kept">c</mark></td>'
        in html
    )
