"""Read class and id names as hints about a piece of text.

Page authors worldwide use similar names: `related-posts`, `newsletter__box`, `articleBody`. The words in class,
id, role and itemprop are mapped to a few kinds of hints. A hint is evidence for the line model, never a
verdict: "header" holds a masthead on one page and the first paragraph on another.
"""

import re
from functools import lru_cache

from crawler.html.word_lists import read_word_lists

_MAX_NAMES_LENGTH = 400  # characters of names read; utility classes run to thousands
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def _read() -> tuple[dict[str, int], list[tuple[str, int]], tuple[str, ...]]:
    """Return the bits of full words and of word prefixes, and the names of the kinds."""
    kinds = read_word_lists(__package__, "class_hints.toml")
    full_words: dict[str, int] = {}
    prefixes: list[tuple[str, int]] = []
    for position, words in enumerate(kinds.values()):
        for word in words:
            if word.endswith("*"):
                prefixes.append((word[:-1], 1 << position))
            else:
                full_words[word] = full_words.get(word, 0) | 1 << position
    return full_words, prefixes, tuple(kinds)


_FULL_WORDS, _PREFIXES, _KINDS = _read()
NAMES = (*_KINDS, "compound")
_ARTICLE, _CONTENT = 1 << _KINDS.index("article"), 1 << _KINDS.index("content")
_COMPOUND = 1 << _KINDS.__len__()  # `entry-content`, `articleBody`: words of these two kinds in a row


@lru_cache(maxsize=100_000)
def _word_mask(word: str) -> int:
    mask = _FULL_WORDS.get(word, 0)
    for prefix, bit in _PREFIXES:
        if word.startswith(prefix):
            mask |= bit
    return mask


@lru_cache(maxsize=20_000)
def hints(names: str) -> int:
    """Return the kinds that the words of `names` hint at, as a bit mask.

    `names` is the class, id, role and similar attributes, joined by spaces.
    """
    mask = 0
    for name in names[:_MAX_NAMES_LENGTH].split():
        previous = 0
        for word in _WORDS.findall(name):
            kinds = _word_mask(word.lower())
            if previous & _ARTICLE and kinds & _CONTENT:
                mask |= _COMPOUND
            mask |= kinds
            previous = kinds
    return mask
