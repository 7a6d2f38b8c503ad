"""Select the blocks of the body by their likelihoods, and join them; adjacent blocks are judged together."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from crawler.extract.body.line_features import PROSE
from crawler.html.blocks import Block, Blocks
from crawler.html.class_hints import NAMES

# From blocks to a text: paragraphs are separated by a blank line, list items and broken lines by a line break.

SOFT = re.compile("[\u00ad\u200b\u2060\ufeff]+")


def compose(page: Blocks, chosen: Sequence[int]) -> str:
    """Join the chosen blocks in the order of the page."""
    parts: list[str] = []
    last = -2
    for index in chosen:
        block = page.blocks[index]
        text = tidy(block.text)
        if not text:
            continue
        if parts:
            parts.append("\n" if _continues(page, last, index) else "\n\n")
        parts.append(text)
        last = index
    return "".join(parts)


def tidy(text: str) -> str:
    """Drop soft hyphens and zero-width marks, except the joiners that Persian and Indic scripts need."""
    return " ".join((text if text.isascii() else SOFT.sub("", text)).split())


def _continues(page: Blocks, last: int, index: int) -> bool:
    """Return whether a block continues the one before: a broken line, or the next item of a list."""
    before, block = page.blocks[last], page.blocks[index]
    if block.joined and last == index - 1:
        return True
    ours, theirs = _item(page, block), _item(page, before)
    return ours is not None and ours == theirs


def _item(page: Blocks, block: Block) -> int | None:
    """Return the list (or table section) that a block is an item (or row) of."""
    for node in (block.node, page.nodes[block.node].parent):
        if node >= 0 and page.nodes[node].tag in ("li", "tr", "dt", "dd"):
            return page.nodes[node].parent
    return None


_MIN_LIKELIHOOD = 0.1  # likelihood below which a block is never taken
_LINKED = 0.5  # share of linked characters from which a list is a list of links
_SUPPORTED = 0.9  # support by the first extractor from which a heading above body text is body text
_MIN_HEADING = 0.15  # likelihood from which a heading between two blocks of body text is body text
_UNSUPPORTED = 0.3  # support by the first extractor below which a block in a comment section is a comment
_COMMENT = 1 << NAMES.index("comment")


def choose(page: Blocks, candidates: Sequence[int], likely: Sequence[float], support: Sequence[float]) -> list[int]:
    """Return the positions of the blocks that are body text, in order.

    `support` is the share of each candidate that the first extractor kept.
    """
    judged = dict(zip(candidates, likely, strict=True))
    for index, taken in zip(candidates, support, strict=True):
        if taken < _UNSUPPORTED and _in_comments(page, index):
            judged[index] = 0.0
    least = threshold(page, judged)
    for items in _lists(page, candidates):
        if _is_framed(page, items, judged, least):
            judged.update(dict.fromkeys(items, 1.0))
    for lines in _code(page, candidates):
        if _is_likely(page, lines, judged, least):
            judged.update(dict.fromkeys(lines, 1.0))
    judged.update(dict.fromkeys(_headings(page, judged, dict(zip(candidates, support, strict=True)), least), 1.0))
    chosen = [index for index in candidates if judged[index] >= least]
    return _of_one_article(page, chosen)


def threshold(page: Blocks, judged: Mapping[int, float]) -> float:
    """Return the likelihood threshold that maximises the expected F1 of the page.

    That is half of the best F1 that can be expected (Lipton, Elkan and Naryanaswamy, "Optimal Thresholding of
    Classifiers to Maximize F1 Measure", 2014): where all of a page is doubtful, the threshold is lower.
    """
    sized = sorted(((likely, len(page.words[index])) for index, likely in judged.items()), reverse=True)
    expected = sum(likely * size for likely, size in sized)
    best = correct = taken = 0.0
    for likely, size in sized:
        correct += likely * size
        taken += size
        if size:
            best = max(best, 2 * correct / (taken + expected))
    return max(best / 2, _MIN_LIKELIHOOD)


def _lists(page: Blocks, candidates: Sequence[int]) -> list[list[int]]:
    """Return the candidates that are items of one list, list by list."""
    found: dict[int, list[int]] = defaultdict(list)
    for index in candidates:
        node = page.nodes[page.blocks[index].node]
        if node.tag == "li":
            found[node.parent].append(index)
    return [items for items in found.values() if len(items) > 1]


def _is_framed(page: Blocks, items: Sequence[int], judged: Mapping[int, float], least: float) -> bool:
    """Return whether a list without links is between two blocks of body text in one element."""
    container = page.nodes[page.nodes[page.blocks[items[0]].node].parent].parent
    if not _is_between(page, items, container, judged, least):
        return False
    linked = sum(page.blocks[index].linked for index in items)
    return linked < _LINKED * sum(len(page.blocks[index].text) for index in items)


def _is_between(page: Blocks, run: Sequence[int], container: int, judged: Mapping[int, float], least: float) -> bool:
    """Return whether the blocks before and after a run are body text, both directly in this element."""
    neighbours = (run[0] - 1, run[-1] + 1)
    return all(
        judged.get(neighbour, 0.0) >= least and page.nodes[page.blocks[neighbour].node].parent == container
        for neighbour in neighbours
    )


def _code(page: Blocks, candidates: Sequence[int]) -> list[list[int]]:
    """Return the candidates that are lines of one preformatted text, text by text.

    A closing brace is judged like any line of two characters, but code is there as a whole or not at all.
    """
    found: dict[int, list[int]] = defaultdict(list)
    for index in candidates:
        if code := next((node for node in page.above(page.blocks[index].node) if page.nodes[node].tag == "pre"), 0):
            found[code].append(index)
    return list(found.values())


def _is_likely(page: Blocks, lines: Sequence[int], judged: Mapping[int, float], least: float) -> bool:
    """Return whether lines are body text on average by words, and no more than half of what may be: layout is more."""
    words = sum(len(page.words[index]) for index in lines)
    likely = sum(judged[index] * len(page.words[index]) for index in lines)
    return likely >= least * words and 2 * words <= sum(len(page.words[index]) for index in judged)


def _headings(page: Blocks, judged: Mapping[int, float], support: Mapping[int, float], least: float) -> list[int]:
    """Return the headings above body text that the first extractor kept, or that have body text on both sides.

    The largest heading above the text is the headline; newsletters have others between their paragraphs.
    """
    above = [index for index in support if _is_heading(page, index, judged, least)]
    return [
        index
        for index in above
        if (support[index] >= _SUPPORTED and page.nodes[page.blocks[index].node].tag != "h1")
        or (
            judged[index] >= _MIN_HEADING
            and _is_between(page, (index,), page.nodes[page.blocks[index].node].parent, judged, least)
        )
    ]


def _is_heading(page: Blocks, index: int, judged: Mapping[int, float], least: float) -> bool:
    """Return whether a heading without links is directly above body text in one element."""
    block = page.blocks[index]
    node = page.nodes[block.node]
    if node.tag not in ("h1", "h2", "h3", "h4", "h5") or block.linked or judged.get(index + 1, 0.0) < least:
        return False
    return page.nodes[page.blocks[index + 1].node].parent == node.parent


def _of_one_article(page: Blocks, chosen: list[int]) -> list[int]:
    """Drop blocks in further article elements that have a top-level heading.

    Sites with infinite scrolling put the next article below the first.
    """
    headed = {_article(page, block.node) for block in page.blocks if page.nodes[block.node].tag == "h1"} - {-1}
    if len(headed) < 2:
        return chosen
    prose = (index for index in chosen if len(page.words[index]) >= PROSE)
    main_article = next((_article(page, page.blocks[index].node) for index in prose), -1)
    if main_article not in headed:
        return chosen
    others = headed - {main_article}
    return [index for index in chosen if _article(page, page.blocks[index].node) not in others]


def _article(page: Blocks, node: int) -> int:
    """Return the outermost article element around a node, -1 when there is none."""
    found = -1
    while node >= 0:
        if page.nodes[node].tag == "article":
            found = node
        node = page.nodes[node].parent
    return found


def _in_comments(page: Blocks, index: int) -> bool:
    """Return whether an element around a block, other than the page's outermost ones, is named for comments."""
    return any(node.mask & _COMMENT for node in page.chain(page.blocks[index].node)[:-2])
