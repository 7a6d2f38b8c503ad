"""What each block of an article is, and where its links lead."""

import re

import pytest

from archive.blocks import ASIDE, Link, TextBlock
from crawler.extract.body.body import Body, extract_body
from crawler.extract.body.structure import structure
from crawler.html.document import parse

URL = "https://courier.example/2031/a-rule-for-debris"
FIRST = (
    "Delegates from forty states met in Geneva to talk about the lower orbits, which fill faster than the rules for "
    "them are written, and left with a list of questions for the next session."
)
SECOND = (
    "The draft asks operators to remove a satellite within five years of the end of its mission, and to say before the "
    "launch how they will do it and who pays when they cannot."
)
THIRD = "A vote is expected in the autumn, when the committee meets again to settle what was left open this week."


def read(inner: str, head: str = "", selector: str = "") -> Body:
    body = f"<main><article><h1>A rule for debris</h1>{inner}</article></main>"
    document = parse(f"<html><head>{head}</head><body>{body}</body></html>".encode(), URL, "text/html; charset=utf-8")
    return extract_body(document, title="A rule for debris", selector=selector)


def kinds(body: Body) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in body.blocks]


def story(inner: str) -> str:
    return f"<p>{FIRST}</p>{inner}<p>{SECOND}</p><p>{THIRD}</p>"


def test_headings_have_their_level_and_paragraphs_follow() -> None:
    found = read(f"<p>{FIRST}</p><h2>What it asks</h2><p>{SECOND}</p><h3>When</h3><p>{THIRD}</p>")
    assert found.blocks == (
        TextBlock("paragraph", FIRST),
        TextBlock("heading", "What it asks", 2),
        TextBlock("paragraph", SECOND),
        TextBlock("heading", "When", 3),
        TextBlock("paragraph", THIRD),
    )


def test_items_know_their_depth_and_whether_their_list_is_numbered() -> None:
    items = (
        "<ul><li>Operators remove what they launch within five years"
        "<ol><li>or pay into a fund of all states</li><li><p>or insure</p><p>the removal</p></li></ol></li></ul>"
    )
    found = [block for block in read(story(items), selector="article").blocks if block.kind == "list-item"]
    assert found == [
        TextBlock("list-item", "Operators remove what they launch within five years", 1),
        TextBlock("list-item", "or pay into a fund of all states", 2, ordered=True),
        TextBlock("list-item", "or insure\nthe removal", 2, ordered=True),
    ]


def test_quotations_are_marked_and_lines_of_a_paragraph_stay_together() -> None:
    quoted = "<blockquote><p>We shall not wait for the next collision before we act, said the chair.</p></blockquote>"
    found = kinds(read(story(f"{quoted}<p>She named three dates:<br>in May,<br>in June and in July of this year.</p>")))
    assert ("quotation", "We shall not wait for the next collision before we act, said the chair.") in found
    assert ("paragraph", "She named three dates:\nin May,\nin June and in July of this year.") in found


def test_the_text_has_each_cell_of_a_table_that_its_blocks_have() -> None:
    cells = [("State", "Share"), ("France", "31 %"), ("India", "22 %"), ("Kenya", "9 %")]  # "Share" alone is a button
    rows = "".join(f"<tr><td><p>{state}</p></td><td><p>{share}</p></td></tr>" for state, share in cells)
    body = read(story(f"<table>{rows}</table>"))
    (table,) = [block for block in body.blocks if block.kind == "table"]
    assert table.rows == tuple(cells)
    assert body.text.split("\n\n", 1)[1].rsplit("\n\n", 2)[0].split() == " ".join(map(" ".join, cells)).split()


def test_code_keeps_its_white_space() -> None:
    code = "def decay(altitude):\n    if altitude < 600:\n\n        return 25  # years\n    return 100"
    found = read(story(f"<pre><code>{code.replace('<', '&lt;')}</code></pre>"), selector="article")
    assert ("code", code) in kinds(found)


def test_a_table_has_rows_cells_and_a_head_whatever_its_cells_hold() -> None:
    flat = (
        "<table><thead><tr><th>State</th><th>Launches</th><th>Removed</th></tr></thead>"
        "<tr><td>India</td><td>12</td><td></td></tr>"
        '<tr><td><a href="/fr">France</a></td><td>9</td><td>4</td></tr></table>'
    )
    nested = flat.replace("<td>", "<td><p>").replace("</td>", "</p></td>")
    for table in (flat, nested):
        body = read(story(table), selector="article")
        found = next(block for block in body.blocks if block.kind == "table")
        assert found.rows == (("State", "Launches", "Removed"), ("India", "12", ""), ("France", "9", "4"))
        assert found.headers == 1
        (link,) = body.links
        assert link.target == "https://courier.example/fr"
        assert found.text[link.start :].startswith("France | 9 | 4")


