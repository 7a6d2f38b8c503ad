"""The blocks of a page's visible text, each with evidence from its surrounding mark-up.

Extractors return a text without its position in the page. The line model needs both, and so does a faithful
text with its paragraphs, list items and quotes. A block is what a reader would see as one line or paragraph.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import lxml.html

from crawler.html.text import tokens

_MAX_LEVELS = 60  # levels climbed from a block; hostile pages nest a hundred thousand


@dataclass(slots=True)
class Node:
    """A block-level element.

    `parent` is its position in `Blocks.nodes` (-1 for the root), `path` its place in the outlet's template; a cell of a
    table may span several `columns` and `rows`.
    """

    parent: int
    tag: str
    mask: int
    depth: int
    signature: str
    path: int
    columns: int = 1
    rows: int = 1


SpanKind = Literal["link", "credit", "cell"]


@dataclass(slots=True)
class Span:
    """A run of a block's pieces. `mark` is the address of a link, or the position of a cell in `Blocks.nodes`."""

    kind: SpanKind
    start: int
    end: int
    mark: str | int = ""


@dataclass(slots=True)
class Block:
    """One line or paragraph.

    `linked` and `stressed` count characters in links and in bold or italics. `joined`: only a line break, no
    paragraph break, precedes it. `mask`: hints of inline elements that enclose all of it. `pieces`, of which the
    text was joined, are kept where something refers to them: a link, an inline element named for a credit, a cell of
    a table row; and of code, whose white space counts.
    """

    text: str
    node: int
    linked: int = 0
    stressed: int = 0
    joined: bool = False
    mask: int = 0
    pieces: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()


@dataclass
class Blocks:
    """The block-level elements of a page in document order, and its blocks in reading order.

    `left_out` are the elements that were not read, as they are known to hold no text.
    """

    nodes: list[Node] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    depth: int = 0  # of the deepest element, inline ones counted
    left_out: list[lxml.html.HtmlElement] = field(default_factory=list)

    @cached_property
    def words(self) -> list[list[str]]:
        """The words of each block, split once and cached."""
        return [tokens(block.text) for block in self.blocks]

    def above(self, node: int) -> Iterator[int]:
        """Yield the positions of a node and of the elements around it, innermost first."""
        for _ in range(_MAX_LEVELS):
            if node < 0:
                return
            yield node
            node = self.nodes[node].parent

    def chain(self, node: int) -> list[Node]:
        """Return the block-level elements around a node, innermost first."""
        return [self.nodes[position] for position in self.above(node)]
