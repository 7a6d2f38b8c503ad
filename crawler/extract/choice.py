"""From likelihoods to the blocks that make the body: what stands together is judged together."""

from collections import defaultdict
from collections.abc import Sequence

from crawler.extract.blocks import Blocks
from crawler.extract.hints import NAMES

THRESHOLD = 0.45  # likelihood from which a block is body text
_TOGETHER = 0.6  # weight of a whole list in the judgement of its items
_UNSUPPORTED = 0.3  # support by the first extractor below which a block in a comment section is a comment
_COMMENT = 1 << NAMES.index("comment")


def choose(
    page: Blocks, candidates: Sequence[int], likely: Sequence[float], support: Sequence[float]
) -> list[int]:
    """Give the positions of the blocks that are body text, in order.

    `support` is the share of each candidate that the first extractor took.
    """
    judged = dict(zip(candidates, likely, strict=True))
    for items in _lists(page, candidates):
        words = [len(page.blocks[index].text) for index in items]
        whole = sum(judged[index] * size for index, size in zip(items, words, strict=True)) / sum(words)
        for index in items:
            judged[index] = _TOGETHER * whole + (1 - _TOGETHER) * judged[index]
    for index, taken in zip(candidates, support, strict=True):
        if taken < _UNSUPPORTED and _in_comments(page, index):
            judged[index] = 0.0
    return [index for index in candidates if judged[index] >= THRESHOLD]


def _lists(page: Blocks, candidates: Sequence[int]) -> list[list[int]]:
    """Give the candidates that are items of one list, list by list."""
    found: dict[int, list[int]] = defaultdict(list)
    for index in candidates:
        node = page.nodes[page.blocks[index].node]
        if node.tag == "li":
            found[node.parent].append(index)
    return [items for items in found.values() if len(items) > 1]


def _in_comments(page: Blocks, index: int) -> bool:
    """Whether an element around a block, short of the page as a whole, is named for comments."""
    return any(node.mask & _COMMENT for node in page.chain(page.blocks[index].node)[:-2])
