"""What the line model is told about each block of a page.

Three kinds of evidence: what other extractors took (votes), what the mark-up says (hints, tags, where
the prose of the page lies), and what the line itself looks like. Nothing depends on the language except
the phrase kinds. Each row also tells of its neighbours, because boilerplate comes in runs.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from crawler.extract.body import ancestor_features, layout_features, line_features
from crawler.extract.body.line_features import HEADINGS, TAKEN, Line, overlap
from crawler.extract.body.shingle_overlap import Ballot
from crawler.html.blocks import Blocks
from crawler.html.text import tokens

_REACH = 2  # blocks farther than this from prose or from what an extractor took are never body text
_OFFSETS = (-3, -2, -1, 1, 2, 3)


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of a page beside its blocks: ballots by extractor, headline candidates, description."""

    ballots: Mapping[str, Ballot]
    titles: Sequence[str] = ()
    description: str = ""
    carried: Ballot | None = None


def names(extractors: Sequence[str]) -> list[str]:
    """Give the names of the features in the order of the rows."""
    return [
        *(f"vote_{name}" for name in extractors),
        *line_features.NAMES,
        *("position", "repeats", "title_in", "in_title", "description"),
        *ancestor_features.NAMES,
        *layout_features.NAMES,
        *(f"carried_{name}" for name in ("known", "vote", "share")),
        *("page_words", "page_agreement", "page_share"),
        *(
            f"n{offset:+d}_{name}"
            for offset in _OFFSETS
            for name in ("vote", "linked", "words", "heading", "same_node")
        ),
    ]


def rows(page: Blocks, context: Context) -> tuple[list[int], list[list[float]]]:
    """Give the positions of the blocks that could be body text, and one row of numbers for each of them."""
    ballots = list(context.ballots.values())
    read = [line_features.read(block, words, ballots) for block, words in zip(page.blocks, page.words, strict=True)]
    candidates = _candidates(read)
    if not candidates:
        return [], []
    titles = [set(tokens(title)) for title in context.titles if title]
    where, around = layout_features.Place(page, read), ancestor_features.Chains(page)
    carried = context.carried
    held = [ballot.support(carried.runs) for ballot in ballots] if carried else []
    covered = sum(held) / len(held) if held else -1.0
    description = set(tokens(context.description))
    repeats = Counter(block.text for block in page.blocks)
    before = list(accumulate((len(line.words) for line in read), initial=0))
    total = before[-1] or 1
    whole = [
        math.log1p(total),
        ballots[0].agreement(ballots[-1]),
        ballots[0].size / total if ballots else 0.0,
    ]
    facts = _facts(page, read)
    out = []
    for index in candidates:
        block, line = page.blocks[index], read[index]
        row = [
            *line.votes,
            *line_features.features(block, line),
            index / len(read),
            float(min(repeats[block.text], 5)),
        ]
        words = set(line.words)
        row += _likeness(words, titles)
        row.append(overlap(words, description))
        row += around.features(block)
        row += where.features(index, before[index] / total)
        row += [1.0, carried.support(line.runs), covered] if carried else [0.0, -1.0, -1.0]
        row += whole
        row += _neighbours(index, facts)
        out.append(row)
    return candidates, out


def _candidates(read: Sequence[Line]) -> list[int]:
    found: set[int] = set()
    for index, line in enumerate(read):
        if line.prose or line.mean >= TAKEN:
            found.update(range(index - _REACH, index + _REACH + 1))
    return sorted(found.intersection(range(len(read))))


def _likeness(words: set[str], titles: Sequence[set[str]]) -> tuple[float, float]:
    """How much of a line is in the headline most like it, and how much of that headline is in the line."""
    best = max(titles, key=lambda title: overlap(words, title), default=set())
    return overlap(words, best), overlap(best, words)


_Fact = tuple[float, float, float, float, int]


def _facts(page: Blocks, read: Sequence[Line]) -> list[_Fact]:
    """What a block's neighbours are told about it."""
    found = []
    for block, line in zip(page.blocks, read, strict=True):
        node = page.nodes[block.node]
        found.append((line.mean, line.linked, math.log1p(len(line.words)), float(node.tag in HEADINGS), node.parent))
    return found


def _neighbours(index: int, facts: Sequence[_Fact]) -> list[float]:
    row: list[float] = []
    for offset in _OFFSETS:
        other = index + offset
        if 0 <= other < len(facts):
            *told, parent = facts[other]
            row += [*told, float(parent == facts[index][4])]
        else:
            row += [-1.0] * 5
    return row
