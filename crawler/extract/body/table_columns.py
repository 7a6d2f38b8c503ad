"""Find the columns of the cells of tables: a cell may take several, and those below it in the next rows.

Without this, what is next to a cell of two rows would be read under the wrong heading (HTML, 4.9.12.1).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from crawler.html.blocks import Node
from crawler.html.element_kinds import CELLS

_WIDEST = 100  # columns beyond which a cell takes one: a page may state any number


def columns_of(nodes: Sequence[Node]) -> Mapping[int, int]:
    """Return the number of the column of each cell, from 0, by position in `nodes`."""
    columns: dict[int, int] = {}
    begun: dict[int, int] = {}  # row: the first column that may be free
    taken: dict[int, dict[int, int]] = defaultdict(dict)  # section: columns, and the rows for which they are taken
    for position, node in enumerate(nodes):
        if node.tag == "tr":
            section = taken[node.parent]
            taken[node.parent] = {column: rows - 1 for column, rows in section.items() if rows > 1}
            begun[position] = 0
        elif node.tag in CELLS and node.parent in begun:
            above = taken[nodes[node.parent].parent]
            column = begun[node.parent]
            while column in above:
                column += 1
            columns[position] = column
            begun[node.parent] = max(column + 1, min(column + node.columns, _WIDEST))
            if node.rows > 1:
                # Taken from the next row on: a row that begins takes one off.
                above.update(dict.fromkeys(range(column, begun[node.parent]), node.rows))
        elif node.tag in CELLS:
            columns[position] = 0
    return columns
