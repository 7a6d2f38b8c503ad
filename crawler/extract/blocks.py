"""A page's visible text as a row of blocks, each with what the mark-up around it says.

Extractors give a text and forget where it stood. The line model needs both, and so does a faithful text
with its paragraphs, list items and quotes: so the tree is walked once, and a block is what a reader would
see as one line or paragraph.
"""

from dataclasses import dataclass, field
from functools import cached_property

from crawler.extract.votes import tokens

_DEEPEST = 60  # levels looked up from a block; hostile pages nest a hundred thousand


@dataclass(slots=True)
class Node:
    """A block-level element: `parent` is its position in `Blocks.nodes` (-1 for the root)."""

    parent: int
    tag: str
    mask: int
    depth: int
    signature: str


@dataclass(slots=True)
class Block:
    """One line or paragraph. `linked` and `stressed` count characters in links and in bold or italics.

    `joined`: only a line break, no paragraph break, stands before it. `mask`: hints of inline elements
    around all of it.
    """

    text: str
    node: int
    linked: int = 0
    stressed: int = 0
    joined: bool = False
    mask: int = 0


@dataclass
class Blocks:
    """A page: its block-level elements in the order of their tags, and its blocks in the order of reading."""

    nodes: list[Node] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    depth: int = 0  # of the deepest element, inline ones counted

    @cached_property
    def words(self) -> list[list[str]]:
        """The words of each block, split once for all who ask."""
        return [tokens(block.text) for block in self.blocks]

    def chain(self, node: int) -> list[Node]:
        """Give the block-level elements around a node, innermost first."""
        found: list[Node] = []
        while node >= 0 and len(found) < _DEEPEST:
            found.append(self.nodes[node])
            node = self.nodes[node].parent
        return found
