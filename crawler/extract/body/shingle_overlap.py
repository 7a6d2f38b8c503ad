"""Measure how far one text supports another, as the votes of extractors on the blocks of a page.

Support is the share of a block's four-word n-grams ("shingles") that also occur in the other text. White space,
punctuation and mark-up play no part, so outputs of different extractors can be compared. Scripts written
without spaces are counted by character.
"""

from collections.abc import Sequence
from itertools import chain

from crawler.html.text import tokens

RUN = 4


def shingles(words: Sequence[str]) -> set[int]:
    """Return the hashes of all runs of four words; a shorter text is one run."""
    if len(words) <= RUN:
        return {hash(tuple(words))} if words else set()
    return set(map(hash, zip(words, words[1:], words[2:], words[3:], strict=False)))


class Ballot:
    """One extractor's text, prepared for measuring its support of blocks."""

    def __init__(self, text: str) -> None:
        lines = [tokens(line) for line in text.splitlines()]
        self.text = text
        everything = list(chain.from_iterable(lines))
        self.size = len(everything)
        self.runs = shingles(everything)
        for words in lines:
            if 0 < len(words) < RUN:
                self.runs |= shingles(words)

    def support(self, runs: set[int]) -> float:
        """Return the share of the runs that this text contains, 0 to 1."""
        return len(runs & self.runs) / len(runs) if runs else 0.0

    def agreement(self, other: "Ballot") -> float:
        """Return the share of the runs of both texts that both contain; 1 for two empty ones."""
        return len(self.runs & other.runs) / len(self.runs | other.runs) if self.runs or other.runs else 1.0
