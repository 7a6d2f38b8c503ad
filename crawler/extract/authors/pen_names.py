"""Find names of one word, which no form shows to be a name: on cards, in author elements, after labels, in accounts.

Used only where no place has a full name.
"""

import re
from collections.abc import Sequence
from itertools import islice

import lxml.html

from crawler.extract.authors.credits import read_credits
from crawler.extract.authors.next_to_date import is_weekday
from crawler.extract.metadata.structured_data import Structured
from crawler.extract.title.adjacent_lines import Line
from crawler.html.regions import outside
from crawler.html.text import content, squeezed

_ACCOUNT_PATH = re.compile(
    r"[/_?](?:authors?|autor(?:en|es|i)?|auteurs?|autor[ei]|by|writers?)[/=](?!$)", re.IGNORECASE
)
_CARD = re.compile(  # hCard, which themes of WordPress and Blogger have, and h-entry: microformats.org
    r"\A(?=.*(?<![\w-])(?:post-|entry-)?author(?![\w-]))(?=.*(?<![\w-])(?:vcard|h-card)(?![\w-]))|(?<![\w-])p-author(?![\w-])",
    re.DOTALL,
)
_CARD_NAME = ".//*[contains(concat(' ', @class, ' '), ' fn ') or contains(concat(' ', @class, ' '), ' p-name ')]"
_AUTHOR_CLASS = re.compile(
    r"(?<![\w-])(?:(?:post|entry|item|document)?-?(?:author|poster|autor)|byline)(?![\w-])", re.IGNORECASE
)
_ONE_WORD = re.compile(  # and then nothing, or the time
    r"([^\W_][\w.-]{1,23})(?=$|\s*[,|•·–—@-](?:\s|$)|\s(?:am|um|at|on|le|el|il|em)?\s?\d)"
)
_CARDS, _LONGEST_CARD = 10, 40  # cards that are looked at, the rest being those of comments; characters of a name
_TAG_PATH = re.compile(
    r"[/?&](?:[a-z]{1,12}_)?(?:tags?|topics?|themen?|thema|temas?|sujets?|categor(?:y|ies|ia|ie)|kategorien?|keywords?|etiquetas?|subjects?"
    r"|sections?|rubri(?:k|que|ca)s?)(?:[/=:]|%3A)",
    re.IGNORECASE,
)
_CLOSE, _LONGEST = 20, 160


def cards(structured: Structured) -> list[str]:
    """Return the name on the first card of an author (hCard, h-entry): a standard, so that it may be a pen name."""
    found = (element for classes, element in structured.named if "author" in classes and _CARD.search(classes))
    card = next(
        (element for element in islice(found, _CARDS) if not outside(element, by_tag=False, by_region=False)), None
    )
    if card is None:
        return []
    name = content((card.xpath(_CARD_NAME) or [card])[0], _LONGEST)
    return list(read_credits(name).writers[:1]) if len(name) <= _LONGEST_CARD else []


def accounts(structured: Structured) -> list[str]:
    """Return the first name of one word that a link gives to the author page of that name: "/author/ada" is Ada's."""
    for link in structured.person_links:
        href = (link.get("href") or "").rstrip("/")
        if (found := _ACCOUNT_PATH.search(href)) and not outside(link, by_tag=False):
            name = content(link, 40)
            if name[:1].isupper() and " " not in name and squeezed(name) == squeezed(href[found.end() :]):
                return [name]
    return []


def labelled_accounts(structured: Structured, nearby: Sequence[Line]) -> list[str]:
    """Return the first name of one word that a label introduces ("Posted by Ada"), or that fills an author element."""
    elements = (element for classes, element in structured.named if _AUTHOR_CLASS.search(classes))
    marked = (element for element in islice(elements, _CARDS) if not outside(element, by_tag=False))
    texts = [_account_in(content(element, _LONGEST), _sole_link(element)) for element in marked]
    short = (line for line in nearby[:_CLOSE] if len(line.text) <= 2 * _LONGEST_CARD)
    texts += [_account_in(line.text) for line in short if not outside(line.element, by_tag=False)]
    return list(filter(None, texts))[:1]


def _account_in(text: str, link: str = "") -> str:
    found = read_credits(text)
    word = _ONE_WORD.match(found.writers[0]) if found.signed else None
    name = word[1] if word else link if link == text and " " not in link else ""
    return "" if is_weekday(name) else name


def _sole_link(element: lxml.html.HtmlElement) -> str:
    links = list(islice(element.iter("a"), 2))
    return content(links[0], _LONGEST_CARD) if len(links) == 1 and not is_tag(links[0]) else ""


def is_tag(link: lxml.html.HtmlElement) -> bool:
    """Return whether a link leads to the articles of a topic: some themes list them in the box of the byline."""
    return "tag" in (link.get("rel") or "").split() or bool(_TAG_PATH.search(link.get("href") or ""))
