"""How two texts overlap, and whether that makes one a copy of the other.

Shared shingles alone do not decide: a notice filled into a template shares more of its text with its neighbours than
an agency report does with the version an editor has cut and mended. What decides is where they differ. A template
differs in its facts, here a number, there a name, every few words; an edited copy differs in whole sentences and
plain words. And what is long enough to hold a whole other article may be a round-up: then the rest of it speaks of
other things. The limits are measured, see benchmarks/copies.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np

from archive.dedup.shingles import Flags, Hashes, Shingles

Verdict = Literal["copy", "different", "other-facts", "round-up"]

# Words below which a text is a stub that many outlets share by chance ("Photo gallery: ...").
_FEW_WORDS = 50
_FEWEST_WORDS = 8

_CONTAINMENT = 0.6
# Where names cannot be distinguished from other words (no capitals), facts count for less and overlap must do more.
_CONTAINMENT_WITHOUT_CAPITALS = 0.75
_FACTS_IN_A_HUNDRED_WORDS = 1.0

_SWAP = 8  # words on either side at most, for two passages to replace one another
_MUCH_MORE = 0.2  # share of the longer text that the shorter lacks, from which it may be a round-up
_MUCH_MORE_WORDS = 80
_OTHER_SUBJECT = 0.15  # share of the words of the rest that the shorter text knows
_OTHER_SUBJECT_AFTER_COMMON_START = 0.05
_OPENING = 50  # words before the text proper: headline, dateline, "Reprinted from ..."
_LONG_WORD = 5  # letters from which a word rather names a subject than joins others


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two texts share, 0 to 1.

    `containment` is the share of the shorter one's shingles that the longer has, `resemblance` the share of the
    shingles of either that both have (Broder, 1997).
    """

    containment: float
    resemblance: float
    verdict: Verdict

    @property
    def is_copy(self) -> bool:
        """Return whether one is a copy of the other."""
        return self.verdict == "copy"


@dataclass(frozen=True, slots=True)
class _Run:
    """A passage that both have: from word `at` of the shorter, from word `there` of the longer, words."""

    at: int
    there: int
    length: int


def overlap(one: Shingles, other: Shingles) -> Overlap:
    """Compare two texts, in either order."""
    short, long = sorted((one, other), key=len)
    if np.array_equal(short.codes, long.codes):
        return Overlap(1.0, 1.0, "copy" if len(short) >= _FEWEST_WORDS else "different")
    if len(short) < _FEW_WORDS:
        return Overlap(0.0, 0.0, "different")
    shared = count_shared(short.distinct, long.distinct)
    containment = shared / len(short.distinct)
    resemblance = shared / (len(short.distinct) + len(long.distinct) - shared)
    if containment < (_CONTAINMENT if short.has_capitals else _CONTAINMENT_WITHOUT_CAPITALS):
        return Overlap(containment, resemblance, "different")
    runs = _common_runs(short, long)
    if _other_facts(short, long, runs):
        return Overlap(containment, resemblance, "other-facts")
    return Overlap(containment, resemblance, "round-up" if _is_round_up(short, long, runs) else "copy")


def count_shared(one: Hashes, other: Hashes) -> int:
    """Return how many hashes two sets (`Shingles.distinct`) have in common."""
    # Both are ascending and distinct: after merging, what both have is adjacent.
    merged = np.sort(np.concatenate((one, other)))
    return int(np.count_nonzero(merged[1:] == merged[:-1]))


def _common_runs(short: Shingles, long: Shingles) -> list[_Run]:
    """Return the passages that both texts have word by word, in the order of the shorter."""
    ascending = long.ascending
    found = np.searchsorted(ascending, short.hashes).clip(max=len(ascending) - 1)
    at = np.flatnonzero(ascending[found] == short.hashes)
    there = long.order[found[at]]
    breaks = np.flatnonzero((np.diff(at) != 1) | (np.diff(there) != 1)) + 1
    firsts = np.concatenate(([0], breaks))
    ends = np.concatenate((breaks, [len(at)]))
    words_beyond = len(short) - len(short.hashes)
    return [
        _Run(int(at[first]), int(there[first]), int(end - first) + words_beyond)
        for first, end in zip(firsts.tolist(), ends.tolist(), strict=True)
    ]


def _other_facts(short: Shingles, long: Shingles, runs: list[_Run]) -> bool:
    """Return whether the two say the same with other numbers and names put in."""
    swapped = 0
    for run, following in pairwise(runs):
        mine = slice(run.at + run.length, following.at)
        yours = slice(run.there + run.length, following.there)
        if 0 < mine.stop - mine.start <= _SWAP and 0 < yours.stop - yours.start <= _SWAP:
            one, other = _facts(short, mine), _facts(long, yours)
            swapped += bool(one - other) and bool(other - one)
    return swapped * 100 > _FACTS_IN_A_HUNDRED_WORDS * sum(run.length for run in runs)


def _facts(text: Shingles, words: slice) -> set[int]:
    return set(text.codes[words][text.is_fact[words]].tolist())


def _is_round_up(short: Shingles, long: Shingles, runs: list[_Run]) -> bool:
    """Return whether the longer text holds the whole of the shorter among things on other subjects."""
    rest = np.ones(len(long), np.bool_)
    for run in runs:
        rest[run.there : run.there + run.length] = False
    if rest.sum() < max(_MUCH_MORE_WORDS, _MUCH_MORE * len(long)) or _is_cut_off(short, runs):
        return False
    subjects = _subjects(long, rest)
    common = np.isin(subjects, _subjects(short, np.ones(len(short), np.bool_)), assume_unique=True)
    limit = _OTHER_SUBJECT if rest[0] else _OTHER_SUBJECT_AFTER_COMMON_START
    return bool(common.sum() < limit * len(subjects))


def _is_cut_off(short: Shingles, runs: list[_Run]) -> bool:
    # A teaser begins about where the whole does, and ends in its own words: "Subscribe to continue reading."
    first, last = runs[0], runs[-1]
    return max(first.at, first.there) <= _OPENING and last.at + last.length < len(short)


def _subjects(text: Shingles, chosen: Flags) -> Hashes:
    """Return the distinct terms of the chosen words: long words, and pairs of characters written without spaces."""
    pairs = chosen[:-1] & chosen[1:] & text.is_alone[:-1] & text.is_alone[1:]
    long_words = text.codes[chosen & (text.lengths >= _LONG_WORD)]
    return np.unique(np.concatenate((long_words, text.codes[:-1][pairs] ^ (text.codes[1:][pairs] << np.uint64(1)))))
