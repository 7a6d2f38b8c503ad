"""Passages that an article has word by word from another text, whatever their order.

Each passage is a run of words that both texts have. A word or two changed within a passage interrupts it; a stock
phrase ("said in a statement on Monday") is none. Where a passage occurs several times in the other text, the longest
match counts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from archive.dedup.shingles import Shingles

_SHORTEST = 8  # words of a passage, with the short gaps in it left out
_SHORTEST_ALONE = 14  # characters of one, in writing without spaces
_GAP = 2  # words changed within a passage
_OCCURRENCES = 8
_WIDE, _WIDEST = 4, 7  # words of a shingle, and characters in writing without spaces


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


def align(article: Shingles, root: Shingles, fewest: int = 1) -> Alignment:
    """Find what an article has from another text: nothing, where that cannot be as many as `fewest` words."""
    shortest = _SHORTEST_ALONE if article.is_unspaced else _SHORTEST
    runs = tuple(_long_enough(_runs(article, root, shortest, fewest), shortest))
    kept = np.zeros(len(root), np.bool_)
    for run in runs:
        kept[run.root_word : run.root_word + run.words] = True
    words = sum(run.words for run in runs)
    return Alignment(runs, words, words / max(1, len(article)), int(kept.sum()) / max(1, len(root)))


def _runs(article: Shingles, root: Shingles, shortest: int, fewest: int) -> Iterator[Run]:
    """Yield the longest runs that begin at each shared shingle, none overlapping another in the article.

    Runs that cannot make a passage of the shortest length are left out, and all if they cannot be `fewest` words.
    """
    if not len(article.hashes) or not len(root.hashes):
        return
    ascending = root.ascending
    first = np.searchsorted(ascending, article.hashes, side="left").clip(max=len(ascending) - 1)
    shared = np.flatnonzero(ascending[first] == article.hashes)
    width = _WIDEST if article.has_alone else _WIDE
    if len(shared) * (width + _GAP) < fewest:  # quickly, since most texts share some phrases only
        return
    starts, most = _near_others(shared, width, shortest)
    if most < fewest:
        return
    last = np.searchsorted(ascending, article.hashes[starts], side="right").tolist()
    ours, theirs = article.codes.tolist(), root.codes.tolist()
    end = 0
    for start, begin, stop in zip(starts.tolist(), first[starts].tolist(), last, strict=True):
        if start < end - 3:  # its words are in the run before but for the last ones
            continue
        places = root.order[begin : min(stop, begin + _OCCURRENCES)].tolist()
        length, there = max((_match(ours, theirs, start, place), -place) for place in places)
        skipped = max(0, end - start)
        if length > skipped:
            yield Run(start + skipped, skipped - there, length - skipped)
            end = start + length


def _near_others(starts: NDArray[np.intp], width: int, shortest: int) -> tuple[NDArray[np.intp], int]:
    """Return the shared shingles that are near enough to others for a passage of the shortest length.

    With them the words of the article that they reach over: all passages together have no more. Two texts on one
    subject share phrases of four words all over, and none of them has to be compared word by word.
    """
    if not len(starts):
        return starts, 0
    stretch = np.concatenate(([0], np.cumsum(np.diff(starts) > width + _GAP)))[: len(starts)]
    sizes = np.bincount(stretch)
    ends = np.cumsum(sizes) - 1
    extent = starts[ends] - starts[ends - sizes + 1] + width
    is_long = extent >= shortest
    near: NDArray[np.intp] = starts[np.repeat(is_long, sizes)]
    return near, int(extent[is_long].sum())


def _match(ours: Sequence[int], theirs: Sequence[int], start: int, place: int) -> int:
    """Return how many words from `start` of the article and from `place` of the other text are the same.

    Word by word: most runs end within some words, so that an array would cost more to make than to compare.
    """
    most = min(len(ours) - start, len(theirs) - place)
    words = 0
    while words < most and ours[start + words] == theirs[place + words]:
        words += 1
    return words


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
