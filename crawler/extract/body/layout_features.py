"""Features of a block's position: distance to the page's prose and to the extracted text, boilerplate before it."""

import math
from collections import defaultdict
from collections.abc import Sequence

from crawler.extract.body.line_features import PROSE, TAKEN, Line
from crawler.html.blocks import Blocks

NAMES = (
    *(
        "depth",
        "main_distance",
        "mass_direct",
        "mass_parent",
        "mass_grand",
        "from_first",
        "to_last",
        "words_before",
    ),
    *("signature_count", "signature_vote", "signature_prose", "parent_vote", "grand_vote", "main_below"),
    *("furniture_near", "furniture_total", "h1_since", "same_article", "articles_in", "linked_since"),
)


def squash(distance: int) -> float:
    """Return the logarithm of a distance, with its sign."""
    return math.copysign(math.log1p(abs(distance)), distance)


class Place:
    """Position features of the blocks of one page, computed from sums over the page."""

    def __init__(self, page: Blocks, lines: Sequence[Line]) -> None:
        self._page, self._lines = page, lines
        count = len(page.nodes)
        self._direct, self._below = [0.0] * count, [0.0] * count
        self._votes: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
        self._taken, self._words = [0.0] * count, [0.0] * count
        for block, line in zip(page.blocks, lines, strict=True):
            size = float(len(line.words))
            node = block.node
            self._taken[node] += size * line.mean
            self._words[node] += size
            if line.prose:
                self._below[node] += size
                container = page.nodes[node].parent if page.nodes[node].tag in ("p", "li", "blockquote") else node
                self._direct[max(container, 0)] += size
            tally = self._votes[self._signature(node)]
            tally[0] += 1
            tally[1] += line.mean
            tally[2] += line.prose
        for node in range(count - 1, 0, -1):
            parent = page.nodes[node].parent
            if parent >= 0:
                self._below[parent] += self._below[node]
                self._taken[parent] += self._taken[node]
                self._words[parent] += self._words[node]
        self._total = sum(self._direct) or 1.0
        self._main = max(range(count), key=self._direct.__getitem__, default=0)
        self._main_ancestors = set()
        node = self._main
        while node >= 0:
            self._main_ancestors.add(node)
            node = page.nodes[node].parent
        taken = [index for index, line in enumerate(lines) if line.mean >= 0.5 and len(line.words) >= PROSE]
        self._first, self._last = (taken[0], taken[-1]) if taken else (0, len(lines) - 1)
        self._boilerplate = self._count_boilerplate()
        self._article = self._enclosing_article(page.blocks[self._first].node if page.blocks else -1)

    def _count_boilerplate(self) -> list[tuple[float, float, float, float]]:
        """Count boilerplate before each block.

        For each block: words of boilerplate since the last prose that was kept, and since the first; top-level
        headings; links. What follows a stretch of boilerplate is likely another article, a footer or the
        comments.
        """
        near = total = heads = links = 0.0
        found = []
        for index, (block, line) in enumerate(zip(self._page.blocks, self._lines, strict=True)):
            found.append((near, total, heads, links))
            if index <= self._first:
                continue
            if line.mean >= TAKEN and line.prose:
                near = 0.0
            elif line.mean < TAKEN:
                near += len(line.words)
                total += len(line.words)
                links += line.linked > 0.8
            heads += self._page.nodes[block.node].tag == "h1"
        return found

    def _enclosing_article(self, node: int) -> int:
        """Return the innermost article element around a node, or -1."""
        while node >= 0 and self._page.nodes[node].tag != "article":
            node = self._page.nodes[node].parent
        return node

    def _signature(self, node: int) -> str:
        element = self._page.nodes[node]
        parent = self._page.nodes[element.parent].signature if element.parent >= 0 else ""
        return f"{parent}>{element.signature}"

    def features(self, index: int, words_before: float) -> list[float]:
        page, node, line = self._page, self._page.blocks[index].node, self._lines[index]
        parent = max(page.nodes[node].parent, 0)
        grand = max(page.nodes[parent].parent, 0)
        tally = self._votes[self._signature(node)]
        others = tally[0] - 1
        return [
            float(page.nodes[node].depth),
            self._distance(node),
            self._direct[node] / self._total,
            self._direct[parent] / self._total,
            self._direct[grand] / self._total,
            squash(index - self._first),
            squash(self._last - index),
            words_before,
            min(others, 20.0),
            (tally[1] - line.mean) / others if others else -1.0,
            (tally[2] - line.prose) / others if others else -1.0,
            self._taken[parent] / (self._words[parent] or 1.0),
            self._taken[grand] / (self._words[grand] or 1.0),
            self._below[parent] / (self._below[0] or 1.0),
            math.log1p(self._boilerplate[index][0]),
            math.log1p(self._boilerplate[index][1]),
            self._boilerplate[index][2],
            float(self._enclosing_article(node) == self._article),
            float(self._enclosing_article(node) >= 0),
            math.log1p(self._boilerplate[index][3]),
        ]

    def _distance(self, node: int) -> float:
        """Return a distance from a block to the page's main prose.

        Counts the levels up to the first element that also contains the main prose, and from there, weighted
        tenfold, the levels down to it.
        """
        steps = 0
        while node >= 0 and node not in self._main_ancestors:
            node = self._page.nodes[node].parent
            steps += 1
        apart = self._page.nodes[self._main].depth - self._page.nodes[max(node, 0)].depth
        return float(min(steps, 6)) + 10.0 * min(apart, 6)
