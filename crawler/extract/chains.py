"""What the elements around a block are and are named: tags and hints, as distances in levels."""

from crawler.extract import hints
from crawler.extract.blocks import Block, Blocks
from crawler.extract.lines import HEADINGS

FAR = 12.0  # stands for "no such element above"
_TAGS = ("p", "li", "div", "td", "heading", "figcaption", "blockquote", "tr", "pre")
_SECTIONS = (
    "article",
    "main",
    "aside",
    "footer",
    "header",
    "nav",
    "section",
    "form",
    "figure",
    "table",
    "ul",
    "blockquote",
)
NAMES = (
    *(f"tag_{name}" for name in _TAGS),
    *(f"in_{name}" for name in _SECTIONS),
    *(f"hint_{name}" for name in hints.NAMES),
)


class Chains:
    """Asked for block after block; what is known of an element is kept."""

    def __init__(self, page: Blocks) -> None:
        self._page = page
        self._known: dict[int, list[float]] = {}

    def features(self, block: Block) -> list[float]:
        """Give the numbers named in NAMES."""
        base = self._known.get(block.node)
        if base is None:
            base = self._known[block.node] = self._read(block.node)
        if not block.mask:
            return base
        row = list(base)
        first = len(_TAGS) + len(_SECTIONS)
        for position in range(len(hints.NAMES)):
            if block.mask >> position & 1:
                row[first + position] = 0.0
        return row

    def _read(self, node: int) -> list[float]:
        chain = self._page.chain(node)
        tag = "heading" if chain[0].tag in HEADINGS else "td" if chain[0].tag == "th" else chain[0].tag
        near = dict.fromkeys(_SECTIONS, FAR)
        hinted = [FAR] * len(hints.NAMES)
        for distance, element in enumerate(chain):
            name = "ul" if element.tag == "ol" else element.tag
            if near.get(name) == FAR:
                near[name] = float(min(distance, FAR))
            mask = element.mask
            while mask:
                bit = (mask & -mask).bit_length() - 1
                mask &= mask - 1
                if hinted[bit] == FAR:
                    hinted[bit] = float(min(distance + 1, FAR))
        return [float(tag == name) for name in _TAGS] + list(near.values()) + hinted
