"""The quality gate: small synthetic pages, in many scripts and kinds of mark-up, keep being extracted correctly."""

import json
from pathlib import Path
from typing import Any

import pytest

from crawler.extract.body.body import extract_body
from crawler.extract.body.shingle_overlap import shingles
from crawler.html.document import parse
from crawler.html.text import tokens

PAGES = Path(__file__).parents[3] / "pages"
TRUTH: list[dict[str, Any]] = json.loads((PAGES / "truth.json").read_text("utf-8"))


def read(truth: dict[str, Any]) -> str:
    body = (PAGES / truth["html"]).read_bytes()
    return extract_body(parse(body, truth["url"]), title=truth["title"]).text


def f1(right: str, found: str) -> float:
    ours, theirs = shingles(tokens(found)), shingles(tokens(right))
    return 2 * len(ours & theirs) / (len(ours) + len(theirs))


@pytest.mark.parametrize("truth", TRUTH, ids=lambda truth: truth["id"])
def test_the_extracted_text_is_complete_and_clean(truth: dict[str, Any]) -> None:
    text = read(truth)
    assert f1("\n".join(truth["lines"]), text) >= 0.97
    assert [segment for segment in truth["absent"] if segment in text] == []


def test_paragraphs_lists_and_quotations_are_kept() -> None:
    truth = next(page for page in TRUTH if page["id"] == "en-blog-theme")
    text = read(truth)
    assert "\n\nThe notice asks three questions" in text
    assert "\nwhether a drag sail counts as propulsion;\n" in text
    assert "\n\nA shorter clock\n\n" in text
    assert '\n\n"We will comply' in text


def test_single_line_breaks_stay_lines_and_double_ones_separate_paragraphs() -> None:
    truth = next(page for page in TRUTH if page["id"] == "fr-lignes")
    text = read(truth)
    assert "jeudi :\n- un fonds pour les petits lanceurs ;\n- un rapport" in text
    assert "fondamentale.\n\nTrois amendements" in text
