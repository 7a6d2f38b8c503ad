"""The selection of blocks, by how likely each of them is body text."""

import pytest

from crawler.extract.body.selection import choose, threshold
from crawler.html.blocks import Blocks
from crawler.html.document import parse

PROSE = "The agency asked operators on Monday to show how they will leave low orbits within five years of the end."


def blocks(body: str) -> Blocks:
    return parse(f"<html><body>{body}</body></html>".encode(), "https://news.example/a").blocks


def taken(page: Blocks, likely: list[float]) -> list[int]:
    return choose(page, range(len(page.blocks)), likely, [1.0] * len(likely))


def test_doubtful_blocks_are_dropped_where_others_are_certain() -> None:
    page = blocks(f"<p>{PROSE}</p>" * 4)
    assert taken(page, [0.95, 0.95, 0.95, 0.3]) == [0, 1, 2]


def test_the_threshold_is_lower_where_all_blocks_are_doubtful() -> None:
    page = blocks(f"<p>{PROSE}</p>" * 4)
    assert taken(page, [0.4, 0.35, 0.35, 0.02]) == [0, 1, 2]


def test_the_threshold_is_half_of_the_best_f1_that_can_be_expected() -> None:
    page = blocks(f"<p>{PROSE}</p>" * 2)
    assert threshold(page, {0: 1.0, 1: 1.0}) == pytest.approx(0.5)
    # both taken: 2 * 1.2 / (2 + 1.2) = 0.75; one alone: 2 * 0.8 / (1 + 1.2) = 0.73
    assert threshold(page, {0: 0.8, 1: 0.4}) == pytest.approx(0.375)


def test_the_next_article_below_the_first_is_dropped() -> None:
    article = f"<article><h1>A headline of some length</h1><p>{PROSE}</p><p>{PROSE}</p></article>"
    assert taken(blocks(article * 2), [0.9] * 6) == [0, 1, 2]


def test_articles_without_a_top_heading_are_left_to_the_model() -> None:
    entry = f"<article><h2>An entry</h2><p>{PROSE}</p></article>"
    page = blocks(f"<article><h1>A headline of some length</h1><p>{PROSE}</p></article>{entry}")
    assert taken(page, [0.9] * 4) == [0, 1, 2, 3]


def test_code_is_body_text_as_a_whole_or_not_at_all() -> None:
    code = "<pre>const orbits = require('orbits');\nfor (const orbit of orbits) {\n  orbit.raise(40);\n}</pre>"
    page = blocks(f"<p>{PROSE}</p><p>{PROSE}</p>{code}<p>{PROSE}</p>")
    assert taken(page, [0.95, 0.95, 0.8, 0.7, 0.7, 0.1, 0.95]) == [0, 1, 2, 3, 4, 5, 6]
    assert taken(page, [0.95, 0.95, 0.1, 0.6, 0.1, 0.1, 0.95]) == [0, 1, 3, 6]


def test_a_page_in_one_preformatted_element_is_judged_line_by_line() -> None:
    page = blocks(f"<pre>Home | News\n{PROSE}\n{PROSE}</pre>")
    assert taken(page, [0.1, 0.95, 0.95]) == [1, 2]


def test_a_heading_between_paragraphs_is_kept_without_the_extractor() -> None:
    page = blocks(f"<p>{PROSE}</p><h2>Next steps</h2><p>{PROSE}</p><h2>Related</h2><div><p>{PROSE}</p></div>")
    likely = [0.95, 0.3, 0.95, 0.3, 0.95]
    assert choose(page, range(5), likely, [1.0, 0.0, 1.0, 0.0, 1.0]) == [0, 1, 2, 4]
    assert choose(page, range(5), [0.95, 0.1, *likely[2:]], [1.0, 0.0, 1.0, 0.0, 1.0]) == [0, 2, 4]


def test_the_largest_heading_counts_between_paragraphs_and_not_above_them() -> None:
    page = blocks(f"<h1>A headline of some length</h1><p>{PROSE}</p><h1>Next steps</h1><p>{PROSE}</p>")
    assert choose(page, range(4), [0.3, 0.95, 0.2, 0.95], [1.0, 1.0, 0.0, 1.0]) == [1, 2, 3]
