"""Say what each chosen block is: heading, list item, quotation, table, caption, code; and where it links to.

The mark-up around a block says it, but page layouts use the same elements: an article in one `li`, a page in a
table, a story in `pre`. An element that holds most of a text is therefore taken for layout. Captions are added,
although they are no part of the text.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.blocks import BlockKind, Link, Structure, TextBlock
from crawler.extract.body.captions import captions_of, divided, is_caption
from crawler.extract.body.inline import Line, Place, read_line
from crawler.extract.body.line_features import HEADINGS
from crawler.extract.body.tables import Tables
from crawler.html.blocks import Blocks

_MOST = 0.8  # share of the words from which an element around them is layout
_FEW = 3  # blocks up to which an element is no layout, whatever its share, and an item is one
_ITEMS = ("li", "dt", "dd")


def structure(page: Blocks, chosen: Sequence[int], base: str, tables: Tables | None = None) -> Structure:
    """Return the blocks and links of a text that consists of the chosen blocks, in the order of the page.

    `tables` are those of the page where they have been looked for.
    """
    return _Reader(page, chosen, base, tables or Tables(page, chosen)).read() if chosen else ((), ())


class _Reader:
    def __init__(self, page: Blocks, chosen: Sequence[int], base: str, tables: Tables) -> None:
        self._page = page
        self._chosen = chosen
        self._base = base
        self._tables = tables
        self._blocks: list[TextBlock] = []
        self._links: list[Link] = []
        self._chosen_in: Counter[int] = Counter()  # chosen blocks in each element
        self._words: Counter[int] = Counter()  # and their words
        self._own: Counter[int] = Counter()  # chosen blocks in each item, but not in an item of it
        for index in chosen:
            above = list(self._above(index))
            self._chosen_in.update(above)
            self._words.update(dict.fromkeys(above, len(page.words[index])))
            self._own.update([element for element in above if page.nodes[element].tag in _ITEMS][:1])
        self._size = sum(len(page.words[index]) for index in chosen)

    def read(self) -> Structure:
        last, last_element = -2, -1
        read: set[int] = set()
        for index in sorted({*self._chosen, *captions_of(self._page, self._chosen), *self._tables.blocks}):
            table = self._tables.of(index)
            if table is not None:
                if id(table) not in read:
                    read.add(id(table))
                    rows, headers, line = self._tables.read(table, self._base)
                    self._add(TextBlock("table", line.text, rows=rows, headers=headers), line.links)
                last_element = -1
                continue
            kind, level, element = self._kind(index)
            line = read_line(self._page.blocks[index], self._base, raw=kind == "code")
            if not line.text:
                continue
            is_next = last == index - 1 and self._page.blocks[index].joined
            if element == last_element and self._blocks[-1].kind == kind and _is_one(kind, is_next):
                self._extend(line, "\n\n" if kind == "code" and not is_next else "\n")
            elif kind == "caption":
                self._add_caption(index, line)
            else:
                is_ordered = kind == "list-item" and self._parent_tag(element) == "ol"
                self._add(TextBlock(kind, line.text, level, is_ordered), line.links)
            last, last_element = index, element
        return tuple(self._blocks), tuple(self._links)

    def _above(self, index: int) -> Iterator[int]:
        return self._page.above(self._page.blocks[index].node)

    def _kind(self, index: int) -> tuple[BlockKind, int, int]:
        """Return what a block is, its level, and the element that makes it so."""
        node = self._page.blocks[index].node
        if is_caption(self._page, index):
            return "caption", 0, node
        levels, item = 0, -1
        for element in self._above(index):
            if self._is_layout(element):
                continue
            tag = self._page.nodes[element].tag
            if tag in _ITEMS and (levels or self._own[element] <= _FEW):
                levels, item = levels + 1, item if levels else element
            elif levels:
                continue
            elif tag == "pre":
                return "code", 0, element
            elif tag in HEADINGS:
                return "heading", int(tag[1]), element
            elif tag == "blockquote":
                return "quotation", 0, node
        return ("list-item", levels, item) if levels else ("paragraph", 0, node)

    def _is_layout(self, element: int) -> bool:
        return self._chosen_in[element] > _FEW and self._words[element] > _MOST * self._size

    def _parent_tag(self, element: int) -> str:
        parent = self._page.nodes[element].parent
        return self._page.nodes[parent].tag if parent >= 0 else ""

    def _add_caption(self, index: int, line: Line) -> None:
        caption, credit = divided(self._page, index, line)
        if caption.text:
            self._add(TextBlock("caption", caption.text), caption.links)
        if credit.text:
            self._add(TextBlock("credit", credit.text), credit.links)

    def _add(self, block: TextBlock, links: Sequence[Place]) -> None:
        self._blocks.append(block)
        self._link(links, 0)

    def _extend(self, line: Line, gap: str) -> None:
        before = self._blocks[-1]
        self._blocks[-1] = replace(before, text=before.text + gap + line.text)
        self._link(line.links, len(before.text) + len(gap))

    def _link(self, links: Sequence[Place], start: int) -> None:
        block = len(self._blocks) - 1
        self._links += [Link(link.target, link.text, block, start + link.start) for link in links]


def _is_one(kind: BlockKind, is_next: bool) -> bool:
    """Return whether two blocks of one element are one: lines of a paragraph, or all that is in an item or code."""
    return is_next if kind in ("paragraph", "quotation") else kind != "caption"
