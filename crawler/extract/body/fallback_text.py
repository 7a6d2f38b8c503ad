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

from crawler.extract.body.selection import compose
from crawler.extract.body.shingle_overlap import Ballot, shingles
from crawler.html.blocks import segment
from crawler.html.text import tokens

_MIN_WORDS = 60  # words that an alternative text must have
_MIN_RATIO = 1.5  # how much longer than the page's text it must be
_MIN_SUPPORT = 0.6  # share of the page's text that it must contain
_POOR_WORDS = 40  # words up to which the page's own text need not be contained
_MARKUP = re.compile(r"</?(?:p|br|div|a|b|i|em|strong|ul|li|h\d|span|blockquote)\b[^>]*>", re.IGNORECASE)


def as_text(alternative: str) -> str:
    """Convert text that may be plain or HTML, escaped or not, to plain text with paragraphs."""
    if "&lt;" in alternative and not _MARKUP.search(alternative):
        alternative = html.unescape(alternative)
    if _MARKUP.search(alternative):
        try:
            tree = lxml.html.document_fromstring(f"<html><body>{alternative}</body></html>")
        except etree.ParserError:
            return ""
        page = segment(tree)
        return compose(page, range(len(page.blocks)))
    lines = (" ".join(line.split()) for line in html.unescape(alternative).splitlines())
    return "\n\n".join(line for line in lines if line)


def completed(text: str, method: str, offers: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """Return the text and its method, replaced by each offer (name, plain text) that is better."""
    for name, plain in offers:
        if plain and is_better(plain, text):
            text, method = plain, name
    return text, method


def is_better(alternative: str, text: str) -> bool:
    """Return whether an alternative text should replace the text extracted from the page."""
    alternative_words, page_words = tokens(alternative), tokens(text)
    if len(alternative_words) < _MIN_WORDS or len(alternative_words) < _MIN_RATIO * len(page_words):
        return False
    return len(page_words) <= _POOR_WORDS or Ballot(alternative).support(shingles(page_words)) >= _MIN_SUPPORT
