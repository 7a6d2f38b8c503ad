"""Text that comes beside the visible page: `articleBody` of structured data, the full text of a feed item.

It is used where the page falls short of it and does not contradict it. Both are often wrong in their own
ways (cut short, an older revision, another article), so a fair reading of the page is never replaced.
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

_ENOUGH = 60  # words that a carried text must have
_LONGER = 1.5  # how much longer than the page's text it must be
_AGREES = 0.6  # share of the page's text that it must hold
_POOR = 40  # words up to which the page's own text need not be agreed with
_MARKUP = re.compile(r"</?(?:p|br|div|a|b|i|em|strong|ul|li|h\d|span|blockquote)\b[^>]*>", re.IGNORECASE)


def as_text(carried: str) -> str:
    """Turn carried text, which may be plain or HTML (escaped or not), into plain text with its paragraphs."""
    if "&lt;" in carried and not _MARKUP.search(carried):
        carried = html.unescape(carried)
    if _MARKUP.search(carried):
        try:
            tree = lxml.html.document_fromstring(f"<html><body>{carried}</body></html>")
        except etree.ParserError:
            return ""
        page = segment(tree)
        return compose(page, range(len(page.blocks)))
    lines = (" ".join(line.split()) for line in html.unescape(carried).splitlines())
    return "\n\n".join(line for line in lines if line)


def completed(text: str, method: str, offers: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """Give the text and what gave it, once each of the offers (name, plain text) has stood in where it is better."""
    for name, plain in offers:
        if plain and is_better(plain, text):
            text, method = plain, name
    return text, method


def is_better(carried: str, text: str) -> bool:
    """Whether a carried text should stand in for the text read off the page."""
    theirs, ours = tokens(carried), tokens(text)
    if len(theirs) < _ENOUGH or len(theirs) < _LONGER * len(ours):
        return False
    return len(ours) <= _POOR or Ballot(carried).support(shingles(ours)) >= _AGREES
