"""What an element is for the split into blocks, by its tag, names and attributes.

Inline or a block, skipped with all that is in it, a cell, a credit, a caption.
"""

import re
from functools import lru_cache

import lxml.etree as etree
import lxml.html

from crawler.html.vocabulary import words
from crawler.html.whole_numbers import whole_number

# fmt: off
SKIPPED = frozenset(
    ("script", "style", "noscript", "template", "svg", "iframe", "button", "select", "option", "input",
    "textarea", "head", "object", "canvas", "video", "audio", "map", "rp", "rt", "frameset", "applet",
    "embed", "progress", "meter", "datalist")
)
INLINE = frozenset(
    ("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "img", "ins", "kbd", "label", "mark", "nobr", "output", "picture", "q", "rb", "ruby",
    "s", "samp", "small", "source", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var",
    "wbr", "track", "g-emoji")
)
# fmt: on
EMPHASIS = frozenset(("b", "strong", "em", "i"))
CELLS = frozenset(("td", "th"))
_HINT_ATTRIBUTES = frozenset(
    ("class", "id", "role", "itemprop", "data-testid", "data-component", "data-type", "aria-label")
)
_CREDIT_NAMES = re.compile(
    r"(?:^|[\s_-])(?:photo-?|image-?)?(?:credits?|copyright|photographer)(?:$|[\s_-])", re.IGNORECASE
)
_DISPLAY_NONE = re.compile(r"display\s*:\s*none", re.IGNORECASE)
# Read even where they are bare: a table of which most is text is taken whole, a picture with its caption and credit.
TAKEN_WHOLE = frozenset(("table", "figure", "figcaption"))
CAPTION_NAMES = re.compile(
    r"(?:^|[.\s_-])(?:captions?|legende?|bildunterschrift|bildtext|didascalia|pie-?(?:de-?)?foto)(?:$|[\s_-])",
    re.IGNORECASE,
)
_LONGEST_NOTE = 60  # characters
_SIGNS = frozenset("¶#§🔗⚓↩↵⤴↑^⏎")
_MOST_COLUMNS, _MOST_ROWS = 100, 10_000  # that a cell spans
_AROUND_NOTE = " \t\r\n\xa0()[]（）【】,.;:-–—|"
_PICTURES = etree.XPath("descendant-or-self::figure | descendant-or-self::figcaption")
_CLASSED = etree.XPath("descendant-or-self::*[@class]")


def hinting_names(element: lxml.html.HtmlElement) -> str:
    """Return what the attributes of an element say of it, "hidden" for one that is not shown."""
    found = []
    for name, value in element.items():
        if name in _HINT_ATTRIBUTES:
            found.append(value)
        elif name == "hidden" or (name == "style" and _DISPLAY_NONE.search(value)):
            found.append("hidden")
    return " ".join(found)


def is_link_note(element: lxml.html.HtmlElement) -> bool:
    """Return whether an element in a link is only for screen readers: that the link opens a new window."""
    text = element.text
    if text is None or len(text) > _LONGEST_NOTE or len(element):
        return False
    return text.strip(_AROUND_NOTE).lower() in words("link_note")


def is_permalink(element: lxml.html.HtmlElement) -> bool:
    """Return whether a link has only a sign for the place where it is: "¶" after a heading, "↩" after a footnote."""
    text = element.text
    is_sign = text is not None and not len(element) and text.strip("\ufe0e\ufe0f \t\r\n\xa0") in _SIGNS
    return is_sign and "#" in (element.get("href") or "")


def cell_span(element: lxml.html.HtmlElement) -> tuple[int, int]:
    """Return how many columns and rows a cell spans (HTML, 4.9.11; 0 rows: all that follow)."""
    across, down = whole_number(element.get("colspan")), whole_number(element.get("rowspan"))
    rows = _MOST_ROWS if down == 0 else down or 1
    return min(across or 1, _MOST_COLUMNS), min(rows, _MOST_ROWS)


def caption_holders(root: lxml.html.HtmlElement) -> set[lxml.html.HtmlElement]:
    """Return the elements of a page that are or hold a picture, or anything that is named a caption."""
    found: set[lxml.html.HtmlElement] = set()
    for element in (*_PICTURES(root), *(one for one in _CLASSED(root) if _is_named_caption(one.get("class")))):
        node: lxml.html.HtmlElement | None = element
        while node is not None and node not in found:
            found.add(node)
            node = node.getparent()
    return found


@lru_cache(maxsize=20_000)
def _is_named_caption(names: str) -> bool:
    return CAPTION_NAMES.search(names) is not None


@lru_cache(maxsize=20_000)
def is_credit(names: str) -> bool:
    """Return whether the names of an element say that it holds the credit of a picture. A site repeats its names."""
    return _CREDIT_NAMES.search(names) is not None


def is_flat(row: lxml.html.HtmlElement) -> bool:
    """Return whether a table row holds data cells only, not a page layout."""
    return all(
        inner.tag in INLINE or inner.tag in CELLS or inner.tag == "br" for inner in row.iterdescendants(etree.Element)
    )
