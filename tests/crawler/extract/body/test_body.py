"""The caller's arguments change what is read: rules, template, text from outside the page."""

import pytest

from archive.text import line_digest
from crawler.extract.body import classifier
from crawler.extract.body.body import extract_body
from crawler.extract.body.features import names
from crawler.extract.body.reading import VOTERS
from crawler.html.document import Document, parse

SENTENCES = [
    (
        "The agency asked operators on Monday to show how they will leave low orbits within five "
        "years of a mission's end."
    ),
    ("Officials said that no document proves compliance today, and that insurers already use a standard of their own."),
    ("A draft rule could follow before the end of the year, after comments from industry and from the public in May."),
    (
        "Small operators fear that a failed disposal will cost them a licence, and ask for a fund "
        "that shares the burden."
    ),
]
STORY = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
TEXT = "\n\n".join(SENTENCES)


def page(body: str, head: str = "") -> Document:
    html = f"<html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"
    return parse(html.encode(), "https://news.example/2024/a-rule-for-debris")


def test_the_stored_model_has_the_columns_that_the_code_computes() -> None:
    assert list(classifier.load().features) == names(VOTERS)


def test_a_rule_selects_the_body_where_the_general_method_cannot() -> None:
    document = page(
        f"<table><tr><td class=left>{STORY}</td><td class=right><p>{SENTENCES[0][::-1]}</p></td></tr></table>"
    )
    found = extract_body(document, selector="td.right")
    assert (found.text, found.method) == (SENTENCES[0][::-1], "rule")


def test_a_rule_that_selects_nothing_is_ignored() -> None:
    found = extract_body(page(f"<article>{STORY}</article>"), selector="div.before-the-redesign")
    assert (found.text, found.method) == (TEXT, "lines")


def test_a_drop_rule_removes_elements_and_leaves_the_shared_tree_unchanged() -> None:
    document = page(f"<article>{STORY}<p class=pitch>{SENTENCES[0][::-1]}</p></article>")
    assert extract_body(document, drop="p.pitch").text == TEXT
    assert document.tree.xpath("count(//p[@class='pitch'])") == 1


def test_what_contains_the_body_of_a_rule_is_not_dropped() -> None:
    document = page(f"<table><tr><td class=right>{STORY}<table><tr><td>Said twice.</td></tr></table></td></tr></table>")
    assert extract_body(document, drop="table", selector="td.right").text == TEXT


def test_template_lines_are_dropped_and_still_reported() -> None:
    pitch = "Orbit Ledger is read in forty countries and lives on the support of its readers, not on banners."
    document = page(f"<article><h1>A rule for debris</h1>{STORY}<p>{pitch}</p></article>")
    digest = line_digest(pitch)
    found = extract_body(document, template=frozenset({digest}))
    assert pitch not in found.text
    if digest in found.lines:
        assert found.text == TEXT


@pytest.mark.parametrize("argument", ["structured_text", "feed_html"])
def test_alternative_text_is_used_where_the_page_has_none(argument: str) -> None:
    document = page('<div id="root"></div><script src="/app.js"></script>')
    found = extract_body(document, **{argument: STORY})  # type: ignore[arg-type]
    assert found.text == TEXT
    assert found.method == {"structured_text": "structured", "feed_html": "feed"}[argument]


def test_alternative_text_replaces_an_excerpt_that_it_contains() -> None:
    found = extract_body(page(f"<article><p>{SENTENCES[0]}</p></article>"), structured_text=TEXT)
    assert (found.text, found.method) == (TEXT, "structured")


def test_alternative_text_of_another_article_is_rejected() -> None:
    other = " ".join(sentence[::-1] for sentence in SENTENCES * 3)
    found = extract_body(page(f"<article>{STORY}</article>"), structured_text=other)
    assert (found.text, found.method) == (TEXT, "lines")


def test_alternative_text_is_no_longer_for_saying_all_of_it_twice() -> None:
    twice = f"{TEXT} {TEXT}"
    found = extract_body(page(f"<article>{STORY}</article>"), structured_text=twice)
    assert (found.text, found.method) == (TEXT, "lines")


def test_a_page_without_text_has_an_empty_body() -> None:
    found = extract_body(page(""))
    assert (found.text, found.words, found.page_words) == ("", 0, 0)


def test_text_after_an_early_end_of_the_page_belongs_to_the_body() -> None:
    header = "<header><nav><ul><li><a href=/a>Services</a></li></ul></nav></header>"
    assert extract_body(page(f"{header}</body></html><div class=blog-detail>{STORY}</div>")).text == TEXT
