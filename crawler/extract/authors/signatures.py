"""Find names far from the headline: under a label ("Written by", "Author") or as the signature below the text.

Used only where nothing nearer names anyone: a label may belong to another article, so boxes of other articles are
skipped, and a signature must be a separate paragraph, distinguished by its alignment.
"""

import re
from itertools import islice
from typing import Any

import lxml.html

from crawler.extract.authors.credits import read_reporter_at_end
from crawler.extract.metadata.structured_data import Structured
from crawler.extract.title.adjacent_lines import lines_after, lines_in
from crawler.html.regions import outside
from crawler.html.text import content, plain

_BARE = (
    r"(?:(?:article|post|story|words|text)\s)?(?:written|authored|posted)?\s?by|authors?|about the author"
    r"|autor(?:en|es|in)?|auteurs?|autrice|texto|texte|автор\w*|текст|作者|記者|記事|著者|執筆者?|文|撰文"
)
_BEFORE_NAME = (
    r"(?:article|post|story|words|text)?\s?(?:written|authored)\s+by|words by|story by"
    r"|(?:authors?|autor(?:en|es|in)?|auteure?s?|autrice|autor[ei])\s*:"
    r"|text\s+von|texte\s+(?:de|par)|testo\s+di"
    r"|text[eo]?\s*:|автор\s*:|текст\s*:|作者\s*[:：]|記者\s*[:：]|文\s*[/／:：]|撰文\s*[:：]"
)
_LABEL = re.compile(rf"^\s*(?:(?:{_BARE})\s*[:：]?|(?:text|words)\s*:)\s*$", re.IGNORECASE)
_WHOLE_SIGNATURE = re.compile(rf"^\s*(?:{_BEFORE_NAME})\s*\S", re.IGNORECASE)
_BEGINS = re.compile(rf"(?:{_BARE}|{_BEFORE_NAME}|(?:text|words)\s*:)(?!\w)", re.IGNORECASE)
_RIGHT = (
    "//body//p[contains(translate(@style, ' ', ''), 'text-align:right') or @align='right'"
    " or contains(@class, 'text-right') or contains(@class, 'align-right')]"
)
_BOOK = re.compile(
    r"\bISBN\b|\b(?:Verlag|Seiten|Publisher|Pages|Éditions?|Éditeur|Editorial|Editora|Editore|Издательство)\s?:|出版社\s?[:：]"
)
_PARAGRAPHS = ("p", "li", "dd", "td", "blockquote")
_LONGEST, _MOST, _FACTS = 80, 3, 6


def labelled(structured: Structured) -> list[str]:
    """Return the texts under or after the first label of authorship on the page that yields any."""
    if not any(_BEGINS.match(line) for line in structured.lines):
        return []
    texts = structured.tree.xpath("//body//text()[string-length() < 90][not(parent::script or parent::style)]")
    return list(islice(filter(None, (_named_by(text) for text in texts)), _MOST))


def _named_by(text: Any) -> str:
    """Return the name that the label in this text node introduces.

    Empty when there is none or it belongs to another article.
    """
    bare = len(text) < 40 and _LABEL.match(text)
    if not bare and not _WHOLE_SIGNATURE.match(text):
        return ""
    element = text.getparent()
    if element is None or outside(element, by_tag=False) or _in_sentence(text, element) or _describes_book(element):
        return ""
    if not bare:
        return plain(text)
    if text.is_text and len(line := _line_from(element, plain(text))) <= _LONGEST and line:
        return line
    return next((line.text for line in lines_after(element, most=2, characters=200) if len(line.text) <= _LONGEST), "")


def _in_sentence(text: Any, element: lxml.html.HtmlElement) -> bool:
    """Return whether no line of the paragraph begins with the label: "a title taken <a>by</a> Ada Quist"."""
    paragraph = element if element.tag in _PARAGRAPHS else next(element.iterancestors(*_PARAGRAPHS), None)
    if paragraph is None:
        return False
    label = plain(text)
    return not any(line.text.startswith(label) for line in lines_in(paragraph, most=50, characters=5_000))


def _describes_book(element: lxml.html.HtmlElement) -> bool:
    """Return whether a label is one of the facts of a book under review, which has an author too."""
    return any(_BOOK.search(line.text) for line in lines_after(element, most=_FACTS, characters=400))


def _line_from(element: lxml.html.HtmlElement, label: str) -> str:
    """Return the line of an element that a label begins: "Text: <span>Ada Quist</span>" has two elements."""
    lines = (line.text for line in lines_in(element, most=1, characters=200))
    return next((line for line in lines if line.startswith(label) and len(line) > len(label)), "")


_SIGN_OFF = re.compile(
    r"(?:^|(?<=[.!?”\"]\s))\((?:reporting|writing) by \S[^()]{2,300}\)$"
    r"|^(?:reporting|writing) by \S[^()]{2,200}; ?editing by .{2,100}$",
    re.IGNORECASE,
)


def signed_off(structured: Structured) -> list[str]:
    """Return the credits that end an agency's report: "(Reporting by A in London and B in Paris; Editing by C)"."""
    found = (_SIGN_OFF.search(line[-320:]) for line in structured.lines if " by " in line)
    named = [match[0].strip("()") for match in islice(filter(None, found), 1)]
    return named or list(islice(filter(None, map(read_reporter_at_end, structured.lines)), 1))


def below(structured: Structured) -> list[str]:
    """Return the last right-aligned paragraph of a few words: how articles are signed in several countries.

    What the person is may follow after a comma.
    """
    found = [content(element, 100) for element in islice(structured.tree.xpath(_RIGHT), 20) if not outside(element)]
    heads = (text.partition(",")[0].strip() for text in found if len(text) <= 100)
    short = [text for text in heads if 1 < len(text.split()) <= 5 and len(text) <= 40]
    return short[-1:]
