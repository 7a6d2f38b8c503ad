"""Read the data tables of a page as rows of cells; a table for layout is none.

A data table has several rows of several short cells. Where most of one was chosen, all of it is taken: the line
model judges row by row, and a table with holes says what nobody wrote.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from archive.blocks import cell_starts, table_text
from crawler.extract.body.inline import Line, Place, joined, read_cell, read_line
from crawler.extract.body.table_columns import columns_of
from crawler.html.blocks import Blocks
from crawler.html.element_kinds import CELLS

_MOST_WORDS = 80  # of the longest cell: beyond, the table lays out text
_FEWEST = 2  # rows of a table that have at least two cells
_MOST_CHOSEN = 0.5  # share of the words of a table from which all of it is taken
_LINKED = 0.5  # share of linked characters from which a table is a list of links


@dataclass(slots=True)
class Table:
    """The blocks of a data table, by row and cell (positions of the elements), and those that are taken."""

    cells: dict[int, dict[int, list[int]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    taken: set[int] = field(default_factory=set)

    def add(self, row: int, cell: int, index: int) -> None:
        self.cells[row][cell].append(index)

    @property
    def blocks(self) -> set[int]:
        return {index for row in self.cells.values() for several in row.values() for index in several}


class Tables:
    """The data tables among which there are chosen blocks."""

    def __init__(self, page: Blocks, chosen: Sequence[int]) -> None:
        self._page = page
        self._columns: Mapping[int, int] | None = None
        found: dict[int, Table] = defaultdict(Table)
        for index in range(chosen[0], chosen[-1] + 1) if chosen else ():
            for element, row, cell in self._cells(index):
                found[element].add(row, cell, index)
        self._of: dict[int, Table] = {}
        for element, table in found.items():
            self._take(element, table, set(chosen))

    def of(self, index: int) -> Table | None:
        """Return the data table that a taken block belongs to."""
        return self._of.get(index)

    @property
    def blocks(self) -> set[int]:
        """All blocks that are taken as part of a table."""
        return set(self._of)

    def read(self, table: Table, base: str) -> tuple[tuple[tuple[str, ...], ...], int, Line]:
        """Return the rows of a table, how many of them are its head, and its text with links."""
        lines: list[list[Line]] = []
        heads: list[bool] = []
        for row, cells in table.cells.items():
            if not any(index in table.taken for several in cells.values() for index in several):
                continue
            placed = {self._column(cell): self._cell(cell, several, base) for cell, several in cells.items()}
            lines.append([placed.get(column, Line("")) for column in range(max(placed) + 1)])
            heads.append(self._is_head(row, cells))
        width = max(map(len, lines))
        lines = [[*line, *[Line("")] * (width - len(line))] for line in lines]
        rows = tuple(tuple(cell.text for cell in line) for line in lines)
        links = tuple(
            Place(start + link.start, link.text, link.target)
            for line, starts in zip(lines, cell_starts(rows), strict=True)
            for cell, start in zip(line, starts, strict=True)
            for link in cell.links
        )
        return rows, sum(takewhile(bool, heads)), Line(table_text(rows), links)

    def _take(self, element: int, table: Table, chosen: set[int]) -> None:
        several = [row for row in table.cells.values() if len(row) > 1]
        if len(several) < _FEWEST or any(
            sum(len(self._page.words[index]) for index in self._whole_blocks(indexes)) > _MOST_WORDS
            for row in table.cells.values()
            for indexes in row.values()
        ):
            return
        blocks = table.blocks
        words = sum(len(self._page.words[index]) for index in blocks)
        is_mostly = sum(len(self._page.words[index]) for index in blocks & chosen) >= _MOST_CHOSEN * words
        table.taken = blocks if is_mostly or self._is_framed(element, blocks, chosen) else blocks & chosen
        self._of.update(dict.fromkeys(table.taken, table))

    def _is_framed(self, element: int, blocks: set[int], chosen: set[int]) -> bool:
        """Return whether a table without links is between two chosen blocks, all directly in one element.

        The table may be in an element that holds nothing else, as in a figure or a box that scrolls.
        """
        first, last = min(blocks), max(blocks)
        while self._is_in(element, first - 1):
            first -= 1  # the caption
        container = self._page.nodes[element].parent
        while container >= 0 and not self._is_in(container, first - 1) and not self._is_in(container, last + 1):
            container = self._page.nodes[container].parent
        linked = sum(self._page.blocks[index].linked for index in blocks)
        return (
            {first - 1, last + 1} <= chosen
            and linked <= _LINKED * sum(len(self._page.blocks[index].text) for index in blocks)
            and all(
                self._page.nodes[self._page.blocks[index].node].parent == container for index in (first - 1, last + 1)
            )
        )

    def _is_in(self, element: int, index: int) -> bool:
        return 0 <= index < len(self._page.blocks) and element in self._page.above(self._page.blocks[index].node)

    def _whole_blocks(self, indexes: Sequence[int]) -> Sequence[int]:
        """Return the blocks of a cell; the blocks of a flat row hold all of its cells, which are short enough."""
        return [index for index in indexes if not any(span.kind == "cell" for span in self._page.blocks[index].spans)]

    def _cells(self, index: int) -> list[tuple[int, int, int]]:
        """Return the table, row and cell of a block; several cells for a flat row."""
        block = self._page.blocks[index]
        cell = row = -1
        for element in self._page.above(block.node):
            tag = self._page.nodes[element].tag
            if tag in CELLS and row < 0:
                cell = element
            elif tag == "tr" and row < 0:
                row = element
            elif tag == "table":
                flat = [int(span.mark) for span in block.spans if span.kind == "cell"]
                return [(element, row, one) for one in (flat or [cell])] if row >= 0 and (flat or cell >= 0) else []
        return []

    def _cell(self, cell: int, indexes: Sequence[int], base: str) -> Line:
        lines = []
        for index in indexes:
            block = self._page.blocks[index]
            spans = [span for span in block.spans if span.kind == "cell" and span.mark == cell]
            lines += [read_cell(block, span, base) for span in spans] if spans else [read_line(block, base)]
        return joined(lines, " ")

    def _column(self, cell: int) -> int:
        """Return the number of the column of a cell, from 0."""
        if self._columns is None:
            self._columns = columns_of(self._page.nodes)
        return self._columns[cell]

    def _is_head(self, row: int, cells: Mapping[int, Sequence[int]]) -> bool:
        parent = self._page.nodes[row].parent
        in_head = parent >= 0 and self._page.nodes[parent].tag == "thead"
        return in_head or all(self._page.nodes[cell].tag == "th" for cell in cells)
