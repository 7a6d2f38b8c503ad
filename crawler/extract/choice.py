"""From likelihoods to the blocks that make the body: what stands together is judged together."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from crawler.extract.blocks import Blocks
from crawler.extract.hints import NAMES

THRESHOLD = 0.45  # likelihood from which a block is body text
# Where even the likeliest sixty words of a page are doubted, the threshold is a share of what they reach.
_LEAST = 60
_SHARE = 0.6
_HOPELESS = 0.1  # likelihood below which a block is never taken
_LINKED = 0.5  # share of linked characters from which a list is a list of links
_TOGETHER = 0.6  # weight of a whole list in the judgement of its items
_SUPPORTED = 0.9  # support by the first extractor from which a heading above body text is body text
_UNSUPPORTED = 0.3  # support by the first extractor below which a block in a comment section is a comment
_COMMENT = 1 << NAMES.index("comment")


def choose(page: Blocks, candidates: Sequence[int], likely: Sequence[float], support: Sequence[float]) -> list[int]:
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
    threshold = min(THRESHOLD, _SHARE * _reached(page, judged))
    for items in _lists(page, candidates):
        if _is_framed(page, items, judged, threshold):
            judged.update(dict.fromkeys(items, 1.0))
    for index, taken in zip(candidates, support, strict=True):
        if taken >= _SUPPORTED and _is_heading(page, index, judged, threshold):
            judged[index] = 1.0
    return [index for index in candidates if judged[index] >= threshold]


def _reached(page: Blocks, judged: Mapping[int, float]) -> float:
    """Give the likelihood that the likeliest sixty words of a page reach, 1 when it has not as many."""
    words = 0
    for index in sorted(judged, key=judged.__getitem__, reverse=True):
        words += len(page.words[index])
        if words >= _LEAST:
            return max(judged[index], _HOPELESS / _SHARE)
    return 1.0


def _lists(page: Blocks, candidates: Sequence[int]) -> list[list[int]]:
    """Give the candidates that are items of one list, list by list."""
    found: dict[int, list[int]] = defaultdict(list)
    for index in candidates:
        node = page.nodes[page.blocks[index].node]
        if node.tag == "li":
            found[node.parent].append(index)
    return [items for items in found.values() if len(items) > 1]


def _is_framed(page: Blocks, items: Sequence[int], judged: Mapping[int, float], threshold: float) -> bool:
    """Whether a list without links stands between two blocks of body text in one element."""
    holder = page.nodes[page.nodes[page.blocks[items[0]].node].parent].parent
    for beside in (items[0] - 1, items[-1] + 1):
        if judged.get(beside, 0.0) < threshold or page.nodes[page.blocks[beside].node].parent != holder:
            return False
    linked = sum(page.blocks[index].linked for index in items)
    return linked < _LINKED * sum(len(page.blocks[index].text) for index in items)


def _is_heading(page: Blocks, index: int, judged: Mapping[int, float], threshold: float) -> bool:
    """Whether a heading without links stands right above body text in one element."""
    block = page.blocks[index]
    node = page.nodes[block.node]
    if node.tag not in ("h2", "h3", "h4", "h5") or block.linked or judged.get(index + 1, 0.0) < threshold:
        return False
    return page.nodes[page.blocks[index + 1].node].parent == node.parent


def _in_comments(page: Blocks, index: int) -> bool:
    """Whether an element around a block, short of the page as a whole, is named for comments."""
    return any(node.mask & _COMMENT for node in page.chain(page.blocks[index].node)[:-2])
