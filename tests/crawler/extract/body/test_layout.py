"""A layout learnt from an outlet's pages finds their text, and knows what it does not know."""

from collections.abc import Callable, Iterable

import pytest

from crawler.extract.body import layout
from crawler.extract.body.body import Body, extract_body
from crawler.extract.body.layout import Layout
from crawler.html.document import Document, parse

WORDS = "orbit debris licence operator committee insurer mission rule burden fund industry public".split()
PITCH = "Read on: all of our reports about the removal of debris from low orbits"


def sentence(number: int, place: int) -> str:
    words = [WORDS[(number * 5 + place * 7 + step * (1 + number % 3)) % len(WORDS)] for step in range(14)]
    return f"On day {number} the {' '.join(words)} was asked about item {place}."


def address(number: int) -> str:
    """Return an address that is not among those that are read in full anyway."""
    urls = (f"https://courier.example/{number}/{place}" for place in range(100))
    return next(url for url in urls if not layout.is_checked(url))


def page(number: int, extra: str = "", url: str = "", teasers: int = 8) -> Document:
    story = "".join(f"<p>{sentence(number, place)}</p>" for place in range(6))
    related = "".join(f"<li><a href=/{n}>Other report {number} of {n}</a></li>" for n in range(teasers))
    html = (
        f"<html><body class='single postid-{number}'><nav><a href=/>Home</a><a href=/space>Space</a></nav>"
        f"<article class='post-{number} category-law'><h1>Report number {number}</h1>"
        f"<div class=text>{story}{extra}</div></article>"
        f"<aside class=related><h3>More</h3><ul>{related}</ul></aside><footer>Imprint</footer></body></html>"
    )
    return parse(html.encode(), url or address(number))


def text_blocks(document: Document) -> list[int]:
    lines = [block.text for block in document.blocks.blocks]
    return [index for index, line in enumerate(lines) if line.startswith("On day")]


def learn(*documents: Document) -> bytes:
    return layout.learn(b"", [layout.sample(one.blocks, text_blocks(one), one.url) for one in documents])


@pytest.fixture(scope="module")
def readings() -> list[Body]:
    return [extract_body(page(number), title=f"Report number {number}") for number in range(4)]


def test_the_layout_of_full_readings_reads_the_next_page_as_a_full_reading_does(readings: list[Body]) -> None:
    learnt = Layout(layout.learn(b"", [body.sample for body in readings]))
    full = extract_body(page(9), title="Report number 9")
    found = extract_body(page(9), title="Report number 9", layout=learnt)
    assert (full.method, found.method) == ("lines", "layout")
    assert (found.text, found.blocks, found.links) == (full.text, full.blocks, full.links)


def long_page(number: int) -> Document:
    """Return a page with a picture above its text and a table in it."""
    picture = f"<figure><img src=/{number}.jpg><figcaption><div>Operators on day {number}</div></figcaption></figure>"
    table = "<table><tr><th>Year</th><th>Fund</th></tr><tr><td>2025</td><td>40</td></tr></table>"
    story = "".join(f"<p>{sentence(number, place)}</p>" for place in range(6, 24))
    return page(number, f"{picture}{story}{table}")


def test_elements_that_never_hold_text_are_not_even_split() -> None:
    learnt = Layout(learn(*map(long_page, range(4))))
    document = long_page(9)
    shown = {block.text for block in document.blocks_without(learnt.bare).blocks}
    left_out = {block.text for block in document.blocks.blocks} - shown
    assert {"More", "Imprint", "Other report 9 of 1"} < left_out
    assert not {text for text in left_out if text.startswith(("On day", "Operators", "Year", "2025"))}


def test_a_short_article_among_many_teasers_needs_none_of_them_split() -> None:
    learnt = Layout(learn(*(page(number, teasers=90) for number in range(4))))
    short = page(9, teasers=90)
    lines = [block.text for block in short.blocks_without(learnt.bare).blocks]
    assert sum(map(len, lines)) < 2_000 < sum(len(block.text) for block in short.blocks.blocks)
    assert "Other report 9 of 1" not in lines


def test_what_is_left_out_of_a_page_with_little_text_is_split_too() -> None:
    learnt = Layout(learn(*map(page, range(4))))
    document = page(9)
    assert document.blocks_without(learnt.bare) is document.blocks


def test_a_page_that_is_not_split_in_full_is_read_as_one_that_is() -> None:
    documents = [long_page(number) for number in range(4)]
    learnt = Layout(layout.learn(b"", [extract_body(one, title="Report").sample for one in documents]))
    found = extract_body(long_page(9), title="Report", layout=learnt)
    full = extract_body(long_page(9), title="Report")
    assert (full.method, found.method) == ("lines", "layout")
    assert (found.text, found.blocks, found.links) == (full.text, full.blocks, full.links)


def test_a_doubtful_page_is_read_by_lines_without_what_never_holds_text() -> None:
    documents = [page(number, f"<p>Written by {WORDS[number]} in {number}</p>", teasers=90) for number in range(4)]
    learnt = Layout(learn(*documents))
    doubtful = page(9, teasers=90)
    full = extract_body(doubtful, title="Report number 9")
    found = extract_body(doubtful, title="Report number 9", layout=learnt)
    assert (found.method, found.layout, full.layout) == ("lines", learnt.version, "")
    assert (found.text, found.blocks, found.links, found.sample) == (full.text, full.blocks, full.links, full.sample)
    shown = doubtful.without(doubtful.blocks_without(learnt.bare).left_out)
    assert "Other report" in doubtful.html
    assert "Other report" not in shown.html
    assert sentence(9, 0) in shown.html