NUMBERS = "".join(f"<tr><td>{state}</td><td>{number}</td></tr>" for number, state in enumerate("ABCDEFGH", 10))
LINKS = "".join(f"<tr><td><a href='/{n}'>Story {n}</a></td><td><a href='/d'>{n} May</a></td></tr>" for n in range(9))


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        (f"<table><caption>Launches</caption>{NUMBERS}</table>", 8),
        (f"<figure><div class='scroll'><table>{NUMBERS}</table></div></figure>", 8),
        (f"<table>{LINKS}</table>", 0),
    ],
)
def test_a_table_of_numbers_between_two_paragraphs_is_kept(table: str, rows: int) -> None:
    page = parse(f"<article><h1>Launches</h1>{story(table)}</article>".encode(), URL).blocks
    prose = [index for index, block in enumerate(page.blocks) if block.text in (FIRST, SECOND, THIRD)]
    blocks, _ = structure(page, prose, URL)
    assert sum(len(block.rows) for block in blocks if block.kind == "table") == rows


def test_the_last_paragraph_of_a_cell_with_line_breaks_is_one_of_its_paragraphs() -> None:
    page = (
        f"<table width=600><tr><td><b>A rule for debris</b><br><br>{'<br><br>'.join((FIRST, SECOND, 'A vote is due.'))}"
    )
    document = parse(f"<title>A rule for debris</title>{page}</td></tr></table>".encode(), URL)
    assert len({block.node for block in document.blocks.blocks}) == 1
    assert extract_body(document).text.split("\n") == [FIRST, SECOND, "A vote is due."]
    rows = parse(b"<table><tr><td>India<br>from 2031</td><td>12</td></tr></table>", URL).blocks.blocks
    assert [block.text for block in rows] == ["India", "from 2031 | 12"]  # a cell next to another stays in its row


@pytest.mark.parametrize("in_paragraphs", [False, True])
def test_a_cell_of_several_rows_or_columns_leaves_the_others_under_their_headings(in_paragraphs: bool) -> None:
    cells = (
        "<tr><th rowspan=2>State</th><th colspan=2>Share</th><th rowspan=2>Fund</th></tr>"
        "<tr><th>2030</th><th>2031</th></tr>"
        "<tr><td>France</td><td>31 %</td><td>32 %</td><td rowspan=0>one fund</td></tr>"
        "<tr><td>India</td><td colspan=100000>22 %</td></tr>"
        "<tr><td>Kenya</td><td>9 %</td><td>8 %</td></tr>"
    )
    if in_paragraphs:
        cells = cells.replace("</td>", "</p></td>").replace("</th>", "</p></th>")
        cells = re.sub(r"(<t[dh][^>]*>)", r"\1<p>", cells)
    body = read(story(f"<table>{cells}</table>"), selector="article")
    (table,) = [block for block in body.blocks if block.kind == "table"]
    assert [row[:4] for row in table.rows] == [
        ("State", "Share", "", "Fund"),
        ("", "2030", "2031", ""),
        ("France", "31 %", "32 %", "one fund"),
        ("India", "22 %", "", ""),
        ("Kenya", "9 %", "8 %", ""),
    ]
    assert table.headers == 2
    assert len(table.rows[0]) <= 101


@pytest.mark.parametrize("stated", ["²", "-1", "1.5", "", "9" * 5_000])
def test_any_number_of_columns_and_rows_may_be_stated(stated: str) -> None:
    row = f"<tr><td colspan='{stated}'>France</td><td rowspan='{stated}'>31 %</td></tr>"
    body = read(story(f"<table>{row}<tr><td>India</td><td>22 %</td></tr></table>"), selector="article")
    (table,) = [block for block in body.blocks if block.kind == "table"]
    assert table.rows[1][0] == "India"


def test_elements_with_the_roles_of_a_table_are_one() -> None:
    def row(role: str, *cells: str) -> str:
        return f'<div role="row">{"".join(f"""<span role="{role}">{cell}</span>""" for cell in cells)}</div>'

    rows = row("columnheader", "State", "Share") + row("cell", "France", "31 %") + row("cell", "India", "22 %")
    body = read(story(f'<div role="table">{rows}</div>'), selector="article")
    (table,) = [block for block in body.blocks if block.kind == "table"]
    assert (table.rows, table.headers) == ((("State", "Share"), ("France", "31 %"), ("India", "22 %")), 1)
    assert "France31" not in body.text


def test_the_footer_of_a_quotation_names_who_is_quoted() -> None:
    footer = "<footer>— <cite>Ada Quist, chair of the committee</cite></footer>"
    found = kinds(read(story(f"<blockquote><p>We shall not wait for the next collision.</p>{footer}</blockquote>")))
    assert ("quotation", "— Ada Quist, chair of the committee") in found


def test_a_sign_that_links_to_its_place_is_no_word_of_the_text() -> None:
    sign = "<a class='anchor' href='#asks'>¶</a>"
    note = "<p>See the report of the committee on its last session. <a href='#ref1'>↩</a></p>"
    found = kinds(read(story(f"<h2 id='asks'>What it asks {sign}</h2>{note}"), selector="article"))
    assert ("heading", "What it asks") in found
    assert ("paragraph", "See the report of the committee on its last session.") in found


