"""Passages are shaded within blocks, links and cells, and everything stays escaped."""

from archive.blocks import Link, TextBlock
from archive.datasette.pages.body import body_html
from archive.datasette.pages.lineage import spans_by_block
from archive.export.markdown import body_markdown


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


def test_an_entry_of_a_live_blog_begins_with_its_time() -> None:
    blocks = [TextBlock("heading", "Liftoff", 2, time="2030-03-02T09:15:00Z"), TextBlock("paragraph", "It flies.")]
    html = str(body_html(blocks, [], {}))
    assert html.index('<time datetime="2030-03-02T09:15:00Z">') < html.index("Liftoff") < html.index("It flies.")
    assert body_markdown(blocks, []).startswith("**2030-03-02T09:15:00Z**\n\n")
