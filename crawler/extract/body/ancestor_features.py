"""What the elements around a block are and are named: tags and hints, as distances in levels."""

from crawler.extract.body.line_features import HEADINGS
from crawler.html import class_hints
from crawler.html.blocks import Block, Blocks

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
_SECTION = {name: position for position, name in enumerate(_SECTIONS)} | {"ol": _SECTIONS.index("ul")}
NAMES = (
    *(f"tag_{name}" for name in _TAGS),
    *(f"in_{name}" for name in _SECTIONS),
    *(f"hint_{name}" for name in class_hints.NAMES),
)


class Chains:
    """Asked for block after block; what is known of an element is kept."""

    def __init__(self, page: Blocks) -> None:
        self._page = page
        self._known: dict[int, list[float]] = {}
        self._above: dict[int, list[float]] = {}

    def features(self, block: Block) -> list[float]:
        """Give the numbers named in NAMES."""
        base = self._known.get(block.node)
        if base is None:
            base = self._known[block.node] = self._read(block.node)
        if not block.mask:
            return base
        row = list(base)
        first = len(_TAGS) + len(_SECTIONS)
        for position in range(len(class_hints.NAMES)):
            if block.mask >> position & 1:
                row[first + position] = 0.0
        return row

    def _read(self, node: int) -> list[float]:
        tag = self._page.nodes[node].tag
        name = "heading" if tag in HEADINGS else "td" if tag == "th" else tag
        return [*(float(name == other) for other in _TAGS), *self._distances(node)]

    def _distances(self, node: int) -> list[float]:
        """Levels up to the nearest section of each kind and to the nearest hint of each kind."""
        if node < 0:
            return [FAR] * (len(_SECTIONS) + len(class_hints.NAMES))
        found = self._above.get(node)
        if found is not None:
            return found
        element = self._page.nodes[node]
        found = [distance + 1.0 if distance < FAR else FAR for distance in self._distances(element.parent)]
        section = _SECTION.get(element.tag)
        if section is not None:
            found[section] = 0.0
        mask = element.mask
        while mask:
            bit = (mask & -mask).bit_length() - 1
            mask &= mask - 1
            found[len(_SECTIONS) + bit] = 1.0
        self._above[node] = found
        return found
