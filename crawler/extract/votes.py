"""How far one text supports another: the common currency in which extractors vote on the blocks of a page.

Support is the share of a block's runs of four words ("shingles") that also occur in the other text. White
space, punctuation and mark-up play no part, so outputs of different extractors can be compared. Scripts
written without spaces are counted by character.
"""

import re
from collections.abc import Sequence
from itertools import chain

_UNSPACED = "\u0e00-\u0e7f\u1000-\u109f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"  # Thai, Burmese, kana, Han
_TOKEN = re.compile(f"[{_UNSPACED}]|[^\\W{_UNSPACED}]+")
_WORD = re.compile(r"\w+", re.ASCII)
_SOFT = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]+")
RUN = 4


def tokens(text: str) -> list[str]:
    """Split into words (characters in scripts without spaces), lower-cased."""
    if text.isascii():
        return _WORD.findall(text.lower())
    if _SOFT.search(text):
        text = _SOFT.sub("", text)
    return _TOKEN.findall(text.lower())


def shingles(words: Sequence[str]) -> set[int]:
    """Give the hashes of all runs of four words; a shorter text is one run."""
    if len(words) <= RUN:
        return {hash(tuple(words))} if words else set()
    return set(map(hash, zip(words, words[1:], words[2:], words[3:], strict=False)))


class Ballot:
    """One extractor's text, ready to be asked which blocks it supports."""

    def __init__(self, text: str) -> None:
        lines = [tokens(line) for line in text.splitlines()]
        everything = list(chain.from_iterable(lines))
        self.size = len(everything)
        self.runs = shingles(everything)
        for words in lines:
            if 0 < len(words) < RUN:
                self.runs |= shingles(words)

    def support(self, runs: set[int]) -> float:
        """Give the share of the runs that this text has, 0 to 1."""
        return len(runs & self.runs) / len(runs) if runs else 0.0

    def agreement(self, other: "Ballot") -> float:
        """Give the share of the runs of both texts that both have; 1 for two empty ones."""
        return len(self.runs & other.runs) / len(self.runs | other.runs) if self.runs or other.runs else 1.0