def test_a_table_that_lays_out_a_page_is_none() -> None:
    rows = "".join(f"<tr><td><p>{text}</p></td><td><p>{text[::-1]}</p></td></tr>" for text in (FIRST * 4, SECOND * 4))
    assert "table" not in {block.kind for block in read(f"<table>{rows}</table>", selector="article").blocks}


def test_an_element_around_most_of_the_text_says_nothing() -> None:
    for tag in ("li", "blockquote", "pre", "h2"):
        found = read(f"<ul><{tag}><div>{story(f'<p>{FIRST[::-1]}</p>')}</div></{tag}></ul>", selector="article")
        assert {block.kind for block in found.blocks[1:]} == {"paragraph"}, tag


def test_captions_and_credits_are_added_and_marked_and_are_no_text() -> None:
    figure = (
        '<figure><img src="/a.jpg"><figcaption>The hall of the committee in Geneva. '
        '<span class="photo-credit">Photo: Ana Ruiz</span></figcaption></figure>'
    )
    theme = '<div class="wp-caption"><img src="/b.jpg"><p class="wp-caption-text">The chair at the lectern.</p></div>'
    found = read(f"{figure}{story(theme)}")
    assert [pair for pair in kinds(found) if pair[0] in ASIDE] == [
        ("caption", "The hall of the committee in Geneva."),
        ("credit", "Photo: Ana Ruiz"),
        ("caption", "The chair at the lectern."),
    ]
    assert "lectern" not in found.text


def test_a_credit_next_to_a_caption_without_a_figure_is_kept() -> None:
    lines = '<div class="image-caption">A map of orbits</div><div class="image-credit">NASA</div>'
    found = kinds(read(story(f'<div><img src="/c.jpg">{lines}</div>')))
    assert [pair for pair in found if pair[0] in ASIDE] == [("caption", "A map of orbits"), ("credit", "NASA")]


def test_a_linked_caption_counts_where_its_figure_is_among_the_paragraphs() -> None:
    figure = '<figure><img src="/a.jpg"><figcaption><a href="/s">Source: the committee</a></figcaption></figure>'
    assert ("caption", "Source: the committee") in kinds(read(story(figure)))
    assert ("caption", "Source: the committee") not in kinds(read(story(f"<div>{figure}</div>")))


def test_the_caption_of_a_related_story_is_none_of_this_one() -> None:
    teaser = (
        '<div class="related-posts"><figure><figcaption>A rocket on its pad in Kourou.</figcaption></figure>'
        "<aside><figure><figcaption>Another rocket on another pad.</figcaption></figure></aside></div>"
    )
    assert not [pair for pair in kinds(read(story("") + teaser)) if pair[0] in ASIDE]


def test_links_have_an_absolute_target_their_words_and_their_place() -> None:
    linked = (
        '<p>The text of the draft  is <a href="../docs/draft.pdf"> on the\n site </a>of the office, and '
        '<b>its <a href="https://un.example/a?b=1#c">annex</a></b> lists <a href="#note">notes</a>, '
        '<a href="mailto:a@b.example">a contact</a> and <a href="javascript:x()">nothing</a> but them.</p>'
    )
    found = read(story(linked))
    place = next(n for n, block in enumerate(found.blocks) if "draft is" in block.text)
    assert found.links == (
        Link("https://courier.example/docs/draft.pdf", "on the site", place, 25),
        Link("https://un.example/a?b=1#c", "annex", place, 60),
    )
    for link in found.links:
        assert found.blocks[link.block].text[link.start :].startswith(link.text)


def test_a_link_around_a_heading_is_of_the_heading_and_a_base_is_heeded() -> None:
    found = read(
        f'<p>{FIRST}</p><a href="full"><h2>What the draft asks of all</h2></a><p>{SECOND}</p><p>{THIRD}</p>',
        head='<base href="https://other.example/d/">',
        selector="article",
    )
    (link,) = found.links
    assert (link.target, link.text) == ("https://other.example/d/full", "What the draft asks of all")
    assert found.blocks[link.block].kind == "heading"


def test_the_words_of_the_blocks_are_those_of_the_text() -> None:
    found = read(
        story("<h2>Asked</h2><ul><li>One thing</li><li>and another</li></ul><blockquote>Said so.</blockquote>")
    )
    said = " ".join(block.text for block in found.blocks if block.kind not in ASIDE)
    assert said.split() == found.text.split()


def test_text_from_beside_the_page_has_its_structure_too() -> None:
    html = f"<p>{FIRST}</p><h2>Asked</h2><p>{SECOND} <a href='/x'>Read it.</a></p>" * 2
    document = parse(b"<html><body><div id=app></div></body></html>", URL)
    found = extract_body(document, feed_html=html)
    assert found.method == "feed"
    assert [block.kind for block in found.blocks] == ["paragraph", "heading", "paragraph"] * 2
    assert found.links[0].target == "https://courier.example/x"
    plain = extract_body(document, structured_text=f"{FIRST}\n{SECOND}\n{THIRD}")
    assert [block.text for block in plain.blocks] == [FIRST, SECOND, THIRD]
