"""Features of the elements around a block: tags and hints, as distances in levels."""

from crawler.extract.body.line_features import HEADINGS
from crawler.html import class_hints
from crawler.html.blocks import Block, Blocks

FAR = 12.0  # no such element among the ancestors
_TAGS = ("p", "li", "div", "td", "heading", "figcaption", "blockquote", "tr", "pre")
_SECTIONS = tuple("article main aside footer header nav section form figure table ul blockquote".split())
_SECTION = {name: position for position, name in enumerate(_SECTIONS)} | {"ol": _SECTIONS.index("ul")}
NAMES = (
    *(f"tag_{name}" for name in _TAGS),
    *(f"in_{name}" for name in _SECTIONS),
    *(f"hint_{name}" for name in class_hints.NAMES),
)


class Chains:
    """Ancestor features of the blocks of one page, cached by element."""

    def __init__(self, page: Blocks) -> None:
        self._page = page
        self._rows: dict[int, list[float]] = {}
        self._distances_of: dict[int, list[float]] = {}

    def features(self, block: Block) -> list[float]:
        """Return the numbers named in NAMES."""
        base = self._rows.get(block.node)
        if base is None:
            base = self._rows[block.node] = self._read(block.node)
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
        """Return the levels up to the nearest section and to the nearest hint of each kind."""
        if node < 0:
            return [FAR] * (len(_SECTIONS) + len(class_hints.NAMES))
        found = self._distances_of.get(node)
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
        self._distances_of[node] = found
        return found
