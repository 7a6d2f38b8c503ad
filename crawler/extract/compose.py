"""From blocks to a text: paragraphs apart by one blank line, list items and broken lines on lines of their
own.
"""

import re
from collections.abc import Sequence

from crawler.extract.blocks import Block, Blocks

_SOFT = re.compile("[\u00ad\u200b\u2060\ufeff]+")


def compose(page: Blocks, chosen: Sequence[int]) -> str:
    """Join the chosen blocks in the order of the page."""
    parts: list[str] = []
    last = -2
    for index in chosen:
        block = page.blocks[index]
        text = tidy(block.text)
        if not text:
            continue
        if parts:
            parts.append("\n" if _belong(page, last, index) else "\n\n")
        parts.append(text)
        last = index
    return "".join(parts)


def tidy(text: str) -> str:
    """Drop soft hyphens and zero-width marks; the joiners that Persian and Indic scripts need stay."""
    return " ".join((text if text.isascii() else _SOFT.sub("", text)).split())


def _belong(page: Blocks, last: int, index: int) -> bool:
    """Whether a block goes on where the one before it stopped: a broken line, or the next item of a list."""
    before, block = page.blocks[last], page.blocks[index]
    if block.joined and last == index - 1:
        return True
    ours, theirs = _item(page, block), _item(page, before)
    return ours is not None and ours == theirs


def _item(page: Blocks, block: Block) -> int | None:
    """Give the list (or table section) that a block is an item (or row) of."""
    for node in (block.node, page.nodes[block.node].parent):
        if node >= 0 and page.nodes[node].tag in ("li", "tr", "dt", "dd"):
            return page.nodes[node].parent
    return None
