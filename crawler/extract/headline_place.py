"""Where a block stands relative to the headline: behind another top heading is another article."""

from collections.abc import Sequence
from itertools import accumulate

from crawler.extract.blocks import Blocks
from crawler.extract.chains import FAR
from crawler.extract.lines import HEADINGS, Line, overlap
from crawler.extract.place import squash

NAMES = ("since_title", "h1_since_title", "title_levels", "titled")


class HeadlinePlace:
    """Built once for a page and asked for block after block."""

    def __init__(self, page: Blocks, lines: Sequence[Line], titles: list[set[str]]) -> None:
        self._page = page
        self._at = self._find(page, lines, titles)
        words = set(lines[self._at].words) if self._at >= 0 else set()
        self._tops = list(
            accumulate(
                (
                    index > self._at
                    and page.nodes[block.node].tag == "h1"
                    and overlap(set(line.words), words) < 0.5
                    for index, (block, line) in enumerate(zip(page.blocks, lines, strict=True))
                ),
                initial=0,
            )
        )
        self._above: dict[int, int] = {}
        node, steps = (page.blocks[self._at].node if self._at >= 0 else -1), 0
        while node >= 0:
            self._above[node] = steps
            node, steps = page.nodes[node].parent, steps + 1

    @staticmethod
    def _find(page: Blocks, lines: Sequence[Line], titles: list[set[str]]) -> int:
        best, at = 0.6, -1
        for index, (block, line) in enumerate(zip(page.blocks, lines, strict=True)):
            tag = page.nodes[block.node].tag
            if tag not in HEADINGS:
                continue
            words = set(line.words)
            score = max(
                (min(overlap(words, title), 1.5 * overlap(title, words)) for title in titles), default=0.0
            )
            score += 0.3 * (tag == "h1")
            if score > best and len(words) > 1:
                best, at = score, index
        return at

    def features(self, index: int) -> tuple[float, float, float, float]:
        if self._at < 0:
            return 0.0, 0.0, FAR, 0.0
        node, steps = self._page.blocks[index].node, 0
        while node >= 0 and node not in self._above:
            node, steps = self._page.nodes[node].parent, steps + 1
        levels = min(float(self._above.get(node, FAR)), FAR)
        return squash(index - self._at), float(self._tops[index]), levels, 1.0
