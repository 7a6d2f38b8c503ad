"""Use text that accompanies the visible page: `articleBody`, or the full text of a feed item.

It is used where the page has less text and the two do not contradict each other. Both sources are often wrong
in their own ways (truncated, an older revision, another article), so a good extraction of the page is never
replaced.
"""

import html
import re
from collections.abc import Iterable

import lxml.etree as etree
import lxml.html

from archive.blocks import Structure, paragraphs
from archive.text import is_storable
from crawler.extract.body.selection import compose
from crawler.extract.body.shingle_overlap import Ballot, shingles
from crawler.extract.body.structure import structure
from crawler.html.blocks import Blocks
from crawler.html.segmentation import segment
from crawler.html.text import tokens

_MIN_WORDS = 60  # words that an alternative text must have
_MIN_RATIO = 1.5  # how much longer than the page's text it must be
_MIN_SUPPORT = 0.6  # share of the page's text that it must contain
_POOR_WORDS = 40  # words up to which the page's own text need not be contained
_MARKUP = re.compile(r"</?(?:p|br|div|a|b|i|em|strong|ul|li|h\d|span|blockquote)\b[^<>]*+>", re.IGNORECASE)


def as_text(alternative: str) -> str:
    """Convert text that may be plain or HTML, escaped or not, to plain text with paragraphs."""
    page = _segmented(alternative)
    if page is not None:
        return compose(page, range(len(page.blocks)))
    lines = (" ".join(line.split()) for line in html.unescape(alternative).splitlines())
    return "\n\n".join(line for line in lines if line)


def structure_of(alternative: str, base: str) -> Structure:
    """Return the blocks and links of text that may be plain or HTML."""
    page = _segmented(alternative)
    if page is not None:
        return structure(page, range(len(page.blocks)), base)
    return paragraphs(as_text(alternative)), ()


def _segmented(alternative: str) -> Blocks | None:
    """Return the blocks of a text in HTML, escaped or not; None for a plain text."""
    if "&lt;" in alternative and not _MARKUP.search(alternative):
        alternative = html.unescape(alternative)
    if not _MARKUP.search(alternative):
        return None
    if not is_storable(alternative):  # half a character, where a script cut a text; libxml2 reads nothing then
        alternative = alternative.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    try:
        return segment(lxml.html.document_fromstring(f"<html><body>{alternative}</body></html>"))
    except etree.ParserError:
        return Blocks()


def completed(text: str, method: str, offers: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """Return the text and its method, replaced by each offer (name, plain text) that is better."""
    for name, plain in offers:
        if plain and is_better(plain, text):
            text, method = plain, name
    return text, method


def is_better(alternative: str, text: str) -> bool:
    """Return whether an alternative text should replace the text extracted from the page.

    It has to say more, not the same twice, so what counts is how many different runs of words it has.
    """
    alternative_words, page_words = tokens(alternative), tokens(text)
    if len(alternative_words) < _MIN_WORDS or len(alternative_words) < _MIN_RATIO * len(page_words):
        return False
    ballot, known = Ballot(alternative), shingles(page_words)
    if len(ballot.runs) < _MIN_RATIO * len(known):
        return False
    return len(page_words) <= _POOR_WORDS or ballot.support(known) >= _MIN_SUPPORT
