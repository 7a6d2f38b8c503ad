"""Passages that an article has word by word from another text, whatever their order.

Each passage is a run of words that both texts have. A word or two changed within a passage interrupts it; a stock
phrase ("said in a statement on Monday") is none. Where a passage occurs several times in the other text, the longest
match counts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from archive.dedup.shingles import Shingles

_SHORTEST = 8  # words of a passage, with the short gaps in it left out
_SHORTEST_ALONE = 14  # characters of one, in writing without spaces
_GAP = 2  # words changed within a passage
_OCCURRENCES = 8


class Run(NamedTuple):
    """A run of words that both texts have: its first word in the article, that in the other text, and its length."""

    word: int
    root_word: int
    words: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """The runs in the order of the article, and shares of the words of both texts that lie in runs."""

    runs: tuple[Run, ...]
    words: int
    share_of_article: float
    kept_of_root: float


def align(article: Shingles, root: Shingles) -> Alignment:
    """Find what an article has from another text."""
    runs = tuple(_long_enough(_runs(article, root), _SHORTEST_ALONE if is_unspaced(article) else _SHORTEST))
    kept = np.zeros(len(root), np.bool_)
    for run in runs:
        kept[run.root_word : run.root_word + run.words] = True
    words = sum(run.words for run in runs)
    return Alignment(runs, words, words / max(1, len(article)), int(kept.sum()) / max(1, len(root)))


def is_unspaced(text: Shingles) -> bool:
    """Return whether most of the text is in writing without spaces."""
    return len(text) > 0 and bool(text.is_alone.mean() > 0.5)


def _runs(article: Shingles, root: Shingles) -> Iterator[Run]:
    """Yield the longest runs that begin at each shared shingle, none overlapping another in the article."""
    if not len(article.hashes) or not len(root.hashes):
        return
    order = np.argsort(root.hashes, kind="stable")
    ascending = root.hashes[order]
    first = np.searchsorted(ascending, article.hashes, side="left")
    last = np.searchsorted(ascending, article.hashes, side="right")
    end = 0
    for start in np.flatnonzero(last > first).tolist():
        if start < end - 3:  # its words are in the run before but for the last ones
            continue
        places = order[first[start] : min(last[start], first[start] + _OCCURRENCES)].tolist()
        length, there = max((_match(article, root, start, place), -place) for place in places)
        skipped = max(0, end - start)
        if length > skipped:
            yield Run(start + skipped, skipped - there, length - skipped)
            end = start + length


def _match(article: Shingles, root: Shingles, start: int, place: int) -> int:
    """Return how many words from `start` of the article and from `place` of the other text are the same."""
    ours, theirs = article.codes[start:], root.codes[place:]
    size = min(len(ours), len(theirs))
    differing = np.flatnonzero(ours[:size] != theirs[:size])
    return int(differing[0]) if len(differing) else size


def _long_enough(runs: Iterator[Run], shortest: int) -> Iterator[Run]:
    """Yield the runs that make passages of this many words, with at most `_GAP` words between two of them."""
    passage: list[Run] = []
    for run in runs:
        if passage and run.word - (passage[-1].word + passage[-1].words) > _GAP:
            if sum(one.words for one in passage) >= shortest:
                yield from passage
            passage = []
        passage.append(run)
    if sum(one.words for one in passage) >= shortest:
        yield from passage
