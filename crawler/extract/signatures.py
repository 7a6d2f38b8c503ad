"""Names that stand far from the headline: under a label ("Written by", "Author") or as the signature below the text.

Asked only where nothing nearer names anyone: a label may belong to another article, so what stands in another's box is
passed over, and a signature must be a paragraph of its own, set apart by its alignment.
"""

import re
from itertools import islice
from typing import Any

from crawler.extract.beside import lines_after
from crawler.extract.structured import Structured
from crawler.extract.surroundings import outside
from crawler.extract.wording import content, plain

_BARE = (
    r"(?:(?:article|post|story|words|text)\s)?(?:written|authored|posted)?\s?by|authors?|about the author"
    r"|autor(?:en|es|in)?|auteurs?|autrice|texto|texte|автор\w*|текст|作者|記者|記事|著者|執筆者?|文|撰文"
)
_BEFORE_NAME = (
    r"(?:article|post|story|words|text)?\s?(?:written|authored)\s+by|words by|story by"
    r"|text[eo]?\s*:|автор\s*:|текст\s*:|作者\s*[:：]|記者\s*[:：]|文\s*[/／:：]|撰文\s*[:：]"
)
_LABEL = re.compile(rf"^\s*(?:{_BARE})\s*[:：]?\s*$", re.IGNORECASE)
_WHOLE = re.compile(rf"^\s*(?:{_BEFORE_NAME})\s*\S", re.IGNORECASE)
_BEGINS = re.compile(rf"(?:{_BARE}|{_BEFORE_NAME})(?!\w)", re.IGNORECASE)
_RIGHT = (
    "//body//p[contains(translate(@style, ' ', ''), 'text-align:right') or @align='right'"
    " or contains(@class, 'text-right') or contains(@class, 'align-right')]"
)
_LONGEST, _MOST = 80, 3


def labelled(structured: Structured) -> list[str]:
    """What stands under or behind a label of authorship, anywhere in the page: the first that hold something."""
    if not any(_BEGINS.match(line) for line in structured.lines):
        return []
    texts = structured.tree.xpath("//body//text()[string-length() < 90][not(parent::script or parent::style)]")
    return list(islice(filter(None, (_named_by(text) for text in texts)), _MOST))


def _named_by(text: Any) -> str:
    """What the label in this text node stands for, empty when it is none or another article's."""
    bare = len(text) < 40 and _LABEL.match(text)
    if not bare and not _WHOLE.match(text):
        return ""
    element = text.getparent()
    if element is None or outside(element, by_tag=False):
        return ""
    if not bare:
        return plain(text)
    return next((line.text for line in lines_after(element, most=2, characters=200) if len(line.text) <= _LONGEST), "")


def below(structured: Structured) -> list[str]:
    """A right-aligned paragraph of a few words: how articles are signed in several countries. The last decides."""
    found = [content(element, 100) for element in islice(structured.tree.xpath(_RIGHT), 20) if not outside(element)]
    short = [text for text in found if 1 < len(text.split()) <= 5 and len(text) <= 40]
    return short[-1:]