def test_a_reading_by_the_layout_teaches_nothing(readings: list[Body]) -> None:
    learnt = Layout(layout.learn(b"", [body.sample for body in readings]))
    assert readings[0].sample
    assert not extract_body(page(9), layout=learnt).sample


def test_an_element_that_no_page_had_within_the_text_is_left_to_a_full_reading() -> None:
    learnt = Layout(learn(*map(page, range(4))))
    assert learnt.choose(page(9).blocks) == text_blocks(page(9))
    assert learnt.choose(page(9, f"<blockquote>{sentence(1, 1)}</blockquote>").blocks) is None


def test_an_element_that_no_page_had_outside_of_the_text_does_not_matter() -> None:
    learnt = Layout(learn(*map(page, range(4))))
    html = page(9).html.replace("<h3>More</h3>", "<h3>More</h3><div class=poll><p>Do you agree?</p></div>")
    document = parse(html.encode(), address(9))
    assert learnt.choose(document.blocks) == text_blocks(document)


def test_a_line_that_recurs_within_the_text_is_known_by_itself() -> None:
    learnt = Layout(learn(*(page(number, f"<p>{PITCH}</p>") for number in range(4))))
    document = page(9, f"<p>{PITCH}</p>")
    assert learnt.choose(document.blocks) == text_blocks(document)


def test_an_element_that_holds_text_on_one_page_and_something_else_on_the_next_is_doubtful() -> None:
    learnt = Layout(learn(*(page(number, f"<p>Written by {WORDS[number]}</p>") for number in range(4))))
    assert learnt.choose(page(9).blocks) is None


def teaser_page(number: int) -> Document:
    return page(number, f"<p class=teaser>Tomorrow on day {number}: the {WORDS[number % len(WORDS)]}</p>")


def teaser_samples(numbers: Iterable[int], is_text: Callable[[int], bool]) -> list[bytes]:
    """Return samples of readings that took some of the teasers for text."""
    documents = [(number, teaser_page(number)) for number in numbers]
    return [
        layout.sample(
            one.blocks,
            [
                index
                for index, block in enumerate(one.blocks.blocks)
                if block.text.startswith("On day") or (block.text.startswith("Tomorrow") and is_text(number))
            ],
            one.url,
        )
        for number, one in documents
    ]


def test_what_is_one_thing_on_each_page_is_what_two_of_three_readings_say() -> None:
    """Eight readings are needed."""
    document = teaser_page(30)
    seven, nine = (
        layout.learn(b"", teaser_samples(range(1, 1 + pages), lambda number: number % 3 == 0)) for pages in (7, 9)
    )
    assert Layout(seven).choose(document.blocks) is None
    assert Layout(nine).choose(document.blocks) == text_blocks(document)


def test_readings_that_differ_more_leave_it_doubtful() -> None:
    learnt = Layout(layout.learn(b"", teaser_samples(range(10), lambda number: number % 2 == 0)))
    assert learnt.choose(teaser_page(30).blocks) is None


def test_two_things_on_a_page_are_no_one_thing() -> None:
    documents = [page(number, f"<p>Written by {WORDS[number]}</p>" if number < 3 else "") for number in range(9)]
    learnt = Layout(learn(*documents))
    assert learnt.choose(page(30).blocks) is None


def test_newest_readings_that_say_otherwise_make_it_doubtful() -> None:
    before = layout.learn(b"", teaser_samples(range(24), lambda _: True))
    after = layout.learn(layout.faded(before), teaser_samples(range(40, 44), lambda _: False))
    document = teaser_page(30)
    assert Layout(before).choose(document.blocks)
    assert Layout(after).choose(document.blocks) is None


def test_two_pages_prove_nothing_however_often_they_are_read() -> None:
    twice = learn(page(0), page(1), page(0), page(1))
    again = layout.learn(twice, [layout.sample(page(0).blocks, text_blocks(page(0)), page(0).url)])
    assert Layout(twice).choose(page(9).blocks) is None
    assert again == twice == learn(page(0), page(1))


def test_a_short_text_is_left_to_a_full_reading() -> None:
    learnt = Layout(learn(*map(page, range(4))))
    html = f"<html><body class=single><article><div class=text><p>{sentence(1, 1)}</p></div></article></body></html>"
    assert learnt.choose(parse(html.encode(), address(9)).blocks) is None


def test_one_page_in_twenty_is_read_in_full_all_the_same() -> None:
    learnt = Layout(learn(*map(page, range(4))))
    urls = [f"https://courier.example/{number}" for number in range(2_000)]
    checked = [url for url in urls if layout.is_checked(url)]
    assert 60 <= len(checked) <= 140
    assert extract_body(page(9, url=checked[0]), layout=learnt).method == "lines"


def test_a_page_that_contradicts_makes_the_layout_doubtful() -> None:
    before = learn(*map(page, range(4)))
    moved = [page(number) for number in range(5, 9)]
    after = layout.learn(layout.faded(before), [layout.sample(one.blocks, [], one.url) for one in moved])
    assert Layout(before).choose(page(9).blocks)
    assert Layout(after).choose(page(9).blocks) is None


def test_the_version_does_not_depend_on_the_order_of_the_samples() -> None:
    documents = [page(number) for number in range(4)]
    assert layout.version(learn(*documents)) == layout.version(learn(*reversed(documents)))
