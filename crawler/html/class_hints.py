"""What the names in a page's mark-up say about a piece of text.

Page makers name things alike the world over: `related-posts`, `newsletter__box`, `articleBody`. The words
in class, id, role and itemprop are read as hints of a few kinds. A hint is evidence for the line model,
never a verdict: "header" holds a masthead on one page and the first paragraph on another.
"""

import re
import tomllib
from functools import lru_cache
from importlib import resources

_LONGEST = 400  # characters of names looked at; utility classes run to thousands
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def _read() -> tuple[dict[str, int], list[tuple[str, int]], tuple[str, ...]]:
    """Give whole words and beginnings of words with their bits, and the names of the kinds."""
    kinds = tomllib.loads(resources.files(__package__).joinpath("class_hints.toml").read_text("utf-8"))
    whole: dict[str, int] = {}
    beginnings: list[tuple[str, int]] = []
    for position, words in enumerate(kinds.values()):
        for word in words:
            if word.endswith("*"):
                beginnings.append((word[:-1], 1 << position))
            else:
                whole[word] = whole.get(word, 0) | 1 << position
    return whole, beginnings, tuple(kinds)


_WHOLE, _BEGINNINGS, _KINDS = _read()
NAMES = (*_KINDS, "compound")
_ARTICLE, _CONTENT = 1 << _KINDS.index("article"), 1 << _KINDS.index("content")
_COMPOUND = 1 << _KINDS.__len__()  # `entry-content`, `articleBody`: words of these two kinds in a row


@lru_cache(maxsize=100_000)
def _word_mask(word: str) -> int:
    mask = _WHOLE.get(word, 0)
    for beginning, bit in _BEGINNINGS:
        if word.startswith(beginning):
            mask |= bit
    return mask


@lru_cache(maxsize=20_000)
def hints(names: str) -> int:
    """Give the kinds that the words of `names` (class, id, role ...

    joined by spaces) hint at, as a bit mask.
    """
    mask = 0
    for name in names[:_LONGEST].split():
        before = 0
        for word in _WORDS.findall(name):
            kinds = _word_mask(word.lower())
            if before & _ARTICLE and kinds & _CONTENT:
                mask |= _COMPOUND
            mask |= kinds
            before = kinds
    return mask
