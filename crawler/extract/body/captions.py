"""Find the captions and credits of the pictures in an article; they are shown with it and are no part of its text."""

import re
from collections.abc import Sequence

from crawler.extract.body.inline import Line, part
from crawler.html.blocks import Blocks
from crawler.html.class_hints import NAMES

_BEFORE, _AFTER = 15, 5  # blocks before the first and after the last chosen one among which captions are looked for
_LINKED = 0.5  # share of linked characters from which a caption is a teaser
_NEAR = 3  # elements around a block whose class may name it a caption
_LONGEST_CREDIT = 120  # characters
_ELSEWHERE_TAGS = frozenset({"aside", "nav", "footer", "form"})
_ELSEWHERE = sum(1 << NAMES.index(name) for name in ("related", "comment", "ad", "popup", "nav", "foot", "newsletter"))
_CAPTION = re.compile(
    r"[.\s_-](?:captions?|legende?|bildunterschrift|bildtext|didascalia|pie-?(?:de-?)?foto)(?:$|[\s_-])", re.IGNORECASE
)
_CREDIT_NAME = re.compile(r"[.\s_-](?:credits?|photographer)(?:$|[\s_-])", re.IGNORECASE)
_PICTURE_CREDIT = re.compile(r"[.\s_-](?:image|photo|picture|media|img)s?[_-]?credits?(?:$|[\s_-])", re.IGNORECASE)
_CREDIT_TEXT = re.compile(
    r"[(\[]?(?:photo(?:graph)?s?|image|picture|illustration|foto|bild|crédits?|créditos?|credits?|фото|صورة|图|圖|写真|사진)"
    r"(?:\s(?:credits?|courtesy|by|von|de|par|di|via)\b|\s?[:：/©])",
    re.IGNORECASE,
)
_DIVIDERS = " \t|/·•–—-,;(["


def is_caption(page: Blocks, index: int) -> bool:
    """Return whether the mark-up around a block says that it is the caption of a picture, or its credit."""
    for distance, element in enumerate(page.above(page.blocks[index].node)):
        node = page.nodes[element]
        if node.tag in ("figcaption", "caption"):
            return True
        if distance < _NEAR and node.tag != "body" and _CAPTION.search(node.signature):
            return True
        if distance == 0 and _PICTURE_CREDIT.search(node.signature):
            return True
        if node.tag == "figure":
            return _CREDIT_NAME.search(page.nodes[page.blocks[index].node].signature) is not None
    return False


def captions_of(page: Blocks, chosen: Sequence[int]) -> set[int]:
    """Return the captions between the chosen blocks, and of a picture right before or after them."""
    shared = {element for index in chosen for element in page.above(page.blocks[index].node)}
    parents = {page.nodes[page.blocks[index].node].parent for index in chosen}
    taken = {page.blocks[index].text for index in chosen}
    found: dict[str, int] = {}
    for index in range(max(0, chosen[0] - _BEFORE), min(len(page.blocks), chosen[-1] + _AFTER + 1)):
        block = page.blocks[index]
        if block.text in taken or not is_caption(page, index):
            continue
        if block.linked > _LINKED * len(block.text) and not _is_among(page, index, parents):
            continue
        if not _is_elsewhere(page, index, shared):
            found.setdefault(block.text, index)
    return set(found.values())


def divided(page: Blocks, index: int, line: Line) -> tuple[Line, Line]:
    """Divide a caption into caption and credit, either of which may be empty."""
    if line.credit:
        start, end = line.credit
        before = part(line, 0, len(line.text[:start].rstrip(_DIVIDERS)))
        return (before if before.text else part(line, end, len(line.text))), part(line, start, end)
    signature = page.nodes[page.blocks[index].node].signature
    is_credit = _CREDIT_NAME.search(signature) or _CREDIT_TEXT.match(line.text)
    return (Line(""), line) if is_credit and len(line.text) <= _LONGEST_CREDIT else (line, Line(""))


def _is_among(page: Blocks, index: int, parents: set[int]) -> bool:
    """Return whether a figure with this caption is among the paragraphs of the text, and not in a box."""
    figure = next((node for node in page.above(page.blocks[index].node) if page.nodes[node].tag == "figure"), -1)
    return figure >= 0 and page.nodes[figure].parent in parents


def _is_elsewhere(page: Blocks, index: int, shared: set[int]) -> bool:
    """Return whether an element that a caption does not share with the article belongs to another part of the page."""
    for element in page.above(page.blocks[index].node):
        if element in shared:
            return False
        node = page.nodes[element]
        if node.tag in _ELSEWHERE_TAGS or node.mask & _ELSEWHERE:
            return True
    return False
