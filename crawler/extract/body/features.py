"""Compute the features of each block of a page for the line model.

Three kinds of evidence: the text that other extractors kept (votes), the mark-up (hints, tags, position
relative to the page's prose), and the line itself. Only the phrase kinds depend on the language. Each row also
has features of its neighbours, because boilerplate comes in runs.
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

_REACH = 2  # blocks farther than this from prose or from text that an extractor kept are never body text
_OFFSETS = (-3, -2, -1, 1, 2, 3)


@dataclass(frozen=True, slots=True)
class Context:
    """Evidence about a page besides its blocks: ballots by extractor, headline candidates, description."""

    ballots: Mapping[str, Ballot]
    titles: Sequence[str] = ()
    description: str = ""
    carried: Ballot | None = None


def names(extractors: Sequence[str]) -> list[str]:
    """Return the names of the features in the order of the rows."""
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
    """Return the positions of the blocks that could be body text, and a feature row for each."""
    ballots = list(context.ballots.values())
    read = [line_features.read(block, words, ballots) for block, words in zip(page.blocks, page.words, strict=True)]
    candidates = _candidates(read)
    if not candidates:
        return [], []
    titles = [set(tokens(title)) for title in context.titles if title]
    layout, ancestors = layout_features.Place(page, read), ancestor_features.Chains(page)
    carried = context.carried
    supports = [ballot.support(carried.runs) for ballot in ballots] if carried else []
    covered = sum(supports) / len(supports) if supports else -1.0
    description = set(tokens(context.description))
    repeats = Counter(block.text for block in page.blocks)
    words_before = list(accumulate((len(line.words) for line in read), initial=0))
    total = words_before[-1] or 1
    page_features = [
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
        row += ancestors.features(block)
        row += layout.features(index, words_before[index] / total)
        row += [1.0, carried.support(line.runs), covered] if carried else [0.0, -1.0, -1.0]
        row += page_features
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
    """Return the overlap of a line with its most similar headline, in both directions.

    First the share of the line that is in the headline, then the share of the headline that is in the line.
    """
    best = max(titles, key=lambda title: overlap(words, title), default=set())
    return overlap(words, best), overlap(best, words)


_Fact = tuple[float, float, float, float, int]


def _facts(page: Blocks, read: Sequence[Line]) -> list[_Fact]:
    """Return the facts about each block that become features of its neighbours."""
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
            *values, parent = facts[other]
            row += [*values, float(parent == facts[index][4])]
        else:
            row += [-1.0] * 5
    return row
